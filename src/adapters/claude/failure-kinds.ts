import type { FailureCode as AnyFailureCode } from '../../errors';

const PATIENT = 4;
const NETWORK_ADVICE = "Check the agent's proxy, firewall and certificate settings, and the input `endpoint`.";

export interface Kind {
  message: (detail: string) => string;
  advice?: string;
  tries: number;
  status?: number;
  kind?: 'budget';
}

/** Every failure by its code: what is said, what to do, and how often the request may be tried in all. */
export const KINDS = {
  'wrong-key': {
    message: () => 'The provider does not accept the key (401).',
    advice: 'Check the key in `connection` or `anthropicApiKey`; in a terminal, ANTHROPIC_API_KEY.',
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
} as const satisfies Partial<Record<AnyFailureCode, Kind>>;

export type FailureCode = keyof typeof KINDS;

/** By code, also for what the transport throws: a redirect is never followed and never tried again. */
export const TRIES: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.entries(KINDS).map(([code, { tries }]) => [code, tries])),
  connection: 3,
  timeout: 3,
  'cut-off': 2,
  tls: 3,
  proxy: 3,
};

/** Statuses that mean one thing. */
export const BY_STATUS: Readonly<Record<number, FailureCode>> = {
  401: 'wrong-key',
  403: 'key-not-allowed',
  404: 'model-not-found',
  408: 'provider-timeout',
  409: 'provider-conflict',
  413: 'request-too-large',
  429: 'rate-limited',
  529: 'overloaded',
};
