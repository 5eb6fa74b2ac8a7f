import type { Meter, Model, ModelAnswer, ModelRequest } from '../ports/model';
import { affordableOutput, perhapsCharged, worstCost } from '../steps/pricing/pricing';
import { type Account, MIN_OUTPUT_TOKENS, overBudget } from './account';
import { ROUNDING } from './cap';

const COUNTED_MARGIN = 1.02;

export interface ChunkBudget {
  /** Asks unless that could pass the cap. @throws SecondPassError of kind `budget`, or whatever the model throws */
  ask(model: Model, request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer>;
  /** Gives back what was kept; may be called twice. */
  close(): void;
}

export function openChunk(account: Account, critique: ModelRequest): ChunkBudget {
  const { settings, cap, log } = account;
  let kept = 0;
  let isFirst = true;
  const close = () => {
    cap.release(kept);
    kept = 0;
  };
  return {
    close,
    async ask(model, request, signal) {
      close();
      const shortest = { ...critique, maxOutputTokens: MIN_OUTPUT_TOKENS };
      const keep = isFirst ? worstCost(shortest, settings, log.mostTokens(shortest)) : 0;
      const reserved = await reserve({ ...account, model, signal }, request, keep);
      kept = keep;
      isFirst = false;
      try {
        return log.answered(request, await model.ask(reserved.request, signal, meterOf(account, reserved)));
      } finally {
        cap.release(reserved.usd);
      }
    },
  };
}

interface Reserved {
  request: ModelRequest;
  usd: number;
}

interface Paying extends Account {
  model: Model;
  signal: AbortSignal;
}

/**
 * Reserves the request at its worst, and `keep` besides. When that is too much, first the tokens are counted exactly, then
 * calls that are not answered yet are waited for, then the answer is shortened to what is left.
 */
async function reserve(paying: Paying, request: ModelRequest, keep: number): Promise<Reserved> {
  const { settings, cap, log, signal } = paying;
  const reserved = (tokens: number, maxOutputTokens: number): Reserved => {
    const shortened = { ...request, maxOutputTokens };
    const usd = worstCost(shortened, settings, tokens);
    cap.reserve(usd + keep);
    return { request: shortened, usd };
  };
  const affordable = (tokens: number) => affordableOutput(request, settings, tokens, cap.left() - keep);
  const estimate = log.mostTokens(request);
  if (signal.aborted) throw signal.reason;
  if (affordable(estimate) >= request.maxOutputTokens) return reserved(estimate, request.maxOutputTokens);
  const tokens = await countedTokens(paying, request, estimate);
  while (affordable(tokens) < request.maxOutputTokens && cap.hasReserved()) {
    if (signal.aborted) throw signal.reason;
    await cap.change(signal);
  }
  if (signal.aborted) throw signal.reason;
  const output = affordable(tokens);
  if (output < MIN_OUTPUT_TOKENS)
    throw overBudget(request.label, worstCost(request, settings, tokens) + keep, cap.left());
  return reserved(tokens, Math.min(output, request.maxOutputTokens));
}

/** Near a limit the provider counts exactly, free of charge; where it cannot, the estimate stands. */
async function countedTokens({ model, log, signal }: Paying, request: ModelRequest, estimate: number): Promise<number> {
  try {
    return Math.ceil((await model.count(request, signal, log.witness('count', [request]))) * COUNTED_MARGIN);
  } catch {
    return estimate;
  }
}

/** Every try is paid for: there is another one only while the cap bears what the broken ones cost. */
function meterOf({ settings, cap, log }: Account, { request, usd }: Reserved): Meter {
  return {
    ...log.witness('ask', [request]),
    begin() {
      if (cap.left() < -ROUNDING) throw overBudget(request.label, usd, cap.left() + usd);
    },
    brokenOff(told) {
      log.brokeOff(request, told);
      cap.suspect(perhapsCharged(told.usage, told.receivedBytes, request.model, settings));
    },
  };
}
