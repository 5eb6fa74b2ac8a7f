/** Bits for each character, by how often each one stands in the text. */
export function entropyOf(text: string): number {
  const counts = asciiCounts(text) ?? countsOfAll(text);
  let bits = 0;
  for (const count of counts) {
    const share = count / text.length;
    if (count > 0) bits -= share * Math.log2(share);
  }
  return bits;
}

const ASCII = 128;

/** Undefined where there are other characters. */
function asciiCounts(text: string): Iterable<number> | undefined {
  const counts = new Uint32Array(ASCII);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= ASCII) return undefined;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

function countsOfAll(text: string): Iterable<number> {
  const counts = new Map<string, number>();
  for (const one of text) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts.values();
}
