import { isSecondPassError, SecondPassError } from './errors';
import type { ModelRequest } from './ports/model';
import type { Purse } from './purse';
import { type Pass, type ReviewAnswer, readAnswer, salvageAnswer } from './steps/findings/read-answer';
import type { ChunkAnswers } from './steps/findings/settle';
import { type ChunkPrompt, critiqueRequest, sweepRequest } from './steps/prompt/compose';
import type { Settings } from './steps/settings/settings';
import type { World } from './world';

/** What became of one chunk: answers, or the reason why it was not reviewed, or both when only the critique failed. */
export interface ChunkOutcome {
  prompt: ChunkPrompt;
  answers?: ChunkAnswers;
  summary: string;
  failure?: SecondPassError;
  /** True when the sweep was answered. */
  sent: boolean;
}

type PassesWorld = Pick<World, 'model' | 'log' | 'signal'>;

const CONCURRENCY = 4;
const OUTPUT_TOKENS = 16_000;

/** Both passes over all chunks. The first chunk goes alone, so that the others read the instructions from the cache. */
export async function askTwice(
  settings: Settings,
  world: PassesWorld,
  prompts: readonly ChunkPrompt[],
  purse: Purse,
): Promise<ChunkOutcome[]> {
  const [first, ...rest] = prompts;
  if (first === undefined) return [];
  const outcomes = [await reviewChunk(settings, world, first, purse)];
  const waiting = rest.entries();
  async function worker(): Promise<void> {
    for (const [index, prompt] of waiting) outcomes[index + 1] = await reviewChunk(settings, world, prompt, purse);
  }
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, rest.length) }, worker));
  return outcomes;
}

/** The critique follows its own sweep at once, while the chunk is still in the cache. */
async function reviewChunk(
  settings: Settings,
  world: PassesWorld,
  prompt: ChunkPrompt,
  purse: Purse,
): Promise<ChunkOutcome> {
  const options = { contentTtl: '5m' as const, maxOutputTokens: OUTPUT_TOKENS };
  try {
    const sweep = await askPass(world, purse, 'sweep', sweepRequest(prompt, settings, options));
    const candidates = sweep.candidates.map((candidate, index) => ({ ...candidate, id: `c${index + 1}` }));
    const found = { chunk: prompt.chunk.number, candidates, verdicts: [], alerts: prompt.alerts, alertVerdicts: [] };
    if (candidates.length === 0 && prompt.alerts.length === 0)
      return { prompt, answers: found, summary: sweep.summary, sent: true };
    try {
      const critique = await askPass(world, purse, 'critique', critiqueRequest(prompt, candidates, settings, options));
      const answers = { ...found, verdicts: critique.verdicts, alertVerdicts: critique.alerts };
      return { prompt, answers, summary: critique.summary || sweep.summary, sent: true };
    } catch (error) {
      const failure = known(error);
      return {
        prompt,
        answers: { ...found, critiqueFailed: failure.message },
        summary: sweep.summary,
        failure,
        sent: true,
      };
    }
  } catch (error) {
    return { prompt, summary: '', failure: known(error), sent: false };
  }
}

function known(error: unknown): SecondPassError {
  if (isSecondPassError(error) && error.kind !== 'cancelled' && error.kind !== 'deadline') return error;
  throw error;
}

async function askPass(world: PassesWorld, purse: Purse, pass: Pass, request: ModelRequest): Promise<ReviewAnswer> {
  const answer = await purse.pay(request, () => world.model.ask(request, world.signal));
  world.log.info(
    `${request.label}: ${answer.usage.cacheRead} tokens read from the cache, ${answer.usage.output} written, ${answer.stop}.`,
  );
  if (answer.stop === 'refusal') throw refused(request.label, answer.refusalCategory);
  if (answer.stop === 'length' && pass === 'sweep') {
    const candidates = salvageAnswer(answer.text).candidates;
    if (candidates.length > 0) return { summary: '', candidates, verdicts: [], alerts: [] };
  }
  const read = readAnswer(answer.text, pass);
  if (read.ok) return read.answer;
  throw new SecondPassError({
    kind: 'output',
    code: 'unusable-answer',
    message: `${request.label}: the answer cannot be used: ${read.problem}.`,
  });
}

function refused(label: string, category = 'no category'): SecondPassError {
  return new SecondPassError({
    kind: 'provider',
    code: 'refused',
    message: `${label}: the model refused to answer (${category}).`,
    advice: 'Set `fallbackModel`, or exclude the file that causes it.',
  });
}
