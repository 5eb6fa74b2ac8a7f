import { KINDS, kindLoops, OF_RUN, SLICE } from './letter-kinds';

/** A value in base64, in hexadecimal digits or of letters alone, as far as its letters go; without the `=` at its end. */
export interface LongRun {
  start: number;
  end: number;
}

/** A password that somebody had made has no fewer letters. */
const SHORTEST = 12;

/** The letters of a text, and which of them stand in long runs. */
export interface Letters {
  bytes: Uint8Array;
  runs: readonly LongRun[];
}

export function lettersOf(bytes: Uint8Array): Letters {
  return { bytes, runs: longRuns(bytes) };
}

/** All of them. One that goes on behind a slice is followed to its end. */
function longRuns(bytes: Uint8Array): LongRun[] {
  const { loops, kinds } = kindLoops(KINDS);
  const runs: LongRun[] = [];
  const { length } = bytes;
  for (let from = 0, behind = 0; from + SHORTEST <= length; from = Math.max(behind, from + SLICE - SHORTEST + 1)) {
    const slice = loops.putBytes(bytes.subarray(from, from + SLICE));
    const end = slice + Math.min(SLICE, length - from);
    const next = (at: number) => loops.nextRun(slice + at - from, end, SHORTEST, kinds, OF_RUN);
    for (let at = next(from); at >= 0; at = next(behind)) {
      const start = from + at - slice;
      let stop = from + loops.runEnd.value - slice;
      while (stop < length && ((KINDS[bytes[stop] ?? 0] ?? 0) & OF_RUN) !== 0) stop += 1;
      runs.push({ start, end: stop });
      behind = stop + 1;
    }
  }
  return runs;
}
