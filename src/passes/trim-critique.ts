import type { ChunkBudget } from '../budget/within-chunk';
import { grouped } from '../grouped';
import { type ChunkFile, chunkFile } from '../steps/chunks/chunk';
import { hunkSpan } from '../steps/diff/hunk-span';
import { overlaps } from '../steps/diff/line-span';
import type { Candidate } from '../steps/prompt/candidate';
import { type ChunkPrompt, composePrompt, critiqueRequest } from '../steps/prompt/compose';
import { SEVERITY_ORDER } from '../steps/triage/severity-order';
import type { RunState } from './run-state';
import type { Swept } from './swept';

/**
 * The question about as many candidates as can be paid, the gravest first, each with no more of the diff than the hunks it
 * stands on; null when not even one can.
 */
export function trimCritique(
  run: RunState,
  budget: ChunkBudget,
  swept: Swept,
  candidates: readonly Candidate[],
): Swept | null {
  const shown = new Set(filesAbout(swept, candidates).map(({ file }) => file.path));
  const gravestFirst = candidates.filter(({ path }) => shown.has(path)).sort((a, b) => rank(a) - rank(b));
  let fitting: Swept | null = null;
  let left = MIN_WORK + MOST_LOOKS * candidates.length;
  const add = (more: readonly Candidate[]): void => {
    const chosen: readonly Candidate[] = [...(fitting?.candidates ?? []), ...more];
    left -= LOOK + chosen.length;
    if (left < 0 || more.length === 0) return;
    const trimmed = about(run, swept, chosen);
    const isFitting =
      trimmed !== null &&
      budget.affordsCritique(critiqueRequest(trimmed.prompt, chosen, run.settings, trimmed.options));
    if (isFitting) {
      fitting = trimmed;
    } else if (more.length > 1) {
      const half = Math.ceil(more.length / 2);
      add(more.slice(0, half));
      add(more.slice(half));
    }
  };
  add(gravestFirst);
  return fitting;
}

/** An answer may hold twenty thousand candidates: so often each is looked at in the mean, and of a hundred as often as it takes. */
const MOST_LOOKS = 4;
const MIN_WORK = 120_000;
/** What a question costs that asks about nothing yet, in candidates. */
const LOOK = 500;

function rank({ severity }: Candidate): number {
  return SEVERITY_ORDER.indexOf(severity);
}

/** Nothing of it is read from what the sweep has written, nor by anybody else. */
function about(run: RunState, { prompt, options, ...swept }: Swept, candidates: readonly Candidate[]): Swept | null {
  const files = filesAbout({ prompt }, candidates);
  const paths = new Set(files.map(({ file }) => file.path));
  if (!candidates.every(({ path }) => paths.has(path))) return null;
  const smaller: ChunkPrompt = composePrompt({ number: prompt.chunk.number, files }, prompt.material);
  const kept = { contentTtl: 'none' as const, keepsSystem: run.parts > 1, keepsShared: run.parts > 1 };
  return { ...swept, prompt: { ...smaller, raised: [] }, options: { ...options, ...kept }, candidates };
}

function filesAbout({ prompt }: Pick<Swept, 'prompt'>, candidates: readonly Candidate[]): ChunkFile[] {
  const byPath = grouped(candidates, ({ path }) => path);
  return prompt.chunk.files.flatMap((shown) => onlyAround(shown, byPath.get(shown.file.path) ?? []));
}

function onlyAround(shown: ChunkFile, own: readonly Candidate[]): ChunkFile[] {
  const hunks = shown.hunks.filter((hunk) => own.some(({ range }) => overlaps(range, hunkSpan(hunk, range.side))));
  return hunks.length === 0 ? [] : [{ ...chunkFile(shown.file, hunks), from: shown.from, to: shown.to }];
}
