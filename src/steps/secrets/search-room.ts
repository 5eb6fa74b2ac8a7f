import { placesToLook } from './find-secrets';

/** How many values of a change are looked for: each costs a thousand times what the letters cost that it is made of. */
export interface SearchRoom {
  /** False for a text that is too dense, and for all once enough was found. */
  holds(text: Uint8Array): boolean;
  took(found: number): void;
}

/** In a change of thousands of files there are some hundreds. */
const MOST_FOUND = 20_000;

/** Where one may begin in one text. */
const MOST_PLACES = 40_000;

/** So few bytes hold hardly more. */
const SURELY_SPARSE = 262_144;

export function searchRoom(): SearchRoom {
  let left = MOST_FOUND;
  return {
    holds: (text) => left > 0 && (text.length <= SURELY_SPARSE || placesToLook(text) <= MOST_PLACES),
    took(found) {
      left -= found;
    },
  };
}
