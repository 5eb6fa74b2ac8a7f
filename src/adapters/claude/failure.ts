import { APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk';
import { isSecondPassError, SecondPassError } from '../../errors';
import { BY_STATUS, type FailureCode, KINDS, type Kind, TRIES } from './failure-kinds';

/** A failure of the provider, and whether the same request may be sent again. */
export interface ProviderFailure {
  error: SecondPassError;
  /** How often it may be tried in all; 1 means never again. */
  tries: number;
  /** Milliseconds the provider asked us to wait; never negative. */
  retryAfter?: number;
}

/** Names what happened in our words: the provider's own text may quote the prompt, so only its type is passed on. */
export function providerFailure(error: unknown): ProviderFailure {
  if (isSecondPassError(error)) return { error, tries: TRIES[error.code] ?? 1 };
  if (error instanceof APIConnectionTimeoutError) return ours(failure('no-answer-in-time', error));
  if (error instanceof APIError) {
    return error.status === undefined ? withoutStatus(error) : withStatus(error, error.status as number);
  }
  const cause = innerFailure(error);
  return ours(cause ? asProvider(cause) : failure('provider-unknown', error, error instanceof Error ? error.name : ''));
}

/** An `error` event in the middle of a stream: the same types as in an answer with a status. */
export function streamError(type: string): SecondPassError {
  return failure(type === 'overloaded_error' ? 'overloaded' : 'stream-error', undefined, type);
}

export function streamCutOff(cause?: unknown): SecondPassError {
  return failure('stream-cut-off', cause);
}

export function streamStalled(milliseconds: number): SecondPassError {
  return failure('stream-stalled', undefined, `${Math.round(milliseconds / 1000)} s`);
}

/** Something answered 200 that is not the API: a proxy's sign-in page, a portal, a wrong address. */
export function notTheApi(contentType: string): SecondPassError {
  const type = /^[\w.+-]+\/[\w.+-]+/.exec(contentType)?.[0] ?? 'no content type';
  return failure('not-the-api', undefined, type);
}

export function failure(code: FailureCode, cause?: unknown, detail = '', httpStatus?: number): SecondPassError {
  const known: Kind = KINDS[code];
  const status = httpStatus ?? known.status;
  return new SecondPassError({
    kind: known.kind ?? 'provider',
    code,
    message: known.message(detail),
    advice: known.advice ?? '',
    cause,
    ...(status === undefined ? {} : { status }),
  });
}

function ours(error: SecondPassError): ProviderFailure {
  return { error, tries: TRIES[error.code] ?? 1 };
}

function withoutStatus(error: APIError): ProviderFailure {
  const cause = innerFailure(error);
  return ours(cause ? asProvider(cause) : failure('unreachable', error));
}

/** What our own transport or token source threw, wherever the SDK wrapped it. */
function innerFailure(error: unknown): SecondPassError | undefined {
  let at = error;
  for (let depth = 0; depth < 5 && at instanceof Error; depth += 1) {
    if (isSecondPassError(at)) return at;
    at = at.cause;
  }
  return undefined;
}

function asProvider({ code, message, advice, status, kind, cause }: SecondPassError): SecondPassError {
  if (kind === 'cancelled' || kind === 'deadline') return new SecondPassError({ kind, code, message, advice });
  return new SecondPassError({
    kind: 'provider',
    code,
    message,
    advice,
    cause,
    ...(status === undefined ? {} : { status }),
  });
}

function withStatus(error: APIError, status: number): ProviderFailure {
  const code = codeOf(error, status);
  const detail = code === 'refused-request' ? `${status} ${error.type ?? ''}`.trim() : String(status);
  const named = failure(code, error, detail, status);
  return { error: named, tries: triesOf(error, KINDS[code].tries), ...waitOf(error) };
}

function codeOf(error: APIError, status: number): FailureCode {
  if (isSpendLimit(error, status)) return 'spend-limit';
  if (status === 400 && /prompt is too long|context (window|length)|too many (input )?tokens/i.test(error.message)) {
    return 'request-too-large';
  }
  return BY_STATUS[status] ?? (status >= 500 ? 'provider-error' : 'refused-request');
}

/** Spend limits come as 400, 402 or 429 with a code or words of their own; waiting does not help. */
function isSpendLimit(error: APIError, status: number): boolean {
  if (status === 402) return true;
  if (status !== 400 && status !== 429) return false;
  const code = String((error as { errorCode?: unknown }).errorCode ?? '');
  return /spend.?limit|usage limits|billing|credit balance/i.test(`${code} ${error.message}`);
}

/** The provider's own word on whether to try again, where it gives one. */
function triesOf(error: APIError, tries: number): number {
  const said = error.headers?.get('x-should-retry');
  if (said === 'false') return 1;
  return said === 'true' ? Math.max(2, tries) : tries;
}

/** A date is measured by the answer's own `Date`, since the agent's clock may be wrong. */
function waitOf(error: APIError): { retryAfter?: number } {
  const header = (name: string) => error.headers?.get(name)?.trim() ?? '';
  const milliseconds = header('retry-after-ms');
  if (/^\d+(\.\d+)?$/.test(milliseconds)) return { retryAfter: Number(milliseconds) };
  const asked = header('retry-after');
  if (/^\d+(\.\d+)?$/.test(asked)) return { retryAfter: Number(asked) * 1000 };
  if (!/[a-z]/i.test(asked)) return {};
  const date = Date.parse(asked) - Date.parse(header('date'));
  return Number.isFinite(date) ? { retryAfter: Math.max(0, date) } : {};
}
