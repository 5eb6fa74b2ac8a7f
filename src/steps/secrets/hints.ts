/**
 * Which of these texts, of three characters or more, stand in another; found in one pass. Most files hold none of them, and
 * running a pattern for each kind of secret over every file would cost more than everything else that is done with it.
 */
export function createHints(hints: readonly string[]): (text: string) => ReadonlySet<string> {
  const bySlot = new Map<number, string[]>();
  for (const hint of new Set(hints)) {
    if (hint.length < 3) throw new Error(`the hint ${hint} is too short`);
    const slot = slotOf(hint.charCodeAt(0), hint.charCodeAt(1), hint.charCodeAt(2));
    bySlot.set(slot, [...(bySlot.get(slot) ?? []), hint]);
  }
  const isTaken = new Uint8Array(SLOTS);
  for (const slot of bySlot.keys()) isTaken[slot] = 1;
  return (text) => {
    const found = new Set<string>();
    let [first, second] = [text.charCodeAt(0), text.charCodeAt(1)];
    for (let at = 2; at < text.length; at++) {
      const third = text.charCodeAt(at);
      const slot = slotOf(first, second, third);
      if (isTaken[slot] === 1) addHints(found, bySlot.get(slot) ?? [], text, at - 2);
      first = second;
      second = third;
    }
    return found;
  };
}

const SLOTS = 1 << 15;

function slotOf(first: number, second: number, third: number): number {
  return (first ^ (second << 5) ^ (third << 10)) & (SLOTS - 1);
}

function addHints(found: Set<string>, hints: readonly string[], text: string, at: number): void {
  for (const hint of hints) if (!found.has(hint) && text.startsWith(hint, at)) found.add(hint);
}
