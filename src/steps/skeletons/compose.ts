import type { Outline, OutlinedFile } from '../../ports/outliner';
import type { BlobId } from '../../ports/repository';
import { sumOf } from '../../sum-of';
import type { ChangedFile } from '../diff/changed-file';
import { type BaseDifference, baseDifference } from './base-side';
import { type CalledBodies, calledBodies } from './called-bodies';
import { entryTree, type MadeOutline } from './entry-tree';
import { lineChanges } from './line-changes';
import { namedByChange, namedBySignatures } from './named-by-change';
import { type Detail, type RenderedFile, renderSkeleton } from './render';
import type { MissingSkeleton, Skeleton } from './skeleton';
import { withoutUntold } from './untold-rows';
import { withoutSkeleton } from './wanted';

/** In characters. */
export interface SkeletonBudget {
  perFile: number;
  perPullRequest: number;
  /** What the diff itself takes: skeletons never take more, whatever they would tell. Absent: there is no end. */
  most?: number;
}

export interface ComposedSkeletons {
  skeletons: Skeleton[];
  /** Every file without a skeleton, and why. */
  missing: MissingSkeleton[];
}

interface Draft {
  file: RenderedFile;
  changedLines: number;
  detail: Detail;
  text: string;
  /** With nothing left out; empty where that was never written. */
  whole: string;
}

/** Steps at which more and more is left out. */
const STEPS: readonly Detail[] = [1, 2, 3, 4];
const LAST_STEP: Detail = 4;
/** Declarations, beyond which no step but the last brings a skeleton near its size: each step writes a row for nearly every one. */
const MOST_WRITTEN = 2_000;
const SAME: BaseDifference = { wasSigned: new Map(), removed: new Map() };

/** The usual budget: two thirds of the diff that it explains, more of a short one, and at most 40,000 characters in all. */
export function skeletonBudget(diffCharacters: number): SkeletonBudget {
  const part = Math.max(600, Math.floor((diffCharacters * 2) / 3));
  return { perFile: 6000, perPullRequest: Math.min(part, diffCharacters, 40_000), most: diffCharacters };
}

/**
 * Skeletons in the order of the files. When a file or the pull request is over its budget, what helps least goes first;
 * the declarations around the change stay even if they alone are over it, up to the size of the diff.
 */
export function composeSkeletons(
  files: readonly ChangedFile[],
  outlines: ReadonlyMap<string, OutlinedFile>,
  budget: SkeletonBudget,
  contents: ReadonlyMap<BlobId, Uint8Array> = new Map(),
): ComposedSkeletons {
  const around = surroundings(files, outlines, contents);
  const drafts: Draft[] = [];
  const missing: MissingSkeleton[] = [];
  for (const file of files) {
    const reason = withoutSkeleton(file) ?? withoutOutline(outlines.get(file.path));
    const outlined = outlines.get(file.path);
    if (reason === null && outlined) drafts.push(draftOf(file, outlined, budget.perFile, around));
    else missing.push({ path: file.path, reason: reason ?? 'no outline' });
  }
  shrinkTogether(drafts, budget.perPullRequest);
  return { skeletons: affordable(drafts, budget.most ?? Number.POSITIVE_INFINITY).map(skeletonOf), missing };
}

/** What all files together tell of what is worth its row. */
interface Surroundings {
  names: ReadonlySet<string>;
  bodies: CalledBodies;
}

function surroundings(
  files: readonly ChangedFile[],
  outlines: ReadonlyMap<string, OutlinedFile>,
  contents: ReadonlyMap<BlobId, Uint8Array>,
): Surroundings {
  const made = [...outlines].flatMap(([path, { after }]) => (after.kind === 'outline' ? [[path, after] as const] : []));
  return { names: namedByChange(files), bodies: calledBodies(files, new Map(made), contents) };
}

function withoutOutline(outlined: OutlinedFile | undefined): string | null {
  if (!outlined) return 'no outline';
  if (outlined.after.kind === 'none') return outlined.after.reason;
  return outlined.after.entries.length === 0 ? 'no declarations' : null;
}

function draftOf(
  file: ChangedFile,
  { after, before }: OutlinedFile,
  perFile: number,
  { names, bodies }: Surroundings,
): Draft {
  if (after.kind !== 'outline') throw new Error(`${file.path} has no outline`);
  const difference = isComparable(after, before) ? baseDifference(after, before, lineChanges(file.hunks)) : SAME;
  const told = new Set([...names, ...namedBySignatures(file, after)]);
  const tree = withoutUntold(entryTree(after, file.hunks, told), file.path);
  const rendered = { path: file.path, outline: after, tree, difference, bodies };
  const changedLines = file.added + file.removed;
  if (after.entries.length > MOST_WRITTEN) {
    const text = renderSkeleton(rendered, LAST_STEP);
    // It is never written again, and thousands of files with as many nodes would fill the memory.
    return { file: { ...rendered, tree: [] }, changedLines, detail: LAST_STEP, text, whole: '' };
  }
  const whole = renderSkeleton(rendered, 0);
  const draft: Draft = { file: rendered, changedLines, detail: 0, text: whole, whole };
  for (const detail of STEPS) {
    if (draft.text.length <= perFile) break;
    render(draft, detail);
  }
  return draft;
}

/** The same declaration reads otherwise by a grammar and by its lines. */
function isComparable(after: MadeOutline, before: Outline | undefined): before is MadeOutline {
  return before?.kind === 'outline' && (before.parse === 'lexical') === (after.parse === 'lexical');
}

/** Files with the fewest changed lines give way first, and all files one step before any file the next. */
function shrinkTogether(drafts: readonly Draft[], perPullRequest: number): void {
  let total = sumOf(drafts, ({ text }) => text.length);
  const ascending = drafts
    .map((draft, index) => ({ draft, index }))
    .sort((a, b) => a.draft.changedLines - b.draft.changedLines || b.index - a.index);
  for (const detail of STEPS) {
    for (const { draft } of ascending) {
      if (total <= perPullRequest) return;
      if (draft.detail >= detail) continue;
      total -= draft.text.length;
      render(draft, detail);
      total += draft.text.length;
    }
  }
}

/** Those of the most changed files, as far as the diff's own size goes; in their order. */
function affordable(drafts: readonly Draft[], most: number): Draft[] {
  let left = most;
  const kept = new Set(
    [...drafts]
      .sort((a, b) => b.changedLines - a.changedLines)
      .filter(({ text }) => {
        if (text.length > left) return false;
        left -= text.length;
        return true;
      }),
  );
  return drafts.filter((draft) => kept.has(draft));
}

function render(draft: Draft, detail: Detail): void {
  draft.detail = detail;
  draft.text = renderSkeleton(draft.file, detail);
}

function skeletonOf({ file, text, whole }: Draft): Skeleton {
  return { path: file.path, language: file.outline.language, text, clipped: text !== whole };
}
