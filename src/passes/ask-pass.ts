import type { ChunkBudget } from '../budget/within-chunk';
import { isSecondPassError, SecondPassError } from '../errors';
import type { ModelAnswer, ModelRequest } from '../ports/model';
import { answerWithoutSecrets, wasShown } from '../steps/findings/answer-without-secrets';
import { type Pass, type ReviewAnswer, readAnswer, salvageAnswer } from '../steps/findings/read-answer';
import { chargedFor } from '../steps/pricing/pricing';
import { repairRequest } from '../steps/prompt/instructions/tasks';
import type { RunState } from './run-state';

/** What one pass over one chunk came to; `model` is the one that said it, `milliseconds` how long its last answer took. */
export type PassResult =
  | { kind: 'whole'; answer: ReviewAnswer; model: string; milliseconds: number }
  /** Cut off at the limit of its length; what was whole of it. */
  | { kind: 'cut'; answer: ReviewAnswer; model: string; milliseconds: number; failure: SecondPassError }
  | { kind: 'refused' | 'tooLarge'; model: string; failure: SecondPassError };

export interface Question {
  pass: Pass;
  chunk: number;
  request: ModelRequest;
  /** The answer, where a batch has given it already. */
  given?: ModelAnswer | undefined;
}

/**
 * One pass over one chunk. A refusal goes to the fallback model, an answer that cannot be used gets one turn of repair.
 * @throws SecondPassError of kind `provider`, `budget`, `output`, `deadline` or `cancelled`
 */
export async function askPass(run: RunState, budget: ChunkBudget, question: Question): Promise<PassResult> {
  const ask = async (request: ModelRequest): Promise<Asked> => askModel(run, budget, question, request);
  try {
    const { given, request } = question;
    const first = given ? { request, answer: given } : await ask(request);
    const { fallbackModel } = run.settings;
    const isRefused = first.answer.stop === 'refusal' && fallbackModel !== '' && first.request.model !== fallbackModel;
    const asked = isRefused ? await ask({ ...request, model: fallbackModel }) : first;
    const result = resultOf(asked, question.pass) ?? (await repaired(asked, question.pass, ask));
    return withoutSecrets(result, asked.request, run.world.hideInAnswer);
  } catch (error) {
    if (!isSecondPassError(error) || error.code !== 'request-too-large') throw error;
    return { kind: 'tooLarge', model: question.request.model, failure: error };
  }
}

function withoutSecrets(
  result: PassResult,
  { system, user }: ModelRequest,
  hide: RunState['world']['hideInAnswer'],
): PassResult {
  if (!hide || !('answer' in result)) return result;
  const mayBeSaid = wasShown([...system, ...user].map(({ text }) => text).join('\n'));
  return { ...result, answer: answerWithoutSecrets(result.answer, (text) => hide(text, mayBeSaid)) };
}

interface Asked {
  request: ModelRequest;
  answer: ModelAnswer;
}

/** A model that stays overloaded is left for the fallback, for the rest of the run. */
async function askModel(
  run: RunState,
  budget: ChunkBudget,
  question: Pick<Question, 'pass' | 'chunk'>,
  request: ModelRequest,
): Promise<Asked> {
  const { world, settings } = run;
  const { pass, chunk } = question;
  try {
    const answer = await budget.ask(run.askingFor(chunk), pass, request, world.signal);
    world.log.info(usageLine(request.label, answer, chargedFor(answer.usage, request.model, settings)));
    return { request, answer };
  } catch (error) {
    const isOverloaded = isSecondPassError(error) && error.code === 'overloaded';
    if (!isOverloaded || settings.fallbackModel === '' || request.model === settings.fallbackModel) throw error;
    world.log.info(`${request.label}: ${error.message} Asking ${settings.fallbackModel} from here on.`);
    run.askFallback();
    return askModel(run, budget, question, { ...request, model: settings.fallbackModel });
  }
}

/** Undefined when the answer is no review at all. */
function resultOf({ request, answer }: Asked, pass: Pass): PassResult | undefined {
  const { model, label } = request;
  const { milliseconds } = answer;
  if (answer.stop === 'refusal') return { kind: 'refused', model, failure: refused(label, answer.refusalCategory) };
  if (answer.stop === 'contextExceeded') return { kind: 'tooLarge', model, failure: tooLarge(label) };
  if (answer.stop === 'length' || answer.stop === 'tools') {
    const failure = answer.stop === 'tools' ? wantsTools(label) : cutOff(label);
    return { kind: 'cut', model, milliseconds, answer: salvageAnswer(answer.text), failure };
  }
  const read = readAnswer(answer.text, pass);
  return read.ok ? { kind: 'whole', model, milliseconds, answer: read.answer } : undefined;
}

/** The model sees its own answer and what is wrong with it, once; what both passes share is read from the cache. */
async function repaired(
  { request, answer }: Asked,
  pass: Pass,
  ask: (request: ModelRequest) => Promise<Asked>,
): Promise<PassResult> {
  const problem = problemOf(answer, pass);
  const said = answer.text.trim() === '' ? [] : [{ role: 'assistant' as const, text: answer.text }];
  const later = [...said, { role: 'user' as const, text: repairRequest(problem) }];
  const again = await ask({ ...request, label: `${request.label} repair`, later });
  const result = resultOf(again, pass);
  if (result) return result;
  throw new SecondPassError({
    kind: 'output',
    code: 'unusable-answer',
    message: `${request.label}: the answer cannot be used, nor could it be repaired: ${problemOf(again.answer, pass)}.`,
  });
}

function problemOf({ text }: ModelAnswer, pass: Pass): string {
  const read = readAnswer(text, pass);
  return read.ok ? '' : read.problem;
}

/** Told as soon as it is paid for: the log of a run that is killed says what was spent until then. */
function usageLine(label: string, { usage, stop, model }: ModelAnswer, charged: { usd: number } | null): string {
  const written = usage.cacheWrite5m + usage.cacheWrite1h;
  const prompt = usage.input + usage.cacheRead + written;
  return `${label}: ${prompt} tokens, ${usage.cacheRead} of them read from the cache and ${written} written to it; answer ${usage.output} tokens, ${stop}, ${model}${charged ? `, about $${charged.usd.toFixed(4)}` : ''}.`;
}

function refused(label: string, category = 'no category'): SecondPassError {
  return new SecondPassError({
    kind: 'provider',
    code: 'refused',
    message: `${label}: the model refused to answer (${category}).`,
    advice: 'Set `fallbackModel`, or exclude the file that causes it.',
  });
}

function tooLarge(label: string): SecondPassError {
  const message = `${label}: the request is too large for the model.`;
  return new SecondPassError({ kind: 'provider', code: 'request-too-large', message });
}

function wantsTools(label: string): SecondPassError {
  const message = `${label}: the model stopped to call a tool, and none was offered to it.`;
  return new SecondPassError({ kind: 'output', code: 'unusable-answer', message });
}

function cutOff(label: string): SecondPassError {
  return new SecondPassError({
    kind: 'output',
    code: 'answer-cut-off',
    message: `${label}: the answer was cut off at its greatest length.`,
    advice: 'Exclude files, or lower `effort`: what a model thinks counts towards the length.',
  });
}
