import type { OutlineEntry } from '../../ports/outliner';
import type { MadeOutline } from './entry-tree';

/** What the base side declared and the new side does not, or declares otherwise. */
export interface BaseDifference {
  /** Old signatures by the new entry they became. */
  wasSigned: ReadonlyMap<OutlineEntry, string>;
  /** Removed declarations, outermost only: what stood inside a removed type is not named again. */
  removed: readonly RemovedDeclaration[];
}

export interface RemovedDeclaration {
  signature: string;
  /** Names of what was around it, outermost first. */
  around: readonly string[];
}

interface Placed {
  entry: OutlineEntry;
  around: readonly string[];
}

/** Compares two sides by qualified name and kind; equal signatures are matched first, so an added overload is no change. */
export function baseDifference(after: MadeOutline, before: MadeOutline): BaseDifference {
  const now = byQualifiedName(after);
  const wasSigned = new Map<OutlineEntry, string>();
  const gone: Placed[] = [];
  for (const [key, old] of byQualifiedName(before)) {
    const oldLeft = unmatched(old, now.get(key) ?? []);
    const newLeft = unmatched(now.get(key) ?? [], old);
    for (const [index, { entry }] of newLeft.entries()) {
      const was = oldLeft[index];
      if (was) wasSigned.set(entry, was.entry.signature);
    }
    gone.push(...oldLeft.slice(newLeft.length));
  }
  return { wasSigned, removed: outermost(gone) };
}

function byQualifiedName(outline: MadeOutline): Map<string, Placed[]> {
  const found = new Map<string, Placed[]>();
  const around: string[] = [];
  for (const entry of outline.entries) {
    around.length = Math.min(around.length, entry.depth);
    const placed = { entry, around: [...around] };
    around.push(entry.name);
    if (entry.kind === 'import') continue;
    const key = JSON.stringify([entry.kind, ...around]);
    found.set(key, [...(found.get(key) ?? []), placed]);
  }
  return found;
}

function unmatched(these: readonly Placed[], those: readonly Placed[]): Placed[] {
  const left = those.map(({ entry }) => entry.signature);
  return these.filter(({ entry }) => {
    const at = left.indexOf(entry.signature);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

function outermost(gone: readonly Placed[]): RemovedDeclaration[] {
  const paths = new Set(gone.map(({ entry, around }) => JSON.stringify([...around, entry.name])));
  return [...gone]
    .sort((a, b) => a.entry.startLine - b.entry.startLine)
    .filter(({ around }) => !around.some((_, index) => paths.has(JSON.stringify(around.slice(0, index + 1)))))
    .map(({ entry, around }) => ({ signature: entry.signature, around }));
}
