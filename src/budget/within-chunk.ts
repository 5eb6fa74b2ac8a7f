import type { Meter, Model, ModelAnswer, ModelRequest } from '../ports/model';
import type { Pass } from '../steps/findings/read-answer';
import { affordableOutput, optimisticTokens, perhapsCharged, worstCost } from '../steps/pricing/pricing';
import { requestBytes } from '../steps/pricing/request-size';
import { critiqueCost, MIN_OUTPUT_TOKENS } from '../steps/pricing/reserves';
import { type Account, overBudget } from './account';
import { type Cap, type Closing, ROUNDING } from './cap';

/** With so much left for each chunk that may be asked side by side, answers need not be shortened for the sake of others. */
const PLENTY = 1.5;
const MAX_SIDE_BY_SIDE = 4;
const COUNTED_MARGIN = 1.02;

export interface ChunkBudget {
  /** Asks unless that could pass the cap. @throws SecondPassError of kind `budget`, or whatever the model throws */
  ask(model: Model, pass: Pass, request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer>;
  /** True once anything was asked for this chunk. */
  isBegun(): boolean;
  /** Bytes of a sweep's request that could be paid now, with the critique of it. */
  affordableBytes(sweep: ModelRequest): number;
  /** True when a critique with so short an answer as is worth asking for could be paid now. */
  affordsCritique(critique: ModelRequest): boolean;
  /** Gives back what was kept; may be called twice. */
  close(): void;
}

/** Chunks begin in the order of their places, so that what is left goes to the riskiest; a begun one is finished first. */
export function openChunk(account: Account, place: number, critique: ModelRequest): ChunkBudget {
  const { cap, log } = account;
  const leaveLine = cap.lineUp(place);
  let kept = 0;
  let isBegun = false;
  let end: Closing = () => {};
  return {
    isBegun: () => isBegun,
    affordableBytes: (sweep) => affordableBytes(account, sweep, critique, cap.left() + kept),
    affordsCritique(request) {
      const shortest = { ...request, maxOutputTokens: shortestCritique(account, request) };
      const tokens = log.mostTokens(request);
      return worstCost(shortest, account.settings, tokens, log.areKept(request)) <= cap.left() + kept;
    },
    close() {
      leaveLine();
      cap.release(kept);
      kept = 0;
      end();
    },
    async ask(model, pass, request, signal) {
      const toKeep = pass === 'sweep' ? keptForCritique(account, critique) : 0;
      if (pass === 'critique') log.listed(log.mostTokens(request) - log.mostTokens(critique));
      const own = { place: isBegun || pass === 'critique' ? null : place, kept, toKeep };
      const reserved = await reserve({ ...account, ...own, model, signal }, request);
      kept = toKeep;
      if (!isBegun) end = cap.open('chunk');
      isBegun = true;
      leaveLine();
      try {
        return log.answered(request, await model.ask(reserved.request, signal, meterOf(account, reserved)));
      } finally {
        cap.release(reserved.usd);
        reserved.close();
      }
    },
  };
}

/** What the shortest critique may cost at its worst. */
function keptForCritique({ settings, log }: Account, critique: ModelRequest): number {
  const output = shortestCritique({ log }, critique);
  const size = { output, candidates: log.likelyCandidates(), areKept: log.areKept(critique) };
  return critiqueCost(critique, settings, log.mostTokens(critique), size);
}

function shortestCritique({ log }: Pick<Account, 'log'>, critique: ModelRequest): number {
  return Math.min(MIN_OUTPUT_TOKENS, log.likelyOutput(critique));
}

/** Both passes over it, at their worst, are to cost no more than is left; each byte costs the same. */
function affordableBytes(account: Account, sweep: ModelRequest, critique: ModelRequest, left: number): number {
  const { settings, log } = account;
  const shortened = { ...sweep, maxOutputTokens: log.likelyOutput(sweep) };
  const needed =
    worstCost(shortened, settings, log.mostTokens(sweep), log.areKept(sweep)) + keptForCritique(account, critique);
  const content = { ...sweep, system: [], maxOutputTokens: 0 };
  const perByte = (2 * worstCost(content, settings, log.mostTokens(content))) / requestBytes(content);
  return requestBytes(sweep) - (needed - left) / perByte;
}

interface Reserved {
  request: ModelRequest;
  usd: number;
  /** Ends the call, so that others need not wait for it. */
  close(): void;
}

interface Paying extends Account {
  model: Model;
  signal: AbortSignal;
  /** In the line of chunks that have not begun; null for one that has. */
  place: number | null;
  /** What the chunk holds already, and what it must hold from now on. */
  kept: number;
  toKeep: number;
}

/**
 * Reserves the request at its worst, and what the chunk must keep besides. Chunks that begin wait for the end of others, since
 * more may become free, and begun ones for open calls; then what is left decides: the answer is shortened to it, if that is
 * likely to do.
 */
async function reserve(paying: Paying, request: ModelRequest): Promise<Reserved> {
  const { settings, cap, log, signal, place, kept, toKeep } = paying;
  const left = () => cap.left() + kept - toKeep;
  const likely = log.likelyOutput(request);
  const leastOutput = place === null ? Math.min(MIN_OUTPUT_TOKENS, likely) : likely;
  let counted: number | undefined;
  for (;;) {
    if (signal.aborted) throw signal.reason;
    const tokens = Math.min(counted ?? Number.POSITIVE_INFINITY, log.mostTokens(request));
    const areKept = log.areKept(request);
    const affordable = affordableOutput(request, settings, { inputTokens: tokens, areKept, usd: left() });
    const isNext = place === null || cap.isNext(place);
    // A critique is shortened only when no open call can give anything back.
    const enough = place === null && mayBecomeFree(cap, place) ? likely : leastOutput;
    if (isNext && affordable >= enough) return reserved(paying, request, tokens, affordable);
    if (isNext && !mayBecomeFree(cap, place)) {
      if (counted !== undefined || !isWorthCounting(paying, request, left())) {
        const least = worstCost({ ...request, maxOutputTokens: leastOutput }, settings, tokens, areKept) + toKeep;
        throw overBudget(request.label, least, cap.left() + kept);
      }
      counted = await countedTokens(paying, request, tokens);
    } else await cap.change(signal, place === null);
  }
}

/** A begun chunk waits for open calls alone: what others keep back for themselves is not given to it. */
function mayBecomeFree(cap: Cap, place: number | null): boolean {
  if (place === null) return cap.hasOpen('call');
  return cap.hasOpen('chunk') || cap.isKeptBefore(place);
}

function reserved(paying: Paying, request: ModelRequest, tokens: number, affordable: number): Reserved {
  const { settings, cap, log, parts, kept, toKeep, place } = paying;
  const areKept = log.areKept(request);
  const full = worstCost(request, settings, tokens, areKept) + toKeep;
  const isPlenty = cap.left() >= full * PLENTY * Math.min(parts, MAX_SIDE_BY_SIDE);
  const wanted = isPlenty || place === null ? request.maxOutputTokens : log.likelyOutput(request);
  const shortened = { ...request, maxOutputTokens: Math.min(wanted, Math.floor(affordable)) };
  const usd = worstCost(shortened, settings, tokens, areKept);
  cap.reserve(usd + toKeep - kept);
  return { request: shortened, usd, close: cap.open('call') };
}

/** Only before an answer has shown how many bytes make a token, and only if the count could say yes. */
function isWorthCounting({ settings, log }: Paying, request: ModelRequest, left: number): boolean {
  if (log.isMeasured()) return false;
  const given = { inputTokens: optimisticTokens(request, settings), areKept: log.areKept(request), usd: left };
  return affordableOutput(request, settings, given) >= MIN_OUTPUT_TOKENS;
}

/** The provider counts exactly, free of charge; where it cannot, the estimate stands. */
async function countedTokens({ model, log, signal }: Paying, request: ModelRequest, estimate: number): Promise<number> {
  try {
    const tokens = await model.count(request, signal, log.witness('count', [request]));
    log.measured(request, tokens);
    return Math.ceil(tokens * COUNTED_MARGIN);
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
    unanswered: () => cap.suspect(usd),
  };
}
