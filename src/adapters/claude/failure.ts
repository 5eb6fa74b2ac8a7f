import Anthropic from '@anthropic-ai/sdk';
import { isSecondPassError, SecondPassError } from '../../errors';

/** A failure of the provider, and whether the same request may be sent again. */
export interface ProviderFailure {
  error: SecondPassError;
  /** How often it may be tried in all; 1 means never again. */
  tries: number;
  /** Milliseconds the provider asked us to wait. */
  retryAfter?: number;
}

const PATIENT = 5;

/** Names what happened in our words; the provider's own text may quote the prompt and is not passed on, but for its type. */
export function providerFailure(error: unknown): ProviderFailure {
  if (isSecondPassError(error))
    return { error, tries: error.code.startsWith('stream-') ? 2 : error.kind === 'platform' ? 3 : 1 };
  if (!(error instanceof Anthropic.APIError)) return { error: unknownFailure(error), tries: 1 };
  const status = error.status as number | undefined;
  const type = String(error.type ?? '');
  if (status === undefined) return withoutStatus(error, type);
  return { ...byStatus(error, status, type), ...waitOf(error) };
}

function withoutStatus(error: InstanceType<typeof Anthropic.APIError>, type: string): ProviderFailure {
  if (type === 'overloaded_error') return { error: overloaded(error, 529), tries: PATIENT };
  if (type !== '')
    return {
      error: failure('stream-error', `The provider ended the answer with an error (${type}).`, error),
      tries: 3,
    };
  const cause = isSecondPassError(error.cause) ? error.cause : undefined;
  if (cause) return { error: asProvider(cause), tries: cause.code === 'redirect' ? 1 : 3 };
  return { error: failure('unreachable', "The model's provider cannot be reached.", error, NETWORK_ADVICE), tries: 3 };
}

const NETWORK_ADVICE = "Check the agent's proxy, firewall and certificate settings, and the input `endpoint`.";

function byStatus(error: InstanceType<typeof Anthropic.APIError>, status: number, type: string): ProviderFailure {
  if (isSpendLimit(error, status)) {
    const advice = "Raise the limit in the provider's console, or wait until it is reset.";
    return {
      error: failure('spend-limit', 'A spend limit at the provider is reached.', error, advice, status, 'budget'),
      tries: 1,
    };
  }
  const known = KNOWN[status];
  if (known) return { error: failure(known.code, known.message, error, known.advice, status), tries: known.tries };
  if (status >= 500)
    return { error: failure('provider-error', `The provider answered ${status}.`, error, '', status), tries: PATIENT };
  return {
    error: failure('refused-request', `The provider refused the request (${status} ${type}).`, error, '', status),
    tries: 1,
  };
}

const KNOWN: Readonly<Record<number, { code: string; message: string; advice: string; tries: number }>> = {
  401: {
    code: 'wrong-key',
    message: 'The provider does not accept the key (401).',
    advice: 'Check the service connection in `connection`, or the secret variable in `anthropicApiKey`.',
    tries: 1,
  },
  403: {
    code: 'key-not-allowed',
    message: 'The provider does not allow this key to do that (403).',
    advice: 'Check the workspace and the permissions of the key, and whether the model is open to it.',
    tries: 1,
  },
  404: {
    code: 'model-not-found',
    message: 'The provider does not know this model or address (404).',
    advice: 'Check the inputs `model` and `endpoint`; a retired model answers like this.',
    tries: 1,
  },
  413: {
    code: 'request-too-large',
    message: 'The request is too large for the provider (413).',
    advice: 'Exclude large files, or choose a model with a larger context.',
    tries: 1,
  },
  408: { code: 'provider-timeout', message: 'The provider timed out (408).', advice: '', tries: 3 },
  409: { code: 'provider-conflict', message: 'The provider answered 409.', advice: '', tries: 3 },
  429: {
    code: 'rate-limited',
    message: 'The provider limits the rate of this key (429).',
    advice: 'Raise the limit at the provider, or run fewer reviews at once.',
    tries: PATIENT,
  },
  529: {
    code: 'overloaded',
    message: 'The provider is overloaded (529).',
    advice: 'Set `fallbackModel`, or run again later.',
    tries: PATIENT,
  },
};

function overloaded(cause: unknown, status: number): SecondPassError {
  const { code, message, advice } = KNOWN[529] as { code: string; message: string; advice: string };
  return failure(code, message, cause, advice, status);
}

/** Spend limits come as 400, 402 or 429 with a code of their own; waiting does not help. */
function isSpendLimit(error: InstanceType<typeof Anthropic.APIError>, status: number): boolean {
  if (status === 402) return true;
  const code = String((error as { errorCode?: unknown }).errorCode ?? '');
  return /spend_limit|billing|credit/i.test(`${code} ${status === 400 || status === 429 ? error.message : ''}`);
}

function waitOf(error: InstanceType<typeof Anthropic.APIError>): { retryAfter?: number } {
  const milliseconds = Number(error.headers?.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(milliseconds)) return { retryAfter: milliseconds };
  const header = error.headers?.get('retry-after');
  if (!header) return {};
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return { retryAfter: seconds * 1000 };
  const date = Date.parse(header) - Date.parse(error.headers?.get('date') ?? '');
  return Number.isFinite(date) ? { retryAfter: Math.max(0, date) } : {};
}

function asProvider(cause: SecondPassError): SecondPassError {
  return failure(cause.code, cause.message, cause, cause.advice, cause.status);
}

function unknownFailure(error: unknown): SecondPassError {
  const name = error instanceof Error ? error.name : typeof error;
  return failure('provider-unknown', `The call to the provider failed (${name}).`, error, NETWORK_ADVICE);
}

function failure(
  code: string,
  message: string,
  cause: unknown,
  advice = '',
  status?: number,
  kind: 'provider' | 'budget' = 'provider',
): SecondPassError {
  return new SecondPassError({ kind, code, message, advice, cause, ...(status === undefined ? {} : { status }) });
}
