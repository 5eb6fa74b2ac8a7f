const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u2800\u3164\uffa0]|\p{Bidi_Control}|\p{Default_Ignorable_Code_Point}|\p{Cf}|\p{Cs}/gu;

/** Nearly all lines are of letters that everybody sees, which is told in a tenth of the time. */
const NOT_PLAIN = /[^\t -~]/;

/**
 * Text of the pull request as one line of a prompt: whatever would start a new line or hide from a reader is escaped,
 * so that a line of code can never look like a header, a mark or nothing at all. Tabs stay.
 */
export function visibleLine(text: string): string {
  if (text.search(NOT_PLAIN) < 0) return text;
  return text.replace(/\r$/, '').replace(HIDDEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
