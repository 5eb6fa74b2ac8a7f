import { grouped } from '../../grouped';
import type { LetterLoops } from '../../letter-loops';

/** Texts of which any piece of a certain length is looked for. */
export interface WindowSet {
  /** Every piece of each; a shorter text as a whole. */
  add(forms: readonly string[]): void;
  /** Nothing but the whole of it. */
  addWhole(form: string): void;
  /** Letters of the shortest piece: no shorter text holds any. */
  shortest(): number;
  /** Places of pieces in a text that lies between these addresses, ascending by their start. */
  find(from: number, to: number): [from: number, to: number][];
}

/** Letters that are looked for at every place of a text; those of a form that are entered stand so far apart that each piece holds some. */
const FEW = 8;
/** Bytes of a table. */
const TABLE = 1 << 16;
/** Letters of all forms up to which they are searched for each piece of a text; beyond, their places are known. */
const SEARCHED = 200_000;
/** Stands between two forms: no character, so that no text holds it. */
const BETWEEN = '\uffff';
/** Pieces of texts that are remembered. */
const MOST_REMEMBERED = 50_000;

/** Where letters stand in a form. */
interface Place {
  form: string;
  at: number;
}

/** What is looked for around the same letters. */
interface Around {
  /** By how many letters stand before those: pieces of the one length. */
  pieces: readonly ReadonlySet<string>[];
  wholes: ReadonlySet<string>;
  lengths: readonly number[];
}

export function createWindowSet(length: number, loops: LetterLoops): WindowSet {
  const step = length - FEW + 1;
  const short = new Set<string>();
  const wholes: string[] = [];
  const forms: string[] = [];
  const remembered = new Map<string, Around>();
  const table = loops.keep(TABLE);
  let shortest = Number.POSITIVE_INFINITY;
  let letters = 0;
  let placed: Placed | undefined;
  let joined: string | undefined;
  return { add, addWhole, shortest: () => shortest, find };

  function addWhole(form: string): void {
    shortest = Math.min(shortest, form.length);
    if (form.length < FEW) short.add(form);
    else enter(form.slice(0, FEW), wholes, form);
  }

  function add(all: readonly string[]): void {
    for (const form of all) {
      if (form.length < length) addWhole(form);
      else enter(form, forms, form);
      shortest = Math.min(shortest, length);
    }
  }

  function enter(text: string, among: string[], form: string): void {
    const at = loops.put(text, 0);
    loops.enterEights(at, at + 2 * text.length, step, table);
    among.push(form);
    letters += form.length;
    remembered.clear();
    [placed, joined] = [undefined, undefined];
  }

  function find(from: number, to: number): [number, number][] {
    const ranges = short.size > 0 ? placesOf(short, loops.text(from, to)) : [];
    if (letters === 0) return ranges;
    for (let few = loops.nextEight(from, to, table); few >= 0; few = loops.nextEight(few + 2, to, table))
      ranges.push(...rangesAt(aroundOf(loops.text(few, few + 2 * FEW)), few, from, to));
    return ranges.sort((left, right) => left[0] - right[0]);
  }

  /** Made where a text holds these letters; most are in none. */
  function aroundOf(piece: string): Around {
    const known = remembered.get(piece);
    if (known) return known;
    const made = letters > SEARCHED ? lookedUp(piece) : searched(piece);
    if (remembered.size === MOST_REMEMBERED) remembered.clear();
    remembered.set(piece, made);
    return made;
  }

  function lookedUp(piece: string): Around {
    placed ??= placesByLetters(forms, wholes, step);
    return aroundPlaces(placed.forms.get(piece) ?? [], placed.wholes.get(piece) ?? [], length);
  }

  function searched(piece: string): Around {
    joined ??= [...forms, ...wholes].join(BETWEEN);
    if (!joined.includes(piece)) return NOTHING;
    const places = forms.flatMap((form) => placesIn(form, piece));
    return aroundPlaces(
      places,
      wholes.filter((form) => form.startsWith(piece)),
      length,
    );
  }

  /** Of what is looked for around these letters of a text, what stands in it. */
  function rangesAt({ pieces, wholes, lengths }: Around, few: number, from: number, to: number): [number, number][] {
    const textAt = (at: number, letters: number) =>
      at < from || at + 2 * letters > to ? '' : loops.text(at, at + 2 * letters);
    const rangeOf = (at: number, letters: number): [number, number] => [(at - from) / 2, (at - from) / 2 + letters];
    const parts = pieces.flatMap((some, before) => {
      const at = few - 2 * before;
      return some.has(textAt(at, length)) ? [rangeOf(at, length)] : [];
    });
    const all = lengths.filter((letters) => wholes.has(textAt(few, letters)));
    return [...parts, ...all.map((letters) => rangeOf(few, letters))];
  }
}

/** Forms by the letters at places so far apart that each piece holds some, and wholes by their first letters. */
interface Placed {
  forms: ReadonlyMap<string, readonly Place[]>;
  wholes: ReadonlyMap<string, readonly string[]>;
}

function placesByLetters(forms: readonly string[], wholes: readonly string[], step: number): Placed {
  const places = new Map<string, Place[]>();
  for (const form of forms)
    for (let at = 0; at + FEW <= form.length; at += step) {
      const letters = form.slice(at, at + FEW);
      const known = places.get(letters);
      if (known) known.push({ form, at });
      else places.set(letters, [{ form, at }]);
    }
  return { forms: places, wholes: grouped(wholes, (form) => form.slice(0, FEW)) };
}

function placesIn(form: string, letters: string): Place[] {
  return startsOf(letters, form).map((at) => ({ form, at }));
}

const NOTHING: Around = { pieces: [], wholes: new Set(), lengths: [] };

function aroundPlaces(places: readonly Place[], forms: readonly string[], length: number): Around {
  if (places.length === 0 && forms.length === 0) return NOTHING;
  const wholes = new Set(forms);
  const pieces = Array.from({ length: length - FEW + 1 }, (_, before) => {
    const fitting = places.filter(({ form, at }) => at >= before && at - before + length <= form.length);
    return new Set(fitting.map(({ form, at }) => form.slice(at - before, at - before + length)));
  });
  return { pieces, wholes, lengths: [...new Set(forms.map((form) => form.length))] };
}

function placesOf(wholes: Iterable<string>, text: string): [number, number][] {
  return [...wholes].flatMap((whole) => startsOf(whole, text).map((at): [number, number] => [at, at + whole.length]));
}

function startsOf(piece: string, text: string): number[] {
  const starts: number[] = [];
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) starts.push(at);
  return starts;
}
