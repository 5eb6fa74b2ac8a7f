// biome-ignore lint/suspicious/noControlCharactersInRegex: this is what is taken out
const TERMINAL_SEQUENCE = /\u001b\[[0-?]*[ -/]*[@-~]/g;

const INVISIBLE = /(?!\t)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2028\u2029\u2800]/gu;

/**
 * The agent looks for its marker by a comparison that may pass over marks and fillers of many scripts, so the first of two
 * number signs is parted from the next by a visible character if nothing of ASCII stands between them, whatever follows.
 */
const MARK = /[#\uff03\ufe5f](?=[^ -~\t]*[#\uff03\ufe5f])/gu;

/**
 * A text as one log line may carry it: nothing in it can be read as a command of the agent, move the cursor, or hide.
 * Line breaks are the caller's concern.
 */
export function inertText(text: string): string {
  return defused(visibleText(text));
}

/** The text without terminal sequences, control characters and characters that nobody sees. */
export function visibleText(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(TERMINAL_SEQUENCE, '')
    .replace(INVISIBLE, '');
}

/** The text with no two number signs next to each other, and so without the agent's marks. */
export function defused(text: string): string {
  return text.replace(MARK, '$&_');
}

/** Splits where the agent splits: at `\n`, at `\r\n` and at a lone `\r`. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}
