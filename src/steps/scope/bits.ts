/** A set of small numbers, 32 to a word. */
export type Bits = number[];

export function emptyBits(size: number): Bits {
  return new Array<number>(Math.ceil(size / 32)).fill(0);
}

export function add(bits: Bits, number: number): void {
  bits[number >> 5] = (bits[number >> 5] ?? 0) | (1 << (number & 31));
}

export function both(left: Bits, right: Bits): Bits {
  return left.map((word, at) => word & (right[at] ?? 0));
}

export function either(left: Bits, right: Bits): Bits {
  return left.map((word, at) => word | (right[at] ?? 0));
}

/**
 * Those of `from` that are in `named` one higher, and those in `stars` as they are; then what is in `stars` one higher as well,
 * since a star may also stand for nothing.
 */
export function advance(from: Bits, named: Bits, stars: Bits): Bits {
  const result = new Array<number>(from.length);
  let [moved, passed] = [0, 0];
  for (let at = 0; at < from.length; at += 1) {
    const [here, star] = [from[at] ?? 0, stars[at] ?? 0];
    const going = here & (named[at] ?? 0);
    const reached = (going << 1) | moved | (here & star);
    moved = going >>> 31;
    const skipped = reached & star;
    result[at] = reached | (skipped << 1) | passed;
    passed = skipped >>> 31;
  }
  return result;
}

/** Its numbers, ascending. */
export function numbersOf(bits: Bits): number[] {
  const numbers: number[] = [];
  for (const [at, word] of bits.entries()) {
    for (let rest = word; rest !== 0; rest &= rest - 1) numbers.push(at * 32 + 31 - Math.clz32(rest & -rest));
  }
  return numbers;
}
