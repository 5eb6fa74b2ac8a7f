import type { BrokenOff, ModelAnswer, ModelRequest, TokenUsage, Witness } from '../ports/model';
import { areKeptAlone, chargedFor, countedFor, mostTokens, type Prices } from '../steps/pricing/pricing';
import { requestBytes } from '../steps/pricing/request-size';
import { type LengthsSoFar, likelyCandidates, likelyOutput } from '../steps/pricing/reserves';
import type { CallRecord, RequestReceipt } from '../steps/record/cost-record';
import { type Purpose, receiptOf } from '../steps/record/receipt';
import type { Cap } from './cap';

/** Every call of a run, as it was charged. */
export interface CallLog {
  calls: readonly CallRecord[];
  /** Writes an answer down and learns from it how many bytes make a token. */
  answered(request: ModelRequest, answer: ModelAnswer): ModelAnswer;
  brokeOff(request: ModelRequest, told: BrokenOff): void;
  /** Writes down what leaves, before anybody knows what becomes of it. */
  witness(purpose: Purpose, requests: readonly ModelRequest[]): Witness;
  /** Input tokens at their most, by what earlier answers have shown. */
  mostTokens(request: ModelRequest): number;
  /** Learns how many bytes make a token. */
  measured(request: ModelRequest, tokens: number): void;
  /** True once an answer or a count has shown how many bytes make a token. */
  isMeasured(): boolean;
  /** Output tokens that an answer of this kind is likely to take, with a margin: by the longest of this run. */
  likelyOutput(request: ModelRequest): number;
  /** Learns how many tokens the candidates of a sweep take. */
  listed(tokens: number): void;
  likelyCandidates(): number;
  /** True when the last answer showed that the instructions are kept for an hour. */
  areKept(request: ModelRequest): boolean;
}

/** What a run writes into as it goes: whatever happens, it can be read. */
export interface Written {
  calls: CallRecord[];
  sent: RequestReceipt[];
}

export function createCallLog(settings: Prices, cap: Cap, { calls, sent }: Written): CallLog {
  let bytesPerToken: number | null = null;
  let mostListed: number | undefined;
  const lengths = new Map<string, LengthsSoFar>();
  const keepers = new Set<string>();
  function write(request: ModelRequest, call: BrokenOff & Pick<CallRecord, 'model' | 'stop'>, batch = false): void {
    const cost = chargedFor(call.usage, request.model, settings, batch);
    const countedUsd = cost?.usd ?? countedFor(call.usage, request.model, settings, batch);
    cap.spend(countedUsd);
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
      ...(cost ? {} : { countedUsd }),
      milliseconds: Math.round(call.milliseconds),
      ...(call.endedAt === undefined ? {} : { endedAt: new Date(call.endedAt).toISOString() }),
    });
  }
  function learn(request: ModelRequest, { output, cacheRead, cacheWrite1h }: TokenUsage): void {
    const { count, longest } = lengths.get(kindOf(request)) ?? { count: 0, longest: 0 };
    lengths.set(kindOf(request), { count: count + 1, longest: Math.max(longest, output) });
    if (cacheRead + cacheWrite1h === 0) keepers.delete(request.model);
    else if (request.system.at(-1)?.cache === '1h' && areKeptAlone(request, settings)) keepers.add(request.model);
  }
  const measure = (request: ModelRequest, tokens: number) => {
    const found = requestBytes(request) / tokens;
    if (tokens > 0) bytesPerToken = Math.min(bytesPerToken ?? found, found);
  };
  return {
    calls,
    measured: measure,
    answered(request, answer) {
      const { input, cacheRead, cacheWrite5m, cacheWrite1h } = answer.usage;
      measure(request, input + cacheRead + cacheWrite5m + cacheWrite1h);
      write(request, { ...answer, receivedBytes: 0 }, answer.batch);
      if (answer.batch !== true) learn(request, answer.usage);
      return answer;
    },
    witness: (purpose, requests) => ({
      sends: (sending) => void sent.push(receiptOf(purpose, requests, sending)),
    }),
    brokeOff: (request, told) => write(request, { ...told, model: request.model, stop: 'brokenOff' }),
    mostTokens: (request) => mostTokens(request, settings, bytesPerToken),
    isMeasured: () => bytesPerToken !== null,
    likelyOutput: (request) => likelyOutput(request, lengths.get(kindOf(request))),
    listed(tokens) {
      mostListed = Math.max(mostListed ?? 0, tokens);
    },
    likelyCandidates: () => likelyCandidates(mostListed),
    areKept: ({ model }) => keepers.has(model),
  };
}

/** Answers of one pass by one model at one effort are of like length. */
function kindOf({ label, model, effort }: ModelRequest): string {
  return `${label.split(' ')[0]} ${model} ${effort}`;
}
