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
/** Where letters stand in a form. */
interface Place {
  form: string;
  at: number;
  isWhole: boolean;
}

/** What is looked for around the same letters. */
interface Around {
  /** By how many letters stand before those: pieces of the one length. */
  pieces: readonly ReadonlySet<string>[];
  wholes: ReadonlySet<string>;
  lengths: readonly number[];
}

export function createWindowSet(length: number, loops: LetterLoops): WindowSet {
  const short = new Set<string>();
  const places = new Map<string, Place[]>();
  const around = new Map<string, Around>();
  const table = loops.keep(TABLE);
  let shortest = Number.POSITIVE_INFINITY;
  return { add, addWhole, shortest: () => shortest, find };

  function addWhole(form: string): void {
    shortest = Math.min(shortest, form.length);
    if (form.length < FEW) {
      short.add(form);
      return;
    }
    enter(form.slice(0, FEW), 1);
    know({ form, at: 0, isWhole: true });
  }

  function add(forms: readonly string[]): void {
    const step = length - FEW + 1;
    for (const form of forms) {
      if (form.length < length) {
        addWhole(form);
        continue;
      }
      shortest = Math.min(shortest, length);
      enter(form, step);
      for (let at = 0; at + FEW <= form.length; at += step) know({ form, at, isWhole: false });
    }
  }

  function enter(form: string, step: number): void {
    const at = loops.put(form, 0);
    loops.enterEights(at, at + 2 * form.length, step, table);
  }

  function know(place: Place): void {
    const letters = place.form.slice(place.at, place.at + FEW);
    const known = places.get(letters);
    if (known) known.push(place);
    else places.set(letters, [place]);
    around.delete(letters);
  }

  function find(from: number, to: number): [number, number][] {
    const ranges = short.size > 0 ? placesOf(short, loops.text(from, to)) : [];
    if (places.size === 0) return ranges;
    for (let few = loops.nextEight(from, to, table); few >= 0; few = loops.nextEight(few + 2, to, table)) {
      const known = aroundOf(loops.text(few, few + 2 * FEW));
      if (known) ranges.push(...rangesAt(known, few, from, to));
    }
    return ranges.sort((left, right) => left[0] - right[0]);
  }

  /** Made where a text holds these letters; most are in none. */
  function aroundOf(letters: string): Around | undefined {
    const known = places.get(letters);
    if (!known) return undefined;
    const made = around.get(letters) ?? aroundPlaces(known, length);
    around.set(letters, made);
    return made;
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

function aroundPlaces(places: readonly Place[], length: number): Around {
  const parts = places.filter(({ isWhole }) => !isWhole);
  const wholes = new Set(places.flatMap(({ form, isWhole }) => (isWhole ? [form] : [])));
  const pieces = Array.from({ length: length - FEW + 1 }, (_, before) => {
    const fitting = parts.filter(({ form, at }) => at >= before && at - before + length <= form.length);
    return new Set(fitting.map(({ form, at }) => form.slice(at - before, at - before + length)));
  });
  return { pieces, wholes, lengths: [...new Set([...wholes].map((form) => form.length))] };
}

function placesOf(wholes: Iterable<string>, text: string): [number, number][] {
  const ranges: [number, number][] = [];
  for (const whole of wholes) {
    for (let at = text.indexOf(whole); at >= 0; at = text.indexOf(whole, at + 1)) ranges.push([at, at + whole.length]);
  }
  return ranges;
}
