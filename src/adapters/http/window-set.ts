import { textOf, unitsOf } from './code-units';

/** Texts of which any piece of a certain length is looked for. */
export interface WindowSet {
  /** Every piece of each, or those at every `step`th place; a shorter text as a whole. */
  add(forms: readonly string[], step?: number): void;
  /** Nothing but the whole of it. */
  addWhole(form: string): void;
  /** Places of pieces in a text of these characters, ascending by their start. */
  find(units: Uint16Array): [from: number, to: number][];
}

/** So many letters are looked at to tell whether more have to be. */
const FEW = 4;
/** Bits of a table: as many as fit beside the processor. */
const SLOTS = 1 << 20;
/** By so much each letter moves those before it, until the first of a few leaves the table. */
const SHIFT = 5;
/** The other bits of a hash. */
const HIGH = 12;
/** Mixes the bits of a piece, of which most tell of its last letters. */
const MIX = 0x9e3779b1;
/** Stands between two forms: no character, so that no text holds it. */
const BETWEEN = '\uffff';

/** By their hashes, which others may share: every few letters that stand in a form, and the pieces. */
interface Tables {
  length: number;
  inside: Uint8Array;
  pieces: Uint8Array;
}

export function createWindowSet(length: number): WindowSet {
  const wholes = new Set<string>();
  const joined: string[] = [];
  const tables = { length, inside: new Uint8Array(SLOTS >> 3), pieces: new Uint8Array(SLOTS >> 3) };
  return { add, addWhole: (form) => wholes.add(form), find };

  function add(forms: readonly string[], step = 1): void {
    for (const form of forms) if (form.length < length) wholes.add(form);
    const long = forms.filter((form) => form.length >= length).join(BETWEEN);
    if (long === '') return;
    joined.push(long);
    enter(unitsOf(long), step, tables);
  }

  function find(units: Uint16Array): [number, number][] {
    const ranges = wholes.size > 0 ? placesOf(wholes, textOf(units)) : [];
    if (joined.length === 0) return ranges;
    for (const at of likelyPlaces(units, tables)) {
      const piece = textOf(units.subarray(at, at + length));
      if (joined.some((forms) => forms.includes(piece))) ranges.push([at, at + length]);
    }
    return ranges.sort((left, right) => left[0] - right[0]);
  }
}

function placesOf(wholes: Iterable<string>, text: string): [number, number][] {
  const ranges: [number, number][] = [];
  for (const whole of wholes) {
    for (let at = text.indexOf(whole); at >= 0; at = text.indexOf(whole, at + 1)) ranges.push([at, at + whole.length]);
  }
  return ranges;
}

/** One loop without calls: it runs before anything was made fast. Letters leave a hash at its upper end. */
function enter(forms: Uint16Array, step: number, { length, inside, pieces }: Tables): void {
  const shift = shiftOf(length);
  let few = 0;
  let piece = 0;
  let next = length - 1;
  for (let at = 0; at < forms.length; at++) {
    const code = forms[at] ?? 0;
    few = ((few << SHIFT) ^ code) & (SLOTS - 1);
    inside[few >> 3] = (inside[few >> 3] ?? 0) | (1 << (few & 7));
    piece = ((piece << shift) + code) | 0;
    if (at !== next) continue;
    next += step;
    const mixed = Math.imul(piece, MIX);
    const low = mixed & (SLOTS - 1);
    const high = mixed >>> HIGH;
    pieces[low >> 3] = (pieces[low >> 3] ?? 0) | (1 << (low & 7));
    pieces[high >> 3] = (pieces[high >> 3] ?? 0) | (1 << (high & 7));
  }
}

/** Where a piece may begin. One that begins at any of so many places in a row holds the few letters at the last of them. */
function likelyPlaces(units: Uint16Array, tables: Tables): number[] {
  const places: number[] = [];
  const stride = tables.length - FEW + 1;
  const first = stride - 1;
  for (let few = first; ; few += stride) {
    few = nextInside(units, few, stride, tables.inside);
    if (few < 0) return places;
    addLikely(places, units, few - first, tables);
  }
}

/** Of every few letters at this and each further stride the next that stand in a form, or -1. This loop is small, so that it is soon made fast. */
function nextInside(units: Uint16Array, from: number, stride: number, inside: Uint8Array): number {
  for (let at = from; at + FEW <= units.length; at += stride) {
    const few =
      ((units[at] ?? 0) << (3 * SHIFT)) ^
      ((units[at + 1] ?? 0) << (2 * SHIFT)) ^
      ((units[at + 2] ?? 0) << SHIFT) ^
      (units[at + 3] ?? 0);
    if (isSet(inside, few)) return at;
  }
  return -1;
}

/** Of the places of one stride those at which a piece may begin. */
function addLikely(places: number[], units: Uint16Array, first: number, { length, pieces }: Tables): void {
  const shift = shiftOf(length);
  let piece = 0;
  for (let at = first; at < first + length - 1; at++) piece = ((piece << shift) + (units[at] ?? 0)) | 0;
  const last = Math.min(first + length - FEW + 1, units.length - length + 1);
  for (let at = first; at < last; at++) {
    piece = ((piece << shift) + (units[at + length - 1] ?? 0)) | 0;
    const mixed = Math.imul(piece, MIX);
    if (isSet(pieces, mixed) && isSet(pieces, mixed >>> HIGH)) places.push(at);
  }
}

function isSet(bits: Uint8Array, hash: number): boolean {
  return (((bits[(hash & (SLOTS - 1)) >> 3] ?? 0) >> (hash & 7)) & 1) === 1;
}

/** By which no letter stays in a hash of 32 bits for longer than a piece lasts. */
function shiftOf(length: number): number {
  return Math.ceil(32 / length);
}
