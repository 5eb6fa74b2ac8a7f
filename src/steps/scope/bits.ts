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

/** Each number one higher. */
export function next(bits: Bits): Bits {
  return bits.map((word, at) => (word << 1) | ((bits[at - 1] ?? 0) >>> 31));
}

/** Its numbers, ascending. */
export function numbersOf(bits: Bits): number[] {
  const numbers: number[] = [];
  for (const [at, word] of bits.entries()) {
    for (let rest = word; rest !== 0; rest &= rest - 1) numbers.push(at * 32 + 31 - Math.clz32(rest & -rest));
  }
  return numbers;
}
