import { type ApiError, apiError } from './api-error';
import type { ClaudeRequest, Json, Pass, Surface } from './types';

/** Which requests a fault is played on. All given parts must fit. */
export interface FaultTarget {
  /** Default `messages`. */
  surface?: Surface;
  pass?: Pass;
  /** 1 = the first request that the other parts fit, counted from when the fault was set. */
  nth?: number;
  model?: string;
  match?: (request: ClaudeRequest) => boolean;
}

/** What goes wrong. Milliseconds are real time, since it is the client's timers that are put to the test. */
export type Trouble =
  /** An answer with an error status. On a batch item: an `errored` result. */
  | { kind: 'error'; error: ApiError; headers?: Record<string, string> }
  /** Any answer, word by word. */
  | { kind: 'raw'; status: number; headers?: Record<string, string>; body: string }
  /** The connection is cut before any answer, or after the first `events` events of a stream. */
  | { kind: 'reset'; events?: number }
  /** The request is carried out, then the connection is cut before the answer. */
  | { kind: 'appliedThenReset' }
  /** Nothing for that long, then the usual answer. */
  | { kind: 'slowHeaders'; milliseconds: number }
  /** The stream goes silent after so many events (default 1), until the client hangs up. */
  | { kind: 'stall'; events?: number; pings?: number }
  /** After `message_start` nothing but pings for that long, as when the model thinks; then the usual answer. */
  | { kind: 'pause'; milliseconds: number; pingEvery?: number }
  /** One byte at a time. */
  | { kind: 'drip'; milliseconds: number }
  /** An `error` event after so many events (default 1, which is `message_start`). */
  | { kind: 'streamError'; error: ApiError; events?: number }
  /** The stream ends well-formed in the middle, without `message_stop`; default after half of the events. */
  | { kind: 'truncated'; events?: number }
  /** `stop_reason: refusal`; `partial` lets the answer begin. */
  | { kind: 'refusal'; partial?: boolean; category?: string }
  /** The answer is cut at that share of its text (default 0.6), `stop_reason: max_tokens`. */
  | { kind: 'maxTokens'; share?: number }
  | { kind: 'contextExceeded' }
  /** `stop_reason: tool_use` behind a text that is whole. */
  | { kind: 'toolWanted' }
  /** The answer's text is changed before it is sent. */
  | { kind: 'text'; name: string; change: (text: string) => string }
  /** A thinking block with text stands first. */
  | { kind: 'thinkingFirst' }
  /** Event and block types that no client knows yet. */
  | { kind: 'unknownEvents' }
  /** To the emulator's trap, or to `to`. */
  | { kind: 'redirect'; status?: number; to?: string }
  /** A batch item that ends as expired. */
  | { kind: 'expired' };

export interface Fault {
  on?: FaultTarget;
  trouble: Trouble;
  /** How often; default 1. */
  times?: number;
}

/** The faults a test is likely to want, by name. */
export const troubles = {
  status: (status: number, message?: string): Trouble => ({ kind: 'error', error: apiError(status, message) }),
  rateLimited: (retryAfter?: string | number, more: Record<string, string> = {}): Trouble => ({
    kind: 'error',
    error: apiError(429),
    headers: { ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }), ...more },
  }),
  overloaded: (): Trouble => ({ kind: 'error', error: apiError(529) }),
  shouldRetry: (status: number, retry: boolean): Trouble => ({
    kind: 'error',
    error: apiError(status),
    headers: { 'x-should-retry': String(retry) },
  }),
  spendLimit: (): Trouble => ({
    kind: 'error',
    error: apiError(429, 'Your organization has reached its spend limit.', 'enforced_spend_limit_reached'),
  }),
  spendLimitBadRequest: (): Trouble => ({
    kind: 'error',
    error: apiError(400, 'You have reached your specified API usage limits.'),
  }),
  paymentRequired: (): Trouble => ({ kind: 'error', error: apiError(402) }),
  unauthorized: (): Trouble => ({ kind: 'error', error: apiError(401, 'invalid x-api-key') }),
  modelNotFound: (model: string): Trouble => ({ kind: 'error', error: apiError(404, `model: ${model}`) }),
  tooLarge: (): Trouble => ({ kind: 'error', error: apiError(413) }),
  promptTooLong: (): Trouble => ({
    kind: 'error',
    error: apiError(400, 'prompt is too long: 1000001 tokens > 1000000 maximum'),
  }),
  proxySignIn: (): Trouble => ({
    kind: 'raw',
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<!doctype html><title>Sign in to the network</title>',
  }),
  invalidJson: (): Trouble => text('invalidJson', (answer) => answer.replace('{', '{,')),
  textBeforeJson: (): Trouble => text('textBeforeJson', (answer) => `Here is my review of the change.\n\n${answer}`),
  missingField: (): Trouble => text('missingField', (answer) => changed(answer, (review) => delete review.verdicts)),
  wrongTypes: (): Trouble =>
    text('wrongTypes', (answer) => changed(answer, (review) => Object.assign(review, { candidates: 'none', sast: 7 }))),
  wrongPass: (): Trouble =>
    text('wrongPass', (answer) =>
      changed(answer, (review) => {
        review.pass = review.pass === 'sweep' ? 'critique' : 'sweep';
      }),
    ),
  wrongCase: (): Trouble => text('wrongCase', (answer) => changed(answer, raiseCase)),
} as const;

export interface FaultScript {
  add(fault: Fault): void;
  clear(): void;
  /** The trouble for this request, counted as used. */
  next(request: ClaudeRequest): Trouble | undefined;
}

export function faultScript(faults: readonly Fault[] = []): FaultScript {
  let rules = faults.map(started);
  return {
    add: (fault) => rules.push(started(fault)),
    clear: () => {
      rules = [];
    },
    next(request) {
      for (const rule of rules) {
        if (rule.left <= 0 || !fits(rule.fault.on ?? {}, request)) continue;
        rule.seen += 1;
        if (rule.seen < (rule.fault.on?.nth ?? 1)) continue;
        rule.left -= 1;
        return rule.fault.trouble;
      }
      return undefined;
    },
  };
}

function started(fault: Fault) {
  return { fault, seen: 0, left: fault.times ?? 1 };
}

function fits(target: FaultTarget, request: ClaudeRequest): boolean {
  if ((target.surface ?? 'messages') !== request.surface) return false;
  if (target.pass && target.pass !== request.pass) return false;
  if (target.model && target.model !== request.body?.model) return false;
  return target.match?.(request) ?? true;
}

function text(name: string, change: (text: string) => string): Trouble {
  return { kind: 'text', name, change };
}

function changed(answer: string, change: (review: Json) => void): string {
  const review = JSON.parse(answer);
  change(review);
  return JSON.stringify(review);
}

/** Constrained decoding keeps to an enum but for the case of its letters. */
function raiseCase(review: Json): void {
  for (const candidate of review.candidates) {
    candidate.severity = capital(candidate.severity);
    candidate.category = candidate.category.toUpperCase();
  }
  for (const verdict of [...review.verdicts, ...review.sast]) verdict.decision = capital(verdict.decision);
  review.pass = capital(review.pass);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
