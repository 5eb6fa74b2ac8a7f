/** A value in base64, in hexadecimal digits or of letters alone, as far as its letters go; without the `=` at its end. */
export interface LongRun {
  start: number;
  end: number;
}

/** A password that somebody had made has no fewer letters. */
const SHORTEST = 12;

const IS_LETTER = new Uint8Array(256);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/') {
  IS_LETTER[letter.charCodeAt(0)] = 1;
}

/** The letters of a text, and which of them stand in long runs. */
export interface Letters {
  bytes: Uint8Array;
  runs: readonly LongRun[];
}

export function lettersOf(bytes: Uint8Array): Letters {
  return { bytes, runs: longRuns(bytes) };
}

/** All of them, found by looking at every 12th letter of a text first: most words end before. */
function longRuns(bytes: Uint8Array): LongRun[] {
  const runs: LongRun[] = [];
  const { length } = bytes;
  for (let start = 0; start + SHORTEST <= length; ) {
    let at = start + SHORTEST - 1;
    while (at >= start && IS_LETTER[bytes[at] ?? 0] === 1) at -= 1;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = start + SHORTEST;
    while (end < length && IS_LETTER[bytes[end] ?? 0] === 1) end += 1;
    runs.push({ start, end });
    start = end + 1;
  }
  return runs;
}
