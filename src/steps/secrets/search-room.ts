import { sumOf } from '../../sum-of';
import { placesToLook } from './find-secrets';
import type { FoundSecret } from './found-secret';
import type { Patience } from './known-values';

/** How many values of a change are looked for: each costs a thousand times what the letters cost that it is made of. */
export interface SearchRoom {
  /** False for a text that is too dense, and for all once enough was found. */
  holds(bytes: Uint8Array): boolean;
  took(text: string, found: readonly FoundSecret[]): void;
  /** For values of another side that may stand in a text. */
  patience: Patience;
}

/** Lines of values that were found. In a change of thousands of files there are some hundreds. */
const MOST_LINES = 20_000;

/** Where a value may begin in one text, and in all of them: a megabyte of code has two thousand such places, one of a manual eight thousand. */
const MOST_PLACES = { text: 40_000, all: 300_000 };

/** So few bytes of one text, and of all, hold hardly more. */
const SURELY_SPARSE = { text: 262_144, all: 4_194_304 };

/** In all texts of a change, where one may begin of the values that are known: in a change of thousands of files there are some thousands. */
const MOST_BEGINNINGS = 1_000_000;

export function allPatience(): Patience {
  return { places: MOST_BEGINNINGS };
}

export function searchRoom(): SearchRoom {
  let [lines, places, sparse] = [MOST_LINES, MOST_PLACES.all, SURELY_SPARSE.all];
  return {
    holds(bytes) {
      if (lines <= 0) return false;
      sparse -= bytes.length;
      if (bytes.length <= SURELY_SPARSE.text && sparse >= 0) return true;
      const count = placesToLook(bytes);
      if (count > Math.min(MOST_PLACES.text, places)) return false;
      places -= count;
      return true;
    },
    took(text, found) {
      lines -= sumOf(found, (one) => linesOf(text, one));
    },
    patience: allPatience(),
  };
}

/** A value over many lines is taken out of each of them. */
function linesOf(text: string, { start, end }: FoundSecret): number {
  let count = 1;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
