import type { ChunkBudget } from '../budget/within-chunk';
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
  const gravestFirst = [...candidates].sort((a, b) => rank(a) - rank(b));
  let fitting: Swept | null = null;
  for (const candidate of gravestFirst) {
    const chosen: readonly Candidate[] = [...(fitting?.candidates ?? []), candidate];
    const trimmed = about(run, swept, chosen);
    if (trimmed === null) continue;
    const request = critiqueRequest(trimmed.prompt, chosen, run.settings, trimmed.options);
    if (budget.affordsCritique(request)) fitting = trimmed;
  }
  return fitting;
}

function rank({ severity }: Candidate): number {
  return SEVERITY_ORDER.indexOf(severity);
}

/** Nothing of it is read from what the sweep has written, nor by anybody else. */
function about(run: RunState, { prompt, options, ...swept }: Swept, candidates: readonly Candidate[]): Swept | null {
  const files = prompt.chunk.files.flatMap((shown) => onlyAround(shown, candidates));
  const paths = new Set(files.map(({ file }) => file.path));
  if (!candidates.every(({ path }) => paths.has(path))) return null;
  const smaller: ChunkPrompt = composePrompt({ number: prompt.chunk.number, files }, prompt.material);
  const kept = { contentTtl: 'none' as const, keepsSystem: run.parts > 1, keepsShared: run.parts > 1 };
  return { ...swept, prompt: { ...smaller, raised: [] }, options: { ...options, ...kept }, candidates };
}

function onlyAround(shown: ChunkFile, candidates: readonly Candidate[]): ChunkFile[] {
  const own = candidates.filter(({ path }) => path === shown.file.path);
  const hunks = shown.hunks.filter((hunk) => own.some(({ range }) => overlaps(range, hunkSpan(hunk, range.side))));
  return hunks.length === 0 ? [] : [{ ...chunkFile(shown.file, hunks), from: shown.from, to: shown.to }];
}
