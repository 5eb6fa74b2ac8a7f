import { createHash } from 'node:crypto';
import { SecondPassError } from '../../src/errors';
import type { Model, ModelRequest, Sending, TokenUsage } from '../../src/ports/model';

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
    async ask(request, _signal, meter) {
      requests.push(request);
      if (blocksOf(request).some(({ text }) => /\p{Cs}/u.test(text))) throw failure('no low surrogate in string');
      meter?.begin();
      meter?.sends(sendingOf(request));
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

/** As much as the texts alone have: the frame around them belongs to an adapter. */
function sendingOf({ system, user }: ModelRequest): Sending {
  const body = [...system, ...user].map(({ text }) => text).join('');
  const sha256 = createHash('sha256').update(body).digest('hex');
  return { to: 'model.example/v1/messages', bytes: Buffer.byteLength(body), sha256 };
}

export function passOf({ label }: ModelRequest): 'sweep' | 'critique' {
  return label.startsWith('critique') ? 'critique' : 'sweep';
}

function blocksOf({ system, user }: ModelRequest) {
  return [...system, ...user];
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
