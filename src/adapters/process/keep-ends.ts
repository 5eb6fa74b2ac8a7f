/** Keeps both ends of a stream of bytes, and counts the rest. */
export interface Ends {
  add(chunk: Uint8Array): void;
  /** All of it is in `first` where `last` is empty. */
  kept(): { first: Buffer; last: Buffer; printed: number };
}

export function keepEnds(most: number): Ends {
  const first: Buffer[] = [];
  let last: Buffer[] = [];
  let [printed, firstSize, lastSize] = [0, 0, 0];
  return {
    add(chunk) {
      printed += chunk.length;
      const bytes = Buffer.from(chunk);
      const head = bytes.subarray(0, Math.max(0, most - firstSize));
      if (head.length > 0) first.push(head);
      firstSize += head.length;
      const rest = bytes.subarray(head.length);
      if (rest.length === 0) return;
      last.push(rest);
      lastSize += rest.length;
      if (lastSize <= 2 * most) return;
      last = [Buffer.concat(last).subarray(-most)];
      lastSize = most;
    },
    kept: () => ({ first: Buffer.concat(first), last: Buffer.concat(last).subarray(-most), printed }),
  };
}
