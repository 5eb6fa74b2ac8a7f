import type { Anchor } from '../../../src/steps/anchors/anchor';
import { anchorCandidate } from '../../../src/steps/anchors/anchor-candidate';
import { indexDiff } from '../../../src/steps/anchors/diff-index';
import type { ChangedFile } from '../../../src/steps/diff/changed-file';
import { kinds, type NoisyCandidate, type Random, sampleLines, squeezed } from './noise';

/** How often candidates of one kind ended where. */
export interface Tally {
  samples: number;
  right: number;
  wrong: number;
  file: number;
  /** Line anchors whose lines do not hold the quote, or are no lines of one hunk: never allowed. */
  broken: number;
}

export type Report = Record<string, Tally>;

export function emptyReport(): Report {
  const none = (): Tally => ({ samples: 0, right: 0, wrong: 0, file: 0, broken: 0 });
  return Object.fromEntries(Object.keys(kinds).map((kind) => [kind, none()]));
}

/** Speaks once of every kind about each file of a change, errs, and counts what becomes of it. */
export function reviewNoisily(
  files: readonly ChangedFile[],
  elsewhere: readonly string[],
  random: Random,
  report: Report,
): void {
  const index = indexDiff(files);
  for (const file of files) {
    for (const [kind, { noise, length = 1, telling = true, side = 'new', context }] of Object.entries(kinds)) {
      const lines = sampleLines(file, { side, length, telling, changed: !context }, random);
      const candidate = lines && noise({ file, ...lines, elsewhere }, random);
      if (candidate) count(report[kind]!, candidate, anchorCandidate(candidate, index), file);
    }
  }
}

function count(tally: Tally, candidate: NoisyCandidate, anchor: Anchor, file: ChangedFile): void {
  tally.samples += 1;
  if (anchor.kind !== 'lines') {
    tally.file += 1;
    return;
  }
  if (!isSound(anchor, candidate, file)) tally.broken += 1;
  const { truth } = candidate;
  const { side, startLine, endLine } = anchor.range;
  // A quote of which only some lines are found still stands where it should.
  const right = truth && truth.side === side && truth.startLine <= startLine && truth.endLine >= endLine;
  if (right) tally.right += 1;
  else tally.wrong += 1;
}

/** Judged from the hunks alone, by none of the code that placed it. */
function isSound(anchor: Anchor & { kind: 'lines' }, candidate: NoisyCandidate, file: ChangedFile): boolean {
  const { side, startLine, endLine } = anchor.range;
  const within = (line: number | null) => line !== null && line >= startLine && line <= endLine;
  const texts = file.hunks
    .map(({ lines }) => lines.filter(({ newLine, oldLine }) => within(side === 'new' ? newLine : oldLine)))
    .find((lines) => lines.length === endLine - startLine + 1)
    ?.map(({ text }) => text.replace(/\r$/, ''));
  if (!texts || anchor.path !== file.path || anchor.text !== texts.join('\n')) return false;
  return (
    anchor.endLineLength === texts.at(-1)?.length &&
    candidate.held.some((held) => squeezed(texts.join('')).includes(held))
  );
}

export function total(report: Report, isCounted: (kind: string) => boolean): Tally {
  const sum = { samples: 0, right: 0, wrong: 0, file: 0, broken: 0 };
  for (const [kind, tally] of Object.entries(report)) {
    if (!isCounted(kind)) continue;
    for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += tally[key];
  }
  return sum;
}

/** Kinds whose code stands nowhere in the file's diff. */
export function isNowhere(kind: string): boolean {
  return kind === 'code invented' || kind === 'code of another file';
}
