import { SecondPassError } from '../../src/errors';
import type { Model, ModelRequest, TokenUsage } from '../../src/ports/model';

/** What a scripted model says to one request: parts of an answer, raw text, or how it fails. */
export type Reply = string | { readonly fails: string } | Readonly<Record<string, unknown>>;

export interface ScriptedModel extends Model {
  /** Everything that was asked, oldest first. */
  requests: ModelRequest[];
}

/**
 * A model that says what it is told to. It counts four characters as a token, and what a request marks for the cache is
 * written by the first request and read by every later one.
 */
export function scriptedModel(reply: (request: ModelRequest) => Reply): ScriptedModel {
  const requests: ModelRequest[] = [];
  const cached = new Set<string>();
  return {
    requests,
    async ask(request) {
      requests.push(request);
      const said = reply(request);
      if (typeof said === 'object' && typeof said.fails === 'string') throw failure(said.fails);
      const text = typeof said === 'string' ? said : JSON.stringify(whole(request, said));
      const usage = usageOf(request, text, cached);
      const rest = { batch: false, model: request.model, requestId: `req_${requests.length}`, milliseconds: 1000 };
      return { text, stop: 'complete', usage, ...rest };
    },
    count: async (request) => tokens([...request.system, ...request.user].map(({ text }) => text).join('')),
  };
}

export function passOf({ label }: ModelRequest): 'sweep' | 'critique' {
  return label.startsWith('critique') ? 'critique' : 'sweep';
}

function whole(request: ModelRequest, parts: object): object {
  return { pass: passOf(request), summary: '', candidates: [], verdicts: [], sast: [], ...parts };
}

function failure(message: string): SecondPassError {
  return new SecondPassError({ kind: 'provider', code: 'provider-error', message });
}

function usageOf({ system, user }: ModelRequest, answer: string, cached: Set<string>): TokenUsage {
  const blocks = [...system, ...user];
  const end = blocks.findLastIndex(({ cache }) => cache !== undefined) + 1;
  const prefix = blocks
    .slice(0, end)
    .map(({ text }) => text)
    .join('');
  const isKnown = cached.has(prefix);
  cached.add(prefix);
  return {
    input: tokens(
      blocks
        .slice(end)
        .map(({ text }) => text)
        .join(''),
    ),
    cacheRead: isKnown ? tokens(prefix) : 0,
    cacheWrite5m: isKnown ? 0 : tokens(prefix),
    cacheWrite1h: 0,
    output: tokens(answer),
  };
}

function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}
