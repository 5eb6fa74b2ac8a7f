/** Where each of the signs stands that a text holds. */
export type Places = ReadonlyMap<string, readonly number[]>;

/**
 * Where each of these signs, of three characters or more, stands in a text; found in one pass. Most texts hold few of them, and
 * running a pattern for each kind of secret over every text would cost more than everything else that is done with it.
 */
export function createSigns(signs: readonly string[]): (text: string, bytes: Uint8Array) => Places {
  const bySlot: string[][] = [];
  const [isTaken, isTakenByFour] = [new Uint8Array(SLOTS), new Uint8Array(SLOTS)];
  for (const sign of new Set(signs)) {
    if (sign.length < 3) throw new Error(`the sign ${sign} is too short`);
    const slot = slotOf(sign.charCodeAt(0), sign.charCodeAt(1), sign.charCodeAt(2));
    bySlot[slot] = [...(bySlot[slot] ?? []), sign];
    if (sign.length === 3) isTaken[slot] = WHATEVER_FOLLOWS;
    else {
      isTaken[slot] ||= FOURTH_TELLS;
      isTakenByFour[slotOfFour(slot, sign.charCodeAt(3))] = 1;
    }
  }
  return (text, bytes) => {
    const places = new Map<string, number[]>();
    for (let at = nextPlace(bytes, 0, isTaken); at >= 0; at = nextPlace(bytes, at + 1, isTaken)) {
      const slot = slotAt(bytes, at);
      if (isTaken[slot] === WHATEVER_FOLLOWS || isTakenByFour[slotOfFour(slot, bytes[at + 3] ?? 0)] === 1)
        addPlaces(places, bySlot[slot] ?? [], text, at);
    }
    return places;
  };
}

/** Where three letters stand next with which a sign begins; a loop that does nothing else is several times as fast. */
function nextPlace(bytes: Uint8Array, from: number, isTaken: Uint8Array): number {
  const { length } = bytes;
  let first = bytes[from] ?? 0;
  let second = bytes[from + 1] ?? 0;
  for (let at = from + 2; at < length; at++) {
    const third = bytes[at] ?? 0;
    if (isTaken[slotOf(first, second, third)] !== 0) return at - 2;
    first = second;
    second = third;
  }
  return -1;
}

function slotAt(bytes: Uint8Array, at: number): number {
  return slotOf(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0);
}

const SLOTS = 1 << 15;
/** What a slot of three letters says: a sign of three stands here, or the fourth letter has to be looked at. */
const WHATEVER_FOLLOWS = 2;
const FOURTH_TELLS = 1;

function slotOf(first: number, second: number, third: number): number {
  return (first ^ (second << 5) ^ (third << 10)) & (SLOTS - 1);
}

function slotOfFour(slot: number, fourth: number): number {
  return (slot ^ (fourth << 7)) & (SLOTS - 1);
}

function addPlaces(places: Map<string, number[]>, signs: readonly string[], text: string, at: number): void {
  for (const sign of signs) {
    if (!text.startsWith(sign, at)) continue;
    const known = places.get(sign);
    if (known === undefined) places.set(sign, [at]);
    else known.push(at);
  }
}
