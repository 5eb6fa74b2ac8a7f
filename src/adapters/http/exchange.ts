import { networkFault, proxyFault, redirectFault, throwIfEnded, tooLargeFault, type Way } from './faults';
import type { Redaction } from './redaction';
import type { Transport } from './transport';

export interface Answer {
  status: number;
  /** Names in lower case; repeated ones joined by a comma. */
  headers: Record<string, string>;
  /** The body as UTF-8, without a byte-order mark. */
  text: string;
  bytes: Uint8Array;
}

/** Bytes of an answer that says no. */
export const MAX_REFUSAL = 262_144;

interface ExchangeRequest {
  method: string;
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

/** One request and its whole answer. A redirect, a body that is cut off and one over the limit are errors. */
export function createExchange(transport: Transport, redaction: Redaction, limit: number) {
  return async (request: ExchangeRequest, timeout: number, signals: readonly AbortSignal[]): Promise<Answer> => {
    const url = new URL(request.url);
    const way = transport.wayOf(url, request.method);
    const over = AbortSignal.timeout(timeout);
    const signal = AbortSignal.any([...signals, over]);
    let isBody = false;
    try {
      const asked = transport.dispatcherFor(url).request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: request.method as 'GET',
        headers: { 'user-agent': 'second-pass', ...request.headers },
        body: request.body ?? null,
        signal,
      });
      const { statusCode, headers, body } = await endedBy(signal, asked);
      isBody = true;
      const bytes = statusCode >= 400 ? await readStart(body) : await readBody(body, limit, way);
      return answerOf(statusCode, headers, bytes, way);
    } catch (error) {
      for (const ended of signals) throwIfEnded(ended);
      throw networkFault(over.aborted ? over.reason : error, way, redaction, isBody);
    }
  };
}

/** While there is no connection undici hears no signal, and a proxy that never answers gives none. */
function endedBy<Result>(signal: AbortSignal, asked: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
    asked.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

/** Of a refusal a message is wanted, which stands at its beginning. */
async function readStart(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= MAX_REFUSAL) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_REFUSAL);
}

async function readBody(body: AsyncIterable<Buffer>, limit: number, way: Way): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limit) throw tooLargeFault(way, limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function answerOf(
  status: number,
  raw: Readonly<Record<string, string | string[] | undefined>>,
  bytes: Buffer,
  way: Way,
): Answer {
  const headers = Object.fromEntries(
    Object.entries(raw).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(', ')]],
    ),
  );
  if (status === 407) throw proxyFault(way, status);
  if (status >= 300 && status < 400 && status !== 304) throw redirectFault(way, status, headers.location);
  return { status, headers, bytes, text: new TextDecoder('utf-8').decode(bytes) };
}
