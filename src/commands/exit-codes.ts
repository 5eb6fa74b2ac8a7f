/** docs/terminal.md lists them. */
export const EXIT = { good: 0, blocked: 1, noReview: 2 } as const;
