import { SecondPassError } from './errors';
import type { BrokenOff, Meter, Model, ModelAnswer, ModelRequest } from './ports/model';
import {
  affordableOutput,
  chargedFor,
  mostTokens,
  type Prices,
  perhapsCharged,
  worstCost,
} from './steps/prompt/pricing';
import { requestBytes } from './steps/prompt/request-size';
import type { CallRecord } from './steps/record/record';
import type { Settings } from './steps/settings/settings';

/**
 * What the run may still spend, and what it has spent. Each call is reserved at its worst before it is made, so that the cap
 * holds whatever runs side by side; when only reservations stand in the way, a call waits for them.
 */
export interface Purse {
  readonly calls: readonly CallRecord[];
  /** USD of this run so far, as far as prices are known: what the pull request's ledger grows by. */
  readonly spentUsd: number;
  /** For one chunk: keeps back what its critique may cost, so that no sweep is paid for in vain. */
  allowance(critique: ModelRequest): Allowance;
  /** As many as the cap allows, in order, at the batch price; `null` for the others and where the batch gave no answer. */
  askTogether(requests: readonly ModelRequest[], ask: AskTogether): Promise<readonly (ModelAnswer | null)[]>;
}

export interface Allowance {
  /** Asks unless that could pass the cap. @throws SecondPassError of kind `budget`, or whatever the model throws */
  ask(model: Model, request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer>;
  /** Gives back what was kept; may be called twice. */
  close(): void;
}

type AskTogether = (requests: readonly ModelRequest[]) => Promise<readonly (ModelAnswer | null)[]>;
type Spending = Prices & Pick<Settings, 'budgetUsd' | 'budgetUsdPerPullRequest'>;

/** Fewer output tokens than this are not worth asking for: a call is shortened to what is left, but not below. */
const LEAST_OUTPUT = 4000;
const COUNTED_MARGIN = 1.02;
/** Sums of floating-point numbers may miss a cap by this much. */
const ROUNDING = 1e-9;

/** `alreadySpent` is what earlier runs spent on this pull request, in USD; null caps are none. */
export function createPurse(settings: Spending, alreadySpent: number): Purse {
  const money = createMoney(capOf(settings, alreadySpent));
  const book = createBook(settings, money);
  return {
    calls: book.calls,
    get spentUsd() {
      return money.spent();
    },
    allowance: (critique) => openAllowance(settings, money, book, critique),
    askTogether: (requests, ask) => payTogether(settings, money, book, requests, ask),
  };
}

function capOf({ budgetUsd, budgetUsdPerPullRequest }: Spending, alreadySpent: number): number {
  const perPullRequest = budgetUsdPerPullRequest === null ? null : budgetUsdPerPullRequest - alreadySpent;
  return Math.min(budgetUsd ?? Number.POSITIVE_INFINITY, perPullRequest ?? Number.POSITIVE_INFINITY);
}

function openAllowance(settings: Spending, money: Money, book: Book, critique: ModelRequest): Allowance {
  let kept = 0;
  let isFirst = true;
  const close = () => {
    money.release(kept);
    kept = 0;
  };
  return {
    close,
    async ask(model, request, signal) {
      close();
      const shortest = { ...critique, maxOutputTokens: LEAST_OUTPUT };
      const keep = isFirst ? worstCost(shortest, settings, book.mostTokens(shortest)) : 0;
      const reserved = await reserve({ settings, money, book, model, signal }, request, keep);
      kept = keep;
      isFirst = false;
      try {
        return book.enter(request, await model.ask(reserved.request, signal, meterOf(settings, money, book, reserved)));
      } finally {
        money.release(reserved.usd);
      }
    },
  };
}

interface Reserved {
  request: ModelRequest;
  usd: number;
}

interface Paying {
  settings: Spending;
  money: Money;
  book: Book;
  model: Model;
  signal: AbortSignal;
}

/**
 * Reserves the request at its worst, and `keep` besides. When that is too much, first the tokens are counted exactly, then
 * calls under way are waited for, then the answer is shortened to what is left.
 */
async function reserve(paying: Paying, request: ModelRequest, keep: number): Promise<Reserved> {
  const { settings, money, book, signal } = paying;
  const reserved = (tokens: number, maxOutputTokens: number): Reserved => {
    const shortened = { ...request, maxOutputTokens };
    const usd = worstCost(shortened, settings, tokens);
    money.reserve(usd + keep);
    return { request: shortened, usd };
  };
  const affordable = (tokens: number) => affordableOutput(request, settings, tokens, money.left() - keep);
  const estimate = book.mostTokens(request);
  if (signal.aborted) throw signal.reason;
  if (affordable(estimate) >= request.maxOutputTokens) return reserved(estimate, request.maxOutputTokens);
  const tokens = await countedTokens(paying, request, estimate);
  while (affordable(tokens) < request.maxOutputTokens && money.isReserved()) {
    if (signal.aborted) throw signal.reason;
    await money.change(signal);
  }
  if (signal.aborted) throw signal.reason;
  const output = affordable(tokens);
  if (output < LEAST_OUTPUT) throw overBudget(request.label, worstCost(request, settings, tokens) + keep, money.left());
  return reserved(tokens, Math.min(output, request.maxOutputTokens));
}

/** Near a limit the provider counts exactly, free of charge; where it cannot, the estimate stands. */
async function countedTokens({ model, signal }: Paying, request: ModelRequest, estimate: number): Promise<number> {
  try {
    return Math.ceil((await model.count(request, signal)) * COUNTED_MARGIN);
  } catch {
    return estimate;
  }
}

/** Every try is paid for: there is another one only while the cap bears what the broken ones cost. */
function meterOf(settings: Spending, money: Money, book: Book, { request, usd }: Reserved): Meter {
  return {
    begin() {
      if (money.left() < -ROUNDING) throw overBudget(request.label, usd, money.left() + usd);
    },
    brokenOff(told) {
      book.enterBroken(request, told);
      money.doubt(perhapsCharged(told.usage, told.receivedBytes, request.model, settings));
    },
  };
}

/** Each request is reserved with what its critique may cost, one by one, until the cap is reached. */
async function payTogether(
  settings: Spending,
  money: Money,
  book: Book,
  requests: readonly ModelRequest[],
  ask: AskTogether,
): Promise<readonly (ModelAnswer | null)[]> {
  const asked: ModelRequest[] = [];
  let reserved = 0;
  for (const request of requests) {
    const tokens = book.mostTokens(request);
    const shortest = { ...request, maxOutputTokens: LEAST_OUTPUT };
    const usd = worstCost(request, settings, tokens) / 2 + worstCost(shortest, settings, tokens);
    if (usd > money.left()) break;
    money.reserve(usd);
    reserved += usd;
    asked.push(request);
  }
  try {
    const answers = asked.length === 0 ? [] : await ask(asked);
    for (const [index, request] of asked.entries()) {
      const answer = answers[index];
      if (answer) book.enter({ ...request, label: `${request.label} (batch)` }, answer);
    }
    return requests.map((_, index) => answers[index] ?? null);
  } finally {
    money.release(reserved);
  }
}

interface Money {
  spent(): number;
  left(): number;
  spend(usd: number): void;
  /** Charged perhaps, without being told: counts against the cap, not as cost. */
  doubt(usd: number): void;
  reserve(usd: number): void;
  release(usd: number): void;
  isReserved(): boolean;
  /** Resolves when something is released, or the run ends. */
  change(signal: AbortSignal): Promise<void>;
}

function createMoney(cap: number): Money {
  let spent = 0;
  let doubtful = 0;
  let reserved = 0;
  const waiting = new Set<() => void>();
  return {
    spent: () => spent,
    left: () => cap - spent - doubtful - reserved,
    spend: (usd) => {
      spent += usd;
    },
    doubt: (usd) => {
      doubtful += usd;
    },
    reserve: (usd) => {
      reserved += usd;
    },
    release(usd) {
      reserved -= usd;
      for (const wake of waiting) wake();
    },
    isReserved: () => reserved > ROUNDING,
    change: (signal) =>
      new Promise((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener('abort', wake);
      }),
  };
}

interface Book {
  calls: readonly CallRecord[];
  /** Writes an answer down and learns from it how many bytes make a token. */
  enter(request: ModelRequest, answer: ModelAnswer): ModelAnswer;
  enterBroken(request: ModelRequest, told: BrokenOff): void;
  mostTokens(request: ModelRequest): number;
}

function createBook(settings: Spending, money: Money): Book {
  const calls: CallRecord[] = [];
  let bytesPerToken: number | null = null;
  function write(request: ModelRequest, call: BrokenOff & Pick<CallRecord, 'model' | 'stop'>, batch = false): void {
    const cost = chargedFor(call.usage, request.model, settings, batch);
    money.spend(cost?.usd ?? 0);
    calls.push({
      label: request.label,
      model: call.model,
      requestId: call.requestId,
      stop: call.stop,
      input: call.usage.input,
      cacheRead: call.usage.cacheRead,
      cacheWrite: call.usage.cacheWrite5m + call.usage.cacheWrite1h,
      output: call.usage.output,
      costUsd: cost?.usd ?? null,
      uncachedUsd: cost?.uncachedUsd ?? null,
      milliseconds: Math.round(call.milliseconds),
    });
  }
  return {
    calls,
    enter(request, answer) {
      const { input, cacheRead, cacheWrite5m, cacheWrite1h } = answer.usage;
      const tokens = input + cacheRead + cacheWrite5m + cacheWrite1h;
      const measured = tokens > 0 ? requestBytes(request) / tokens : null;
      if (measured !== null) bytesPerToken = Math.min(bytesPerToken ?? measured, measured);
      write(request, { ...answer, receivedBytes: 0 }, answer.batch);
      return answer;
    },
    enterBroken: (request, told) => write(request, { ...told, model: request.model, stop: 'brokenOff' }),
    mostTokens: (request) => mostTokens(request, settings, bytesPerToken),
  };
}

function overBudget(label: string, usd: number, left: number): SecondPassError {
  const shown = (value: number) => `$${Math.max(0, value).toFixed(2)}`;
  return new SecondPassError({
    kind: 'budget',
    code: 'budget',
    message: `${label} was not asked: it may cost ${shown(usd)}, and ${shown(left)} of the budget is left.`,
    advice: 'Raise `budgetUsd` or `budgetUsdPerPullRequest`, exclude files, or choose a cheaper model.',
  });
}
