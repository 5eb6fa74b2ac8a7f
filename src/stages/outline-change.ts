import type { Iteration } from '../ports/code-host';
import type { OutlineRequest } from '../ports/outliner';
import type { ChangedFile } from '../steps/diff/changed-file';
import type { Change } from '../steps/scope/change';
import type { Settings } from '../steps/settings/settings';
import { composeSkeletons, skeletonBudget } from '../steps/skeletons/compose';
import { growHunks, growthBudget } from '../steps/skeletons/grow-hunks';
import type { MissingSkeleton, Skeleton } from '../steps/skeletons/skeleton';
import { type WantedOutline, wantedOutlines } from '../steps/skeletons/wanted';
import { sumOf } from '../sum-of';
import type { World } from '../world';
import { type Related, readRelated } from './read-related';

export interface OutlinedChange extends Related {
  /** The files in scope as they are shown: with the code around their changes. */
  files: readonly ChangedFile[];
  skeletons: readonly Skeleton[];
}

/** Skeletons of those files that the money may reach, their hunks with the code around them, and related code where it is asked for. */
export async function outlineChange(
  settings: Settings,
  world: World,
  change: Change,
  iteration: Iteration,
  within: readonly ChangedFile[],
): Promise<OutlinedChange> {
  const { outliner, signal } = world;
  const { contents } = change;
  const { files } = change.scope;
  if (outliner === null) {
    const related = await readRelated(settings, world, change, iteration, within, new Map());
    return { ...related, files, skeletons: [] };
  }
  const requests = wantedOutlines(within).flatMap((wanted) => outlineRequest(wanted, contents));
  const outlined = await outliner.outline(requests, signal);
  const byPath = new Map(outlined.map((file, index) => [requests[index]?.path ?? '', file]));
  const size = diffCharacters(within);
  const made = [...byPath].flatMap(([path, { after }]) => (after.kind === 'outline' ? [[path, after] as const] : []));
  const grown = growHunks(within, new Map(made), contents, growthBudget(size));
  const shown = new Map(grown.map((file) => [file.path, file]));
  const related = await readRelated(settings, world, change, iteration, within, byPath);
  const { skeletons, missing } = composeSkeletons(grown, byPath, skeletonBudget(diffCharacters(grown)), contents);
  return {
    ...related,
    files: files.map((file) => shown.get(file.path) ?? file),
    skeletons,
    notes: [...skeletonNotes(missing), ...related.notes],
  };
}

function diffCharacters(files: readonly ChangedFile[]): number {
  return sumOf(files, ({ hunks }) => sumOf(hunks, ({ lines }) => sumOf(lines, ({ text }) => text.length)));
}

/** None for a file whose new side could not be read; without its base side only what was removed stays unnamed. */
function outlineRequest({ path, blob, base }: WantedOutline, contents: Change['contents']): OutlineRequest[] {
  const content = contents.get(blob);
  if (content === undefined) return [];
  const baseContent = base && contents.get(base.blob);
  if (!base || baseContent === undefined) return [{ path, content }];
  return [{ path, content, base: { path: base.path, content: baseContent, changes: base.changes } }];
}

/** Added and deleted files have none by nature; only what failed is worth a note. */
function skeletonNotes(missing: readonly MissingSkeleton[]): string[] {
  const failed = missing.filter(({ reason }) => /time|memory|large|crash|stopped/i.test(reason));
  return failed.map(({ path, reason }) => `No skeleton of ${path}: ${reason}.`);
}
