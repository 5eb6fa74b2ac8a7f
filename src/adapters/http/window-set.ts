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
/** Stands between two forms: no character, so that no text holds it. */
const BETWEEN = '\uffff';

export function createWindowSet(length: number, loops: LetterLoops): WindowSet {
  const wholes = new Set<string>();
  const joined: string[] = [];
  const table = loops.keep(TABLE);
  let shortest = Number.POSITIVE_INFINITY;
  return { add, addWhole, shortest: () => shortest, find };

  function addWhole(form: string): void {
    wholes.add(form);
    shortest = Math.min(shortest, form.length);
  }

  function add(forms: readonly string[]): void {
    for (const form of forms) if (form.length < length) addWhole(form);
    const long = forms.filter((form) => form.length >= length).join(BETWEEN);
    if (long === '') return;
    shortest = Math.min(shortest, length);
    joined.push(long);
    const at = loops.put(long, 0);
    loops.enterEights(at, at + 2 * long.length, length - FEW + 1, table);
  }

  function find(from: number, to: number): [number, number][] {
    const ranges = wholes.size > 0 ? placesOf(wholes, loops.text(from, to)) : [];
    if (joined.length === 0) return ranges;
    let checked = from;
    for (let few = loops.nextEight(from, to, table); few >= 0; few = loops.nextEight(few + 2, to, table)) {
      if (!holds(few, FEW)) continue;
      const last = Math.min(few, to - 2 * length);
      for (let at = Math.max(checked, few - 2 * (length - FEW)); at <= last; at += 2) {
        const place = (at - from) / 2;
        if (holds(at, length)) ranges.push([place, place + length]);
      }
      checked = last + 2;
    }
    return ranges.sort((left, right) => left[0] - right[0]);
  }

  function holds(at: number, letters: number): boolean {
    const piece = loops.text(at, at + 2 * letters);
    return joined.some((forms) => forms.includes(piece));
  }
}

function placesOf(wholes: Iterable<string>, text: string): [number, number][] {
  const ranges: [number, number][] = [];
  for (const whole of wholes) {
    for (let at = text.indexOf(whole); at >= 0; at = text.indexOf(whole, at + 1)) ranges.push([at, at + whole.length]);
  }
  return ranges;
}
