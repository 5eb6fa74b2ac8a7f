/** Texts of which any piece of a certain length is looked for. */
export interface WindowSet {
  /** Every piece of it, or those at every `step`th place; a shorter text as a whole. */
  add(form: string, step?: number): void;
  /** Nothing but the whole of it. */
  addWhole(form: string): void;
  /** Places of pieces, ascending by their start. */
  find(text: string): [from: number, to: number][];
}

/** So many letters are looked at to tell whether more have to be. */
const FEW = 6;
/** Bits of a table: as many as fit beside the processor. */
const SLOTS = 1 << 20;
/** The other bits of a hash. */
const HIGH = 12;
const FACTOR = 31;

export function createWindowSet(length: number): WindowSet {
  const wholes = new Set<string>();
  const forms: string[] = [];
  /** By their hashes, which others may share: every few letters that stand in a form, and the pieces. */
  const [inside, pieces] = [new Uint8Array(SLOTS >> 3), new Uint8Array(SLOTS >> 3)];
  /** A piece that begins at any of so many places in a row holds the few letters at the last of them. */
  const stride = length - FEW + 1;
  const [fewAway, pieceAway] = [powerOf(FEW), powerOf(length)];
  return { add, addWhole: (form) => wholes.add(form), find };

  /** One loop without calls: it runs before anything was made fast. */
  function add(form: string, step = 1): void {
    if (form.length < length) {
      wholes.add(form);
      return;
    }
    forms.push(form);
    let few = 0;
    let piece = 0;
    let next = length - 1;
    for (let at = 0; at < form.length; at++) {
      const code = form.charCodeAt(at);
      few = (Math.imul(few, FACTOR) + code) | 0;
      if (at >= FEW) few = (few - Math.imul(form.charCodeAt(at - FEW), fewAway)) | 0;
      const fewAt = (few & (SLOTS - 1)) >> 3;
      if (at >= FEW - 1) inside[fewAt] = (inside[fewAt] ?? 0) | (1 << (few & 7));
      piece = (Math.imul(piece, FACTOR) + code) | 0;
      if (at >= length) piece = (piece - Math.imul(form.charCodeAt(at - length), pieceAway)) | 0;
      if (at !== next) continue;
      next += step;
      const low = piece & (SLOTS - 1);
      const high = piece >>> HIGH;
      pieces[low >> 3] = (pieces[low >> 3] ?? 0) | (1 << (low & 7));
      pieces[high >> 3] = (pieces[high >> 3] ?? 0) | (1 << (high & 7));
    }
  }

  function find(text: string): [number, number][] {
    const ranges: [number, number][] = [];
    for (const whole of wholes) {
      for (let at = text.indexOf(whole); at >= 0; at = text.indexOf(whole, at + 1))
        ranges.push([at, at + whole.length]);
    }
    const last = forms.length > 0 ? text.length - length : -1;
    for (let first = 0; first <= last; first += stride) {
      if (isSet(inside, hashAt(text, first + stride - 1, FEW))) addPieces(ranges, text, first, last);
    }
    return ranges.sort((left, right) => left[0] - right[0]);
  }

  function addPieces(ranges: [number, number][], text: string, first: number, last: number): void {
    let hash = hashAt(text, first, length);
    for (let at = first; at < first + stride && at <= last; at++) {
      if (isSet(pieces, hash) && isSet(pieces, hash >>> HIGH) && holds(text.slice(at, at + length)))
        ranges.push([at, at + length]);
      const away = Math.imul(text.charCodeAt(at), pieceAway);
      hash = (Math.imul(hash, FACTOR) + text.charCodeAt(at + length) - away) | 0;
    }
  }

  function holds(piece: string): boolean {
    return forms.some((form) => form.includes(piece));
  }
}

function isSet(bits: Uint8Array, hash: number): boolean {
  return (((bits[(hash & (SLOTS - 1)) >> 3] ?? 0) >> (hash & 7)) & 1) === 1;
}

function hashAt(text: string, at: number, length: number): number {
  let hash = 0;
  for (let next = 0; next < length; next++) hash = (Math.imul(hash, FACTOR) + text.charCodeAt(at + next)) | 0;
  return hash;
}

/** By which a letter counts in a hash that it leaves. */
function powerOf(length: number): number {
  let power = 1;
  for (let at = 0; at < length; at++) power = Math.imul(power, FACTOR);
  return power;
}
