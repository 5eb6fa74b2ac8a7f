/** Reads bytes in order. @throws RangeError at what would be behind the end */
export interface Reading {
  take(bytes: number): Buffer;
  /** What stands behind its own length, which is so many bytes wide. */
  part(width: number): Buffer;
  isEnded(): boolean;
}

export function reading(bytes: Buffer): Reading {
  let at = 0;
  const take = (count: number) => {
    if (at + count > bytes.length) throw new RangeError('behind the end');
    at += count;
    return bytes.subarray(at - count, at);
  };
  return { take, part: (width) => take(take(width).readUIntBE(0, width)), isEnded: () => at === bytes.length };
}
