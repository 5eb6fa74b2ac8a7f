/** A value in base64 or in hexadecimal digits, as far as its letters go; without the `=` at its end. */
export interface LongRun {
  start: number;
  end: number;
}

/** The shortest token that is worth hiding has more letters in base64. */
const SHORTEST = 32;

const IS_LETTER = new Uint8Array(128);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/') {
  IS_LETTER[letter.charCodeAt(0)] = 1;
}

/** All of them, found by looking at every 32nd letter of a text first: most words end before. */
export function longRuns(text: string): LongRun[] {
  const runs: LongRun[] = [];
  for (let start = 0; start + SHORTEST <= text.length; ) {
    let at = start + SHORTEST - 1;
    while (at >= start && isLetter(text, at)) at -= 1;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = start + SHORTEST;
    while (isLetter(text, end)) end += 1;
    runs.push({ start, end });
    start = end + 1;
  }
  return runs;
}

function isLetter(text: string, at: number): boolean {
  return IS_LETTER[text.charCodeAt(at)] === 1;
}
