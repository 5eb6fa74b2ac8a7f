import type { BrokenOff, ModelAnswer, ModelRequest, Witness } from '../ports/model';
import { chargedFor, mostTokens, type Prices } from '../steps/pricing/pricing';
import { requestBytes } from '../steps/pricing/request-size';
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
}

/** What a run writes into as it goes: whatever happens, it can be read. */
export interface Written {
  calls: CallRecord[];
  sent: RequestReceipt[];
}

export function createCallLog(settings: Prices, cap: Cap, { calls, sent }: Written): CallLog {
  let bytesPerToken: number | null = null;
  function write(request: ModelRequest, call: BrokenOff & Pick<CallRecord, 'model' | 'stop'>, batch = false): void {
    const cost = chargedFor(call.usage, request.model, settings, batch);
    cap.spend(cost?.usd ?? 0);
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
    answered(request, answer) {
      const { input, cacheRead, cacheWrite5m, cacheWrite1h } = answer.usage;
      const tokens = input + cacheRead + cacheWrite5m + cacheWrite1h;
      const measured = tokens > 0 ? requestBytes(request) / tokens : null;
      if (measured !== null) bytesPerToken = Math.min(bytesPerToken ?? measured, measured);
      write(request, { ...answer, receivedBytes: 0 }, answer.batch);
      return answer;
    },
    witness: (purpose, requests) => ({
      sends: (sending) => void sent.push(receiptOf(purpose, requests, sending)),
    }),
    brokeOff: (request, told) => write(request, { ...told, model: request.model, stop: 'brokenOff' }),
    mostTokens: (request) => mostTokens(request, settings, bytesPerToken),
  };
}
