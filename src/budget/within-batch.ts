import type { ModelAnswer, ModelRequest, Witness } from '../ports/model';
import { worstCost } from '../steps/pricing/pricing';
import { critiqueCost } from '../steps/pricing/reserves';
import { sumOf } from '../sum-of';
import type { Account } from './account';

export type BatchQuestion = (
  requests: readonly ModelRequest[],
  witness: Witness,
) => Promise<readonly (ModelAnswer | null)[]>;

/** Requests are reserved in order, with what their critiques may cost, until the cap is reached. */
export async function askWithin(
  account: Account,
  requests: readonly ModelRequest[],
  ask: BatchQuestion,
): Promise<readonly (ModelAnswer | null)[]> {
  const { cap, log } = account;
  const asked = affordableTogether(account, requests);
  const reserved = sumOf(asked, (request) => pairCost(account, request));
  cap.reserve(reserved);
  try {
    const answers = asked.length === 0 ? [] : await ask(asked, log.witness('batch', asked));
    for (const [index, request] of asked.entries()) {
      const answer = answers[index];
      if (answer) log.answered({ ...request, label: `${request.label} (batch)` }, answer);
    }
    return requests.map((_, index) => answers[index] ?? null);
  } finally {
    cap.release(reserved);
  }
}

/** All requests, with answers of the usual or of half the length, whichever fits; else as many as fit. */
function affordableTogether(account: Account, requests: readonly ModelRequest[]): readonly ModelRequest[] {
  const halved = requests.map((request) => ({ ...request, maxOutputTokens: request.maxOutputTokens / 2 }));
  const fitting = [requests, halved].map((list) => {
    let left = account.cap.left();
    const firstTooMuch = list.findIndex((request) => {
      left -= pairCost(account, request);
      return left < 0;
    });
    return firstTooMuch < 0 ? list : list.slice(0, firstTooMuch);
  });
  return fitting.find(({ length }) => length === requests.length) ?? fitting[1] ?? [];
}

/** A sweep at the batch price and the shortest critique at the usual one. */
function pairCost({ settings, log }: Account, request: ModelRequest): number {
  const tokens = log.mostTokens(request);
  return worstCost(request, settings, tokens) / 2 + critiqueCost(request, settings, tokens);
}
