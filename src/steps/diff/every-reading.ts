/** Texts that bytes may be. */
export const READINGS = ['plain', 'pairs', 'pairs from the second byte'] as const;
export type Reading = (typeof READINGS)[number];

export interface Readings {
  add(piece: Uint8Array): void;
  end(): void;
}

/**
 * Bytes in pieces, as any program may read them: zero bytes aside, and once there was one, as UTF-16 too, which needs no mark; from the
 * first byte and from the second, so that both its kinds are read wherever they begin.
 */
export function createReadings(onText: (reading: Reading, text: string) => void): Readings {
  const [plain, ...pairs] = ['utf-8', 'utf-16le', 'utf-16le'].map(decoder);
  let [hasZeros, at] = [false, 0];
  const tell = (reading: Reading, text = '') => {
    if (text !== '') onText(reading, hasZeros ? text.replace(JUNK, '\n') : text);
  };
  const tellNext = (piece: Uint8Array, isFirst: boolean) => {
    // None of these texts began in what came before, which had no zero byte.
    const odd = isFirst ? at % 2 : 0;
    tell('pairs', pairs[0]?.decode(piece.subarray(odd), { stream: true }));
    tell('pairs from the second byte', pairs[1]?.decode(piece.subarray(isFirst ? 1 - odd : 0), { stream: true }));
  };
  return {
    add(piece) {
      const isFirst = !hasZeros;
      hasZeros ||= piece.includes(0);
      tell('plain', plain?.decode(piece, { stream: true }).replaceAll('\0', ''));
      if (hasZeros) tellNext(piece, isFirst);
      at += piece.length;
    },
    end: () => tell('plain', plain?.decode()),
  };
}

/** Among bytes, what is not written in letters of ASCII, with the few that are so by chance: it would be read as words, each of them new. */
const JUNK = /[^\t\n\r -~]+(?:[\t\n\r -~]{1,5}[^\t\n\r -~]+)*/g;

function decoder(label: string): InstanceType<typeof TextDecoder> {
  return new TextDecoder(label, { ignoreBOM: true });
}
