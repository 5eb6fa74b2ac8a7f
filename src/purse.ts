import { SecondPassError } from './errors';
import type { ModelAnswer, ModelRequest } from './ports/model';
import { type CallCost, costOf, estimateTokens, type ModelFacts, modelFacts } from './steps/prompt/models';
import type { CallRecord } from './steps/record/record';
import type { Settings } from './steps/settings/settings';

/** What the run may still spend, and what it has spent: each call is reserved at its worst before it is made. */
export interface Purse {
  readonly calls: readonly CallRecord[];
  /** Makes the call unless it could pass the cap; then throws a failure of kind `budget`. */
  pay(request: ModelRequest, call: () => Promise<ModelAnswer>): Promise<ModelAnswer>;
}

type Spending = Pick<Settings, 'budgetUsd' | 'budgetUsdPerPullRequest' | 'inputPrice' | 'outputPrice' | 'inferenceGeo'>;

/** `alreadySpent` is what earlier runs spent on this pull request, in USD; null caps are none. */
export function createPurse(settings: Spending, alreadySpent: number): Purse {
  const calls: CallRecord[] = [];
  const perPullRequest = settings.budgetUsdPerPullRequest;
  const caps = [settings.budgetUsd, perPullRequest === null ? null : perPullRequest - alreadySpent];
  const cap = Math.min(...caps.map((one) => one ?? Number.POSITIVE_INFINITY));
  let spent = 0;
  let reserved = 0;

  async function pay(request: ModelRequest, call: () => Promise<ModelAnswer>): Promise<ModelAnswer> {
    const facts = modelFacts(request.model, settings);
    const worst = worstCost(request, facts, settings);
    if (spent + reserved + worst > cap) throw overBudget(request.label, spent + reserved, worst, cap);
    reserved += worst;
    try {
      const answer = await call();
      const cost = costOf(answer.usage, facts, { batch: answer.batch, usOnly: settings.inferenceGeo === 'us' });
      spent += cost?.usd ?? 0;
      calls.push(callRecord(request, answer, cost));
      return answer;
    } finally {
      reserved -= worst;
    }
  }

  return { calls, pay };
}

/** Everything written to the cache and every output token used; 2 bytes a token is the ceiling for code. */
function worstCost(request: ModelRequest, facts: ModelFacts, settings: Spending): number {
  const bytes = [...request.system, ...request.user].reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  const tokens = Math.ceil(estimateTokens(bytes) * 1.25);
  const usage = { input: 0, cacheRead: 0, cacheWrite5m: tokens, cacheWrite1h: 0, output: request.maxOutputTokens };
  return costOf(usage, facts, { batch: false, usOnly: settings.inferenceGeo === 'us' })?.usd ?? 0;
}

function callRecord(request: ModelRequest, answer: ModelAnswer, cost: CallCost | null): CallRecord {
  const { usage } = answer;
  return {
    label: request.label,
    model: answer.model,
    requestId: answer.requestId,
    stop: answer.stop,
    input: usage.input,
    cacheRead: usage.cacheRead,
    cacheWrite: usage.cacheWrite5m + usage.cacheWrite1h,
    output: usage.output,
    costUsd: cost?.usd ?? null,
    uncachedUsd: cost?.uncachedUsd ?? null,
    milliseconds: Math.round(answer.milliseconds),
  };
}

function overBudget(label: string, spent: number, worst: number, cap: number): SecondPassError {
  const usd = (value: number) => `$${value.toFixed(2)}`;
  return new SecondPassError({
    kind: 'budget',
    code: 'budget',
    message: `${label} was not asked: it may cost ${usd(worst)}, and ${usd(Math.max(0, cap - spent))} of the budget is left.`,
    advice: 'Raise `budgetUsd` or `budgetUsdPerPullRequest`, exclude files, or choose a cheaper model.',
  });
}
