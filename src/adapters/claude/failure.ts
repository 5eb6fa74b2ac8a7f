import Anthropic from '@anthropic-ai/sdk';
import { isSecondPassError, SecondPassError } from '../../errors';

/** A failure of the provider, and whether the same request may be sent again. */
export interface ProviderFailure {
  error: SecondPassError;
  /** How often it may be tried in all; 1 means never again. */
  tries: number;
  /** Milliseconds the provider asked us to wait; never negative. */
  retryAfter?: number;
}

type ApiError = InstanceType<typeof Anthropic.APIError>;

const PATIENT = 4;
const NETWORK_ADVICE = "Check the agent's proxy, firewall and certificate settings, and the input `endpoint`.";

/** Names what happened in our words: the provider's own text may quote the prompt, so only its type is passed on. */
export function providerFailure(error: unknown): ProviderFailure {
  if (isSecondPassError(error)) return { error, tries: TRIES[error.code] ?? 1 };
  if (error instanceof Anthropic.APIConnectionTimeoutError) return ours(failure('no-answer-in-time', error));
  if (error instanceof Anthropic.APIError) {
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

interface Kind {
  message: (detail: string) => string;
  advice?: string;
  tries: number;
  status?: number;
  kind?: 'budget';
}

/** Every failure by its code: what is said, what to do, and how often the request may be tried in all. */
const KINDS = {
  'wrong-key': {
    message: () => 'The provider does not accept the key (401).',
    advice: 'Check the service connection in `connection`, or the secret variable in `anthropicApiKey`.',
    tries: 1,
    status: 401,
  },
  'spend-limit': {
    message: () => 'A spend limit at the provider is reached.',
    advice: "Raise the limit in the provider's console, or wait until it is reset.",
    tries: 1,
    kind: 'budget',
  },
  'key-not-allowed': {
    message: () => 'The provider does not allow this key to do that (403).',
    advice: 'Check the workspace and the permissions of the key, and whether the model is open to it.',
    tries: 1,
    status: 403,
  },
  'model-not-found': {
    message: () => 'The provider does not know this model or address (404).',
    advice: 'Check the inputs `model` and `endpoint`; a retired model answers like this.',
    tries: 1,
    status: 404,
  },
  'provider-timeout': { message: () => 'The provider timed out (408).', tries: 3, status: 408 },
  'provider-conflict': { message: () => 'The provider answered 409.', tries: 3, status: 409 },
  'request-too-large': {
    message: () => 'The request is too large for the provider.',
    advice: 'Exclude large files, or choose a model with a larger context.',
    tries: 1,
  },
  'rate-limited': {
    message: () => 'The provider limits the rate of this key (429).',
    advice: 'Raise the limit at the provider, or run fewer reviews at once.',
    tries: PATIENT,
    status: 429,
  },
  overloaded: {
    message: () => 'The provider is overloaded (529).',
    advice: 'Set `fallbackModel`, or run again later.',
    tries: PATIENT,
    status: 529,
  },
  'provider-error': { message: (status) => `The provider answered ${status}.`, tries: PATIENT },
  'refused-request': { message: (detail) => `The provider refused the request (${detail}).`, tries: 1 },
  'no-answer-in-time': { message: () => 'The provider did not begin to answer in time.', tries: 2 },
  unreachable: { message: () => "The model's provider cannot be reached.", advice: NETWORK_ADVICE, tries: 3 },
  'stream-error': { message: (type) => `The provider ended the answer with an error (${type}).`, tries: 2 },
  'stream-cut-off': {
    message: () => "The model's answer ended before it was complete.",
    advice: 'A proxy between agent and provider may close streams early.',
    tries: 2,
  },
  'stream-stalled': {
    message: (time) => `The model's answer stalled: no event for ${time}.`,
    advice: 'A proxy between agent and provider may hold streams back.',
    tries: 2,
  },
  'not-the-api': {
    message: (type) => `Something that is not the provider's API answered (200, ${type}).`,
    advice: 'A proxy may ask for a sign-in there, or `endpoint` is not the address of the API.',
    tries: 1,
  },
  'provider-unknown': {
    message: (name) => `The call to the provider failed (${name || 'unknown'}).`,
    advice: NETWORK_ADVICE,
    tries: 1,
  },
} as const satisfies Record<string, Kind>;

export type FailureCode = keyof typeof KINDS;

/** By code, also for what the transport throws: a redirect is never followed and never tried again. */
const TRIES: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.entries(KINDS).map(([code, { tries }]) => [code, tries])),
  connection: 3,
  timeout: 3,
  'cut-off': 2,
  tls: 3,
  proxy: 3,
};

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

function withoutStatus(error: ApiError): ProviderFailure {
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

function withStatus(error: ApiError, status: number): ProviderFailure {
  const code = codeOf(error, status);
  const detail = code === 'refused-request' ? `${status} ${error.type ?? ''}`.trim() : String(status);
  const named = failure(code, error, detail, status);
  return { error: named, tries: triesOf(error, KINDS[code].tries), ...waitOf(error) };
}

function codeOf(error: ApiError, status: number): FailureCode {
  if (isSpendLimit(error, status)) return 'spend-limit';
  if (status === 400 && /prompt is too long|context (window|length)|too many (input )?tokens/i.test(error.message)) {
    return 'request-too-large';
  }
  return BY_STATUS[status] ?? (status >= 500 ? 'provider-error' : 'refused-request');
}

const BY_STATUS: Readonly<Record<number, FailureCode>> = {
  401: 'wrong-key',
  403: 'key-not-allowed',
  404: 'model-not-found',
  408: 'provider-timeout',
  409: 'provider-conflict',
  413: 'request-too-large',
  429: 'rate-limited',
  529: 'overloaded',
};

/** Spend limits come as 400, 402 or 429 with a code or words of their own; waiting does not help. */
function isSpendLimit(error: ApiError, status: number): boolean {
  if (status === 402) return true;
  if (status !== 400 && status !== 429) return false;
  const code = String((error as { errorCode?: unknown }).errorCode ?? '');
  return /spend.?limit|usage limits|billing|credit balance/i.test(`${code} ${error.message}`);
}

/** The provider's own word on whether to try again, where it gives one. */
function triesOf(error: ApiError, tries: number): number {
  const said = error.headers?.get('x-should-retry');
  if (said === 'false') return 1;
  return said === 'true' ? Math.max(2, tries) : tries;
}

/** A date is measured by the answer's own `Date`, since the agent's clock may be wrong. */
function waitOf(error: ApiError): { retryAfter?: number } {
  const header = (name: string) => error.headers?.get(name)?.trim() ?? '';
  const milliseconds = header('retry-after-ms');
  if (/^\d+(\.\d+)?$/.test(milliseconds)) return { retryAfter: Number(milliseconds) };
  const asked = header('retry-after');
  if (/^\d+(\.\d+)?$/.test(asked)) return { retryAfter: Number(asked) * 1000 };
  if (!/[a-z]/i.test(asked)) return {};
  const date = Date.parse(asked) - Date.parse(header('date'));
  return Number.isFinite(date) ? { retryAfter: Math.max(0, date) } : {};
}
