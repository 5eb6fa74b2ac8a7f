/** Lines longer than this many UTF-16 units are cut where they are shown; no reviewer reads on. */
export const MAX_LINE_LENGTH = 2000;
