import { cutText } from '../../cut-text';
import { addressFault, cancelled, type FailureCode, SecondPassError } from '../../errors';
import type { Redaction } from './redaction';

/** What the transport knows of the way a request took, for messages. */
export interface Way {
  host: string;
  method: string;
  /** Host of the proxy, when the request went through one. */
  proxy?: string | undefined;
}

const PROXY_ADVICE =
  'The proxy is taken from the agent (config --proxyurl, --proxyusername, --proxypassword; exceptions in .proxybypass).';
const TLS_ADVICE =
  'If a proxy inspects TLS or the server has a private authority, give its certificate to the agent ' +
  '(config --sslcacert, or NODE_EXTRA_CA_CERTS in the agent’s environment). Verification is never switched off.';

/** True for faults that may be gone at the next try. */
export function isTransient(fault: unknown): boolean {
  return fault instanceof SecondPassError && ['connection', 'timeout', 'cut-off'].includes(fault.code);
}

/** Throws the reason of a signal that has ended the run or the request. */
export function throwIfEnded(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw signal.reason instanceof SecondPassError ? signal.reason : ended(signal.reason);
}

/** Turns what the network library threw into an error that says where to look, without any secret. */
export function networkFault(error: unknown, way: Way, redaction: Redaction, isBody = false): SecondPassError {
  if (error instanceof SecondPassError) return error;
  const chain = causes(error);
  const code = chain.map(codeOf).find((found) => found !== undefined) ?? 'unknown fault';
  const text = chain.map((cause) => (cause instanceof Error ? cause.message : '')).join(' ');
  const unmade = addressFault(text);
  if (unmade) return unmade;
  const tunnel = /Proxy response \((\d+)\)/.exec(text)?.[1];
  if (tunnel || /Proxy Authentication Required/.test(text)) return proxyFault(way, Number(tunnel ?? 407));
  if (
    /^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|UND_ERR_PRX_TLS|HOSTNAME_MISMATCH|EPROTO)/.test(code)
  ) {
    return fault('tls', `No trusted TLS connection to ${route(way)}: ${code}.`, TLS_ADVICE);
  }
  if (code === 'TimeoutError') return fault('timeout', `${route(way)} gave no full answer in time.`, PROXY_ADVICE);
  if (isBody || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    return fault('cut-off', `The answer of ${route(way)} was cut off (${code}).`, '');
  }
  const detail = code === 'unknown fault' ? cutText(redaction.clean(text), 200) : code;
  return fault('connection', `No answer from ${route(way)}: ${detail}.`, connectionAdvice(way));
}

/** The proxy refused, in a tunnel or as the answer itself. */
export function proxyFault(way: Way, status: number): SecondPassError {
  const why = status === 407 ? 'wants a user name and password (407)' : `refused with status ${status}`;
  const proxy = way.proxy ? `The proxy ${way.proxy}` : 'A proxy on the way';
  return fault('proxy', `${proxy} ${why} when asked for ${way.host}.`, PROXY_ADVICE, status);
}

/** A redirect is told by its host alone, since its query may carry a token. */
export function redirectFault(way: Way, status: number, location: string | undefined): SecondPassError {
  const target =
    location && URL.canParse(location, `http://${way.host}`) && new URL(location, `http://${way.host}`).host;
  return fault(
    'redirect',
    `${way.host} answered ${way.method} with a redirect (${status})${target ? ` to ${target}` : ''}; redirects are never followed.`,
    'Use the final address, and check that the token is still valid: a sign-in page is reached by a redirect too.',
    status,
  );
}

export function tooLargeFault(way: Way, limit: number): SecondPassError {
  return fault('answer-too-large', `The answer of ${way.host} is larger than ${limit} bytes.`, '');
}

/** The library's own error is not kept as the cause: it may hold the request with its headers. */
function fault(code: FailureCode, message: string, advice: string, status?: number): SecondPassError {
  return new SecondPassError({ kind: 'platform', code, message, advice, ...(status ? { status } : {}) });
}

function ended(reason: unknown): SecondPassError {
  const isTime = reason instanceof Error && reason.name === 'TimeoutError';
  return isTime
    ? new SecondPassError({ kind: 'deadline', code: 'deadline', message: 'The time for this run is over.' })
    : cancelled();
}

function route(way: Way): string {
  return way.proxy ? `${way.host} through the proxy ${way.proxy}` : way.host;
}

function connectionAdvice(way: Way): string {
  if (way.proxy) return PROXY_ADVICE;
  return `Check that the agent can reach ${way.host}; if it needs a proxy, configure the agent with one. ${PROXY_ADVICE}`;
}

function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let at = error; at !== undefined && at !== null && chain.length < 8; at = (at as { cause?: unknown }).cause) {
    chain.push(at, ...(at instanceof AggregateError ? at.errors : []));
  }
  return chain;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'TimeoutError') return 'TimeoutError';
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : undefined;
}
