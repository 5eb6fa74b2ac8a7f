import type { ChunkBudget } from '../budget/within-chunk';
import { type ChunkPrompt, type RequestOptions, sweepRequest } from '../steps/prompt/compose';
import { FIVE_MINUTES } from '../steps/prompt/content-ttl';
import { askPass, type PassResult } from './ask-pass';
import type { RunState } from './run-state';
import type { Swept } from './swept';

export async function askSweep(
  run: RunState,
  budget: ChunkBudget,
  prompt: ChunkPrompt,
  options: RequestOptions,
): Promise<PassResult> {
  const { clock } = run.world;
  const began = clock.monotonic();
  const chunk = prompt.chunk.number;
  const request = sweepRequest(prompt, run.settings, options);
  const given = run.takeSwept(chunk);
  const result = await askPass(run, budget, { pass: 'sweep', chunk, request, given });
  if (!given) run.noteSweep(clock.monotonic() - began);
  return result;
}

/** An answer with the problems of earlier reviews behind its own, all numbered anew. */
export function sweptBy(
  prompt: ChunkPrompt,
  { answer, model, milliseconds }: Extract<PassResult, { answer: unknown }>,
  options: RequestOptions,
): Swept {
  const candidates = [...answer.candidates, ...prompt.raised].map((candidate, index) => ({
    ...candidate,
    id: `c${index + 1}`,
  }));
  return { prompt, candidates, summary: answer.summary, options: { ...stillKept(options, milliseconds), model } };
}

/** Nobody reads what a critique behind a slow sweep would write again. */
function stillKept(options: RequestOptions, milliseconds: number): RequestOptions {
  const isGone = options.contentTtl === '5m' && milliseconds > FIVE_MINUTES;
  return isGone ? { ...options, contentTtl: 'none' } : options;
}
