/** Where each of the signs stands that a text holds. */
export type Places = ReadonlyMap<string, readonly number[]>;

/**
 * Where each of these signs, of three characters or more, stands in a text; found in one pass. Most texts hold few of them, and
 * running a pattern for each kind of secret over every text would cost more than everything else that is done with it.
 */
export function createSigns(signs: readonly string[]): (text: string) => Places {
  const bySlot = new Map<number, string[]>();
  for (const sign of new Set(signs)) {
    if (sign.length < 3) throw new Error(`the sign ${sign} is too short`);
    const slot = slotOf(sign.charCodeAt(0), sign.charCodeAt(1), sign.charCodeAt(2));
    bySlot.set(slot, [...(bySlot.get(slot) ?? []), sign]);
  }
  const isTaken = new Uint8Array(SLOTS);
  for (const slot of bySlot.keys()) isTaken[slot] = 1;
  return (text) => {
    const places = new Map<string, number[]>();
    // Bytes are read several times as fast as a text; what a letter of two bytes loses can only be a sign too many.
    const bytes = Buffer.from(text, 'latin1');
    const { length } = bytes;
    let first = bytes[0] ?? 0;
    let second = bytes[1] ?? 0;
    for (let at = 2; at < length; at++) {
      const third = bytes[at] ?? 0;
      const slot = slotOf(first, second, third);
      if (isTaken[slot] === 1) addPlaces(places, bySlot.get(slot) ?? [], text, at - 2);
      first = second;
      second = third;
    }
    return places;
  };
}

const SLOTS = 1 << 15;

function slotOf(first: number, second: number, third: number): number {
  return (first ^ (second << 5) ^ (third << 10)) & (SLOTS - 1);
}

function addPlaces(places: Map<string, number[]>, signs: readonly string[], text: string, at: number): void {
  for (const sign of signs) {
    if (!text.startsWith(sign, at)) continue;
    const known = places.get(sign);
    if (known === undefined) places.set(sign, [at]);
    else known.push(at);
  }
}
