import type { LineChange, OutlineEntry } from '../../ports/outliner';
import type { MadeOutline } from './entry-tree';

/** What the base side declared and the new side does not, or declares otherwise. */
export interface BaseDifference {
  /** Old signatures by the new entry they became. */
  wasSigned: ReadonlyMap<OutlineEntry, string>;
  /**
   * Signatures of removed declarations by `placeKey` of what was around them; outermost only: what stood inside a
   * removed type is not named again.
   */
  removed: ReadonlyMap<string, readonly string[]>;
}

/** Key of a place by the names around it, outermost first. */
export function placeKey(around: readonly string[]): string {
  return JSON.stringify(around);
}

interface Placed {
  entry: OutlineEntry;
  around: readonly string[];
}

/**
 * Compares two sides by qualified name and kind; equal signatures are matched first, so an added overload is no change.
 * What no change is near is the same on both sides, and the base side may lack it.
 */
export function baseDifference(
  after: MadeOutline,
  before: MadeOutline,
  changes: readonly LineChange[],
): BaseDifference {
  const now = byQualifiedName(after, (entry) =>
    changes.some((change) => isNear(entry, change.newStart, change.newLines)),
  );
  const then = byQualifiedName(before, (entry) =>
    changes.some((change) => isNear(entry, change.oldStart, change.oldLines)),
  );
  const wasSigned = new Map<OutlineEntry, string>();
  const gone: Placed[] = [];
  for (const [key, old] of then) {
    const same = now.get(key) ?? [];
    const oldLeft = unmatched(old, same);
    const newLeft = unmatched(same, old);
    const pairs = pairedBySignature(oldLeft, newLeft);
    for (const [was, { entry }] of pairs) wasSigned.set(entry, was.entry.signature);
    gone.push(...oldLeft.filter((old) => !pairs.has(old)));
  }
  return { wasSigned, removed: outermost(gone) };
}

/** Which overload became which: those whose signatures are most alike first. */
function pairedBySignature(before: readonly Placed[], after: readonly Placed[]): Map<Placed, Placed> {
  const all = before.flatMap((old) => after.map((now) => ({ old, now, alike: alikeness(old, now) })));
  const pairs = new Map<Placed, Placed>();
  const taken = new Set<Placed>();
  for (const { old, now } of all.sort((a, b) => b.alike - a.alike)) {
    if (pairs.has(old) || taken.has(now)) continue;
    pairs.set(old, now);
    taken.add(now);
  }
  return pairs;
}

/** Words that two signatures share, of all their words. */
function alikeness({ entry: a }: Placed, { entry: b }: Placed): number {
  const [one, two] = [a, b].map(({ signature }) => signature.match(/\w+/g) ?? []);
  if (!one || !two || one.length + two.length === 0) return 0;
  const left = [...two];
  const shared = one.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return (2 * shared.length) / (one.length + two.length);
}

/** Touched by a change, or right beside one: a declaration that lost its first line is only beside the gap. */
function isNear({ startLine, endLine }: OutlineEntry, start: number, lines: number): boolean {
  return startLine <= start + lines && endLine >= start - 1;
}

function byQualifiedName(outline: MadeOutline, isCompared: (entry: OutlineEntry) => boolean): Map<string, Placed[]> {
  const found = new Map<string, Placed[]>();
  const around: string[] = [];
  for (const entry of outline.entries) {
    around.length = Math.min(around.length, entry.depth);
    const placed = { entry, around: [...around] };
    around.push(entry.name);
    if (entry.kind === 'import' || !isCompared(entry)) continue;
    const key = JSON.stringify([entry.kind, ...around]);
    const same = found.get(key);
    if (same) same.push(placed);
    else found.set(key, [placed]);
  }
  return found;
}

function unmatched(these: readonly Placed[], those: readonly Placed[]): Placed[] {
  const left = new Map<string, number>();
  for (const { entry } of those) left.set(entry.signature, (left.get(entry.signature) ?? 0) + 1);
  return these.filter(({ entry }) => {
    const count = left.get(entry.signature) ?? 0;
    left.set(entry.signature, count - 1);
    return count <= 0;
  });
}

function outermost(gone: readonly Placed[]): Map<string, string[]> {
  const paths = new Set(gone.map(({ entry, around }) => placeKey([...around, entry.name])));
  const isInside = (around: readonly string[]) =>
    around.some((_, index) => paths.has(placeKey(around.slice(0, index + 1))));
  const removed = new Map<string, string[]>();
  for (const { entry, around } of [...gone].sort((a, b) => a.entry.startLine - b.entry.startLine)) {
    if (isInside(around)) continue;
    const key = placeKey(around);
    const there = removed.get(key);
    if (there) there.push(entry.signature);
    else removed.set(key, [entry.signature]);
  }
  return removed;
}
