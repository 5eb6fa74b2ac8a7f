import type { Clock } from '../../ports/clock';
import type { Log } from '../../ports/log';
import { type AccessLog, type AccessLogEntry, createAccessLog } from './access-log';
import { type Answer, createExchange } from './exchange';
import { isTransient } from './faults';
import { createLanes, type Lanes } from './lanes';
import { checkOutgoing, type OutboundRules } from './outbound';
import { createRedaction } from './redaction';
import { createSdkFetch } from './sdk-fetch';
import { type ClientCertificate, createTransport, type ProxySettings } from './transport';
import { askedWait, backOff } from './waits';

export type { AccessLogEntry, Answer, ClientCertificate, ProxySettings };

export interface HttpRequest {
  method: string;
  url: string;
  /** The path as a template, without ids and content: all the access log tells of it. */
  route: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Set where handing over a token in the body is what the request is for. */
  carriesToken?: boolean;
  /** For one try, body included; 60,000 when absent. */
  timeoutMilliseconds?: number;
  /** `never` switches the repetition of GET and OPTIONS off; other methods are never repeated here. */
  retry?: 'safe' | 'never';
  /** Sent though the host asks for a longer wait than the run may take: what is lost without it weighs more than one request. */
  isSentAnyway?: boolean;
  signal?: AbortSignal;
}

export interface HttpClient {
  /**
   * Sends one request and reads the whole answer, whatever its status.
   * GET and OPTIONS are tried up to four times after a lost connection, 429, 500, 502, 503 and 504.
   * @throws SecondPassError of kind `platform`: `connection`, `timeout`, `cut-off`, `proxy`, `tls`, `redirect`,
   *   `answer-too-large`, `retry-after-too-long`; or the reason of the signal that ended it.
   */
  send(request: HttpRequest): Promise<Answer>;
  /** The same transport for SDKs: redirects are errors, nothing is repeated, every call is in the access log. */
  fetch: typeof fetch;
  /** Every request so far, oldest first. */
  accessLog(): readonly AccessLogEntry[];
  /** Lists what another program sends for us: git's requests. */
  begin: AccessLog['begin'];
  /** Makes a value, and what it looks like in base64 and in urls, unprintable in messages. */
  redact(secret: string): void;
  /** The text without any value that was given to `redact`. */
  redacted(text: string): string;
  /** Closes all connections, and ends what is under way on them. */
  close(): Promise<void>;
}

export interface HttpClientOptions extends OutboundRules {
  proxy?: ProxySettings | undefined;
  /** Certificates to trust besides the ones Node trusts. */
  caPem?: string | undefined;
  clientCertificate?: ClientCertificate | undefined;
  /** Set where what Node was started with is not to be believed: then its own authorities alone count, and `caPem`. */
  isTrustForeign?: boolean | undefined;
  clock: Clock;
  log: Log;
  /** Ends everything that is under way; its reason is what the caller sees. */
  deadline?: AbortSignal | undefined;
  /** Ends one request, all its tries together, where others are to have time as well. */
  shareOfTime?: (() => AbortSignal) | undefined;
  /** How long the run may still take: a service that asks for a longer wait gets an error at once. */
  remainingMilliseconds?: (() => number) | undefined;
  /** Largest answer that is read, in bytes. */
  maximumAnswerBytes?: number | undefined;
  random?: (() => number) | undefined;
}

const MAX_TRIES = 4;
const DEFAULT_TIMEOUT = 60_000;
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/** The only caller of the network for our own requests (git aside). Connections are made when first needed. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const redaction = createRedaction();
  const transport = createTransport(options, redaction);
  const access = createAccessLog(options.clock);
  const exchange = createExchange(transport, redaction, options.maximumAnswerBytes ?? DEFAULT_MAX_BYTES);
  const lanes = createLanes(options);
  return {
    send: (request) => sendInLane({ ...options, access, exchange, lanes }, request),
    fetch: createSdkFetch(transport, redaction, access, options),
    accessLog: () => access.entries,
    begin: access.begin,
    redact: redaction.add,
    redacted: redaction.clean,
    close: transport.close,
  };
}

interface Line extends HttpClientOptions {
  access: AccessLog;
  exchange: ReturnType<typeof createExchange>;
  lanes: Lanes;
}

async function sendInLane(line: Line, request: HttpRequest): Promise<Answer> {
  checkOutgoing({ ...request, url: new URL(request.url) }, line);
  const isRead = /^(GET|HEAD|OPTIONS)$/.test(request.method);
  const lane = line.lanes.of(new URL(request.url).host);
  const leave = await lane.enter(isRead ? 'read' : 'write');
  const signals = [line.deadline, request.signal, line.shareOfTime?.()].filter((signal) => signal !== undefined);
  try {
    const tries = isRead && request.retry !== 'never' ? MAX_TRIES : 1;
    return await tryUntilAnswered(line, request, { lane, tries, signals });
  } finally {
    leave();
  }
}

async function tryUntilAnswered(
  line: Line,
  request: HttpRequest,
  { lane, tries, signals }: { lane: ReturnType<Lanes['of']>; tries: number; signals: AbortSignal[] },
): Promise<Answer> {
  const signal = AbortSignal.any(signals);
  for (let attempt = 1; ; attempt += 1) {
    await lane.open(signal, request.isSentAnyway && attempt === 1);
    const outcome = await oneTry(line, request, { attempt, signals });
    const wait = outcome.answer && askedWait(outcome.answer.headers, line.clock.now());
    if (wait !== undefined) lane.closeFor(wait);
    if (attempt >= tries || !isWorthRepeating(outcome)) return settle(outcome);
    if (wait === undefined) await line.clock.sleep(backOff(attempt, line.random ?? Math.random), signal);
  }
}

interface Outcome {
  answer?: Answer;
  fault?: unknown;
}

async function oneTry(
  line: Line,
  request: HttpRequest,
  { attempt, signals }: { attempt: number; signals: AbortSignal[] },
): Promise<Outcome> {
  const entry = line.access.begin(request, attempt);
  try {
    const answer = await line.exchange(request, request.timeoutMilliseconds ?? DEFAULT_TIMEOUT, signals);
    entry.end(answer.status, answer.bytes.byteLength);
    return { answer };
  } catch (fault) {
    entry.end(0, 0);
    return { fault };
  }
}

function isWorthRepeating({ answer, fault }: Outcome): boolean {
  return answer ? [429, 500, 502, 503, 504].includes(answer.status) : isTransient(fault);
}

function settle({ answer, fault }: Outcome): Answer {
  if (answer) return answer;
  throw fault;
}
