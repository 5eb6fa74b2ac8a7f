import { SecondPassError } from '../errors';
import type { Meter, Model, ModelAnswer, ModelRequest } from '../ports/model';
import { affordableOutput, type Prices, perhapsCharged, worstCost } from '../steps/pricing/pricing';
import type { CallRecord } from '../steps/record/record';
import type { Settings } from '../steps/settings/settings';
import { type Book, createBook } from './call-log';
import { createMoney, type Money, ROUNDING } from './money';

/**
 * What the run may still spend, and what it has spent. Each call is reserved at its worst before it is made, so that the cap
 * holds whatever runs side by side; when only reservations stand in the way, a call waits for them.
 */
export interface Purse {
  readonly calls: readonly CallRecord[];
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
const MIN_OUTPUT_TOKENS = 4000;
const COUNTED_MARGIN = 1.02;

/** `alreadySpent` is what earlier runs spent on this pull request, in USD; null caps are none. `calls` is written into. */
export function createPurse(settings: Spending, alreadySpent: number, calls: CallRecord[] = []): Purse {
  const money = createMoney(capOf(settings, alreadySpent));
  const book = createBook(settings, money, calls);
  return {
    calls: book.calls,
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
      const shortest = { ...critique, maxOutputTokens: MIN_OUTPUT_TOKENS };
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
  if (output < MIN_OUTPUT_TOKENS)
    throw overBudget(request.label, worstCost(request, settings, tokens) + keep, money.left());
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

/** Requests are reserved in order, with what their critiques may cost, until the cap is reached. */
async function payTogether(
  settings: Spending,
  money: Money,
  book: Book,
  requests: readonly ModelRequest[],
  ask: AskTogether,
): Promise<readonly (ModelAnswer | null)[]> {
  const asked = affordableTogether(settings, money, book, requests);
  const reserved = asked.reduce((sum, request) => sum + pairCost(settings, book, request), 0);
  money.reserve(reserved);
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

/** All requests, with answers of the usual or of half the length, whichever fits; else as many as fit. */
function affordableTogether(settings: Spending, money: Money, book: Book, requests: readonly ModelRequest[]) {
  const halved = requests.map((request) => ({ ...request, maxOutputTokens: request.maxOutputTokens / 2 }));
  const fitting = [requests, halved].map((list) => {
    let left = money.left();
    const firstTooMuch = list.findIndex((request) => {
      left -= pairCost(settings, book, request);
      return left < 0;
    });
    return firstTooMuch < 0 ? list : list.slice(0, firstTooMuch);
  });
  return fitting.find(({ length }) => length === requests.length) ?? fitting[1] ?? [];
}

/** A sweep at the batch price and the shortest critique at the usual one. */
function pairCost(settings: Spending, book: Book, request: ModelRequest): number {
  const tokens = book.mostTokens(request);
  const critique = worstCost({ ...request, maxOutputTokens: MIN_OUTPUT_TOKENS }, settings, tokens);
  return worstCost(request, settings, tokens) / 2 + critique;
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
