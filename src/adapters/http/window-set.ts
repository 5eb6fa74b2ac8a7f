/** Texts of which any piece of a certain length is looked for. */
export interface WindowSet {
  /** Every piece of it, or those at every `step`th place; a shorter text as a whole. */
  add(form: string, step?: number): void;
  /** Nothing but the whole of it. */
  addWhole(form: string): void;
  /** Places of pieces, ascending by their start. */
  find(text: string): [from: number, to: number][];
}

const SLOTS = 1 << 20;
const LOOKED_AT = 6;

export function createWindowSet(length: number): WindowSet {
  const wholes = new Set<string>();
  const windows = new Set<string>();
  /** By the first characters, so that most places of a text are passed over without a look at the set. */
  const starts = new Uint8Array(SLOTS);
  return { add, addWhole: (form) => wholes.add(form), find };

  function add(form: string, step = 1): void {
    if (form.length < length) wholes.add(form);
    for (let at = 0; at + length <= form.length; at += step) {
      windows.add(form.slice(at, at + length));
      starts[slotAt(form, at)] = 1;
    }
  }

  function find(text: string): [number, number][] {
    const ranges: [number, number][] = [];
    for (const whole of wholes) {
      for (let at = text.indexOf(whole); at >= 0; at = text.indexOf(whole, at + 1))
        ranges.push([at, at + whole.length]);
    }
    if (windows.size > 0) {
      for (let at = 0; at + length <= text.length; at++) {
        if (starts[slotAt(text, at)] === 1 && windows.has(text.slice(at, at + length))) ranges.push([at, at + length]);
      }
    }
    return ranges.sort((left, right) => left[0] - right[0]);
  }
}

function slotAt(text: string, at: number): number {
  let slot = text.charCodeAt(at);
  for (let next = 1; next < LOOKED_AT; next++) slot = Math.imul(slot, 31) + text.charCodeAt(at + next);
  return slot & (SLOTS - 1);
}
