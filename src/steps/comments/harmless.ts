/** What a terminal would obey: escape sequences, and characters that hide or turn text around. Line ends and tabs stay. */
const OBEYED = /(?![\n\t])\p{Cc}|[\u200b\u2060-\u2064\u{E0000}-\u{E007F}]|\p{Bidi_Control}/gu;

/** The same text with everything a terminal would obey written out. */
export function harmless(text: string): string {
  return text.replace(OBEYED, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
