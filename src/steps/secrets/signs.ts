import type { LetterLoops } from '../../letter-loops';
import { madeOnce } from '../../made-once';
import { KINDS, kindLoops, SLICE } from './letter-kinds';

/** Where each of the signs stands that a text holds. */
export type Places = ReadonlyMap<string, readonly number[]>;

/**
 * Where each of these signs, of three characters or more, stands in a text; found in one pass. Most texts hold few of them, and
 * running a pattern for each kind of secret over every text would cost more than everything else that is done with it.
 */
export function createSigns(signs: readonly string[]): (text: string, bytes: Uint8Array) => Places {
  const short = signs.find(({ length }) => length < 3);
  if (short !== undefined) throw new Error(`the sign ${short} is too short`);
  return (text, bytes) => {
    const { loops, threes, fours, byThree } = tablesOf(signs);
    const places = new Map<string, number[]>();
    for (let from = 0; from < bytes.length; from += SLICE) {
      const slice = loops.putBytes(bytes.subarray(from, from + SLICE + 3));
      const end = slice + Math.min(SLICE, bytes.length - from);
      const next = (at: number) => loops.nextSign(at, end, threes, fours);
      for (let at = next(slice); at >= 0; at = next(at + 1)) {
        const place = from + at - slice;
        addPlaces(places, byThree.get(threeAt(bytes, place)) ?? [], text, place);
      }
    }
    return places;
  };
}

interface Tables {
  loops: LetterLoops;
  /** Addresses of what is told by the hash of three letters and of four. */
  threes: number;
  fours: number;
  byThree: ReadonlyMap<number, readonly string[]>;
}

const SLOTS = 1 << 15;
/** What a slot of three letters says: a sign of three may stand here, or the fourth letter has to be looked at. */
const THREE_MAY_DO = 2;
const FOURTH_TELLS = 1;

const tablesOf = madeOnce((signs: readonly string[]): Tables => {
  const { loops } = kindLoops(KINDS);
  const [threes, fours] = [loops.keep(SLOTS), loops.keep(SLOTS)];
  const bytes = loops.bytes();
  const byThree = new Map<number, string[]>();
  for (const sign of new Set(signs)) {
    const three = sign.charCodeAt(0) | (sign.charCodeAt(1) << 8) | (sign.charCodeAt(2) << 16);
    const known = byThree.get(three);
    if (known === undefined) byThree.set(three, [sign]);
    else known.push(sign);
    const slot = threes + slotOf(three << 8);
    if (sign.length === 3) {
      bytes[slot] = THREE_MAY_DO;
      bytes[fours + slotOfThree(three << 8)] = 1;
    } else {
      bytes[slot] ||= FOURTH_TELLS;
      bytes[fours + slotOf(three | (sign.charCodeAt(3) << 24))] = 1;
    }
  }
  return { loops, threes, fours, byThree };
});

/** As `nextSign` has them. */
function slotOf(letters: number): number {
  return Math.imul(letters, 0x9e3779b1) >>> 17;
}

function slotOfThree(letters: number): number {
  return Math.imul(letters, 0x85ebca6b) >>> 17;
}

function threeAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}

function addPlaces(places: Map<string, number[]>, signs: readonly string[], text: string, at: number): void {
  for (const sign of signs) {
    if (!text.startsWith(sign, at)) continue;
    const known = places.get(sign);
    if (known === undefined) places.set(sign, [at]);
    else known.push(at);
  }
}
