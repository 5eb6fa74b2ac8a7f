/** What a terminal would obey, and what nobody would see. */
const UNSEEN = /(?![\n\t])\p{Cc}|\p{Bidi_Control}|\p{Default_Ignorable_Code_Point}|\p{Cs}|[\u2028\u2029]/gu;

/** Any text that the model is shown. */
export function visible(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
