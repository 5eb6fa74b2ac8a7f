import { firstNamed } from '../../first-named';
import { sumOf } from '../../sum-of';
import { type ChunkFile, chunkFile, isPart, partName } from '../chunks/chunk';
import { copiesOf } from '../chunks/copy-places';
import { type ChunkOutcome, isLost } from '../findings/chunk-outcome';
import type { FileFate } from '../scope/file-fate';
import type { Gap } from '../scope/gap';
import type { Scope, SkippedFile } from '../scope/scope';
import { SECRET_NAME } from '../scope/scope-by-path';

const MAX_NAMED = 5;

/** What of a pull request was read. */
export interface Coverage {
  /** Every changed file with what became of it: reviewed, clipped, skipped or not reviewed, the last three with a reason. */
  files: readonly FileFate[];
  lines: LinesRead;
  /** What should have been read and could not be, whatever the model did: it takes the green away. */
  gaps: readonly Gap[];
}

/** Added and removed lines, without those of files that a rule or a listed kind leaves out. */
export interface LinesRead {
  read: number;
  all: number;
}

/**
 * Decides for every changed file whether it was read, not reviewed, or left out by a rule. Only the customer's own rules and
 * a few listed kinds leave a file out; all else that was not read makes a review a partial one.
 */
export function coverageOf(scope: Scope, chunks: readonly ChunkOutcome[]): Coverage {
  const parts = partsByPath(chunks);
  const inScope = scope.files.map(({ path, added, removed }): FileFate => {
    return { path, added, removed, ...fateOf(parts.get(path) ?? [], added + removed) };
  });
  const files = [...inScope, ...scope.skipped.map(leftOut)].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, lines: linesRead(files), gaps: [...missedGap(scope.skipped), ...cutGap(parts)] };
}

export function linesRead(files: readonly FileFate[]): LinesRead {
  const counted = files.filter(({ state }) => state !== 'skipped');
  return {
    read: sumOf(counted, readOf),
    all: counted.reduce((sum, { added, removed }) => sum + added + removed, 0),
  };
}

function readOf({ state, added, removed, linesRead: read }: FileFate): number {
  return read ?? (state === 'notReviewed' ? 0 : added + removed);
}

function leftOut({ path, reason, rule, added = 0, removed = 0, missed }: SkippedFile): FileFate {
  return {
    path,
    added,
    removed,
    state: missed ? 'notReviewed' : 'skipped',
    reason,
    ...(rule === undefined ? {} : { rule }),
  };
}

/** One part of a file, in the chunk that showed it. */
interface Part {
  chunk: ChunkOutcome;
  shown: ChunkFile;
}

function partsByPath(chunks: readonly ChunkOutcome[]): Map<string, Part[]> {
  const parts = new Map<string, Part[]>();
  for (const chunk of chunks.filter(({ replaced }) => !replaced)) {
    for (const shown of chunk.prompt.chunk.files) {
      for (const [path, part] of [[shown.file.path, { chunk, shown }] as const, ...copiedParts(chunk, shown)]) {
        const known = parts.get(path);
        if (known) known.push(part);
        else parts.set(path, [part]);
      }
    }
  }
  return parts;
}

/** Lines of other files that stand in this one are read with it. */
function copiedParts(chunk: ChunkOutcome, { file, hunks }: ChunkFile): [string, Part][] {
  if (file.copies === undefined) return [];
  return hunks.flatMap((hunk) => {
    const shown = chunkFile(file, [hunk]);
    return copiesOf(hunk, file.copies).map(({ path }): [string, Part] => [path, { chunk, shown }]);
  });
}

/** A large file lies in several chunks: it is reviewed when all of them are. */
function fateOf(parts: readonly Part[], all: number): Pick<FileFate, 'state' | 'reason' | 'linesRead'> {
  if (parts.length === 0) return { state: 'notReviewed', reason: 'the review ended before it' };
  const lost = parts.flatMap((part) => lossOf(part) ?? []);
  const read = sumOf(parts, (part) => (lossOf(part) === undefined ? shownLines(part) : 0));
  const partly = read < all ? { linesRead: read } : {};
  if (lost.length > 0) return { state: 'notReviewed', reason: lost.join(' '), ...partly };
  const clipped = parts.flatMap(({ shown }) => shown.clipped ?? []);
  return clipped.length > 0 ? { state: 'clipped', reason: clipped.join('; '), ...partly } : { state: 'reviewed' };
}

function lossOf({ chunk, shown }: Part): string | undefined {
  const failure = isLost(chunk, shown.file.path) ? chunk.failure : undefined;
  const reason = (failure && whyLost(failure)) ?? (chunk.sent ? undefined : 'nothing was sent');
  return reason !== undefined && isPart(shown) ? `${partName(shown)}: ${reason}` : reason;
}

/** One reason for all parts that the money did not reach, so that their files stand together. */
function whyLost({ kind, message }: NonNullable<ChunkOutcome['failure']>): string {
  return kind === 'budget' ? 'the budget did not reach it' : message;
}

function shownLines({ shown: { hunks, cutLines = 0 } }: Part): number {
  const changed = hunks.flatMap(({ lines }) => lines).filter(({ kind }) => kind !== 'context');
  return changed.length - cutLines;
}

function missedGap(skipped: readonly SkippedFile[]): Gap[] {
  const missed = skipped.filter((file) => file.missed);
  if (missed.length === 0) return [];
  const files = missed.length === 1 ? '1 changed file was' : `${missed.length} changed files were`;
  const named = missed.map(
    ({ path, reason, rule }) => `${path} (${rule === undefined ? reason : `${reason}: ${rule}`})`,
  );
  return [
    {
      code: 'files-not-reviewed',
      message: `${files} not reviewed: ${firstNamed(named, MAX_NAMED)}.`,
      advice: adviceOn(missed.map(({ reason }) => reason)),
    },
  ];
}

/** What helps with these reasons, and with no others. */
function adviceOn(reasons: readonly string[]): string {
  if (reasons.every((reason) => reason === SECRET_NAME))
    return 'Take out what holds secrets. Of what holds none, a line !path in exclude has it reviewed, and a line path leaves it out.';
  const claims = reasons.some((reason) => reason.startsWith('claims to be'));
  const back = claims ? '; a line !path in exclude brings back one that claims to be generated' : '';
  return `A file that needs no review can be named in exclude, or by linguist-generated in .gitattributes of the target branch${back}.`;
}

function cutGap(parts: ReadonlyMap<string, readonly Part[]>): Gap[] {
  const cut = [...parts].flatMap(([path, all]) => {
    const lines = sumOf(all, ({ shown: { cutLines = 0 } }) => cutLines);
    return lines === 0 ? [] : [`${path} (${lines})`];
  });
  if (cut.length === 0) return [];
  return [
    {
      code: 'lines-cut',
      message: `Changed lines are too long to be read to their end: ${firstNamed(cut, MAX_NAMED)}.`,
      advice: 'Break them, or name the file in exclude if no person writes it.',
    },
  ];
}
