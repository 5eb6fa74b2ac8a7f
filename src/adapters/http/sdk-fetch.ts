import { Headers, Response, fetch as undiciFetch } from 'undici';
import type { AccessLog } from './access-log';
import { MAX_REFUSAL } from './exchange';
import { networkFault, proxyFault, redirectFault, throwIfEnded, tooLargeFault, type Way } from './faults';
import { checkOutgoing, type OutboundRules } from './outbound';
import type { Redaction } from './redaction';
import type { Transport } from './transport';

/** Bytes of one answer; the longest that a model may give has a tenth of them. */
const MAX_ANSWER = 67_108_864;

type Ending = ReturnType<AccessLog['begin']>;

/** `fetch` for SDKs, over our own transport. What a caller aborts stays an AbortError, which SDKs look for. */
export function createSdkFetch(
  transport: Transport,
  redaction: Redaction,
  access: AccessLog,
  { deadline, ...rules }: OutboundRules & { deadline?: AbortSignal | undefined },
): typeof fetch {
  const sdkFetch = async (input: string | URL | { url: string }, init: RequestInit = {}): Promise<Response> => {
    if (deadline) throwIfEnded(deadline);
    const url = new URL(typeof input === 'object' && 'url' in input ? input.url : input);
    const method = (init.method ?? 'GET').toUpperCase();
    const way = transport.wayOf(url, method);
    const body = typeof init.body === 'string' ? { body: init.body } : {};
    checkOutgoing({ method, url, ...body }, rules);
    const ending = access.begin({ method, url: url.href, route: routeOf(url), ...body }, 1);
    const signals = [deadline, init.signal].filter((signal) => signal !== undefined && signal !== null);
    try {
      const answer = await undiciFetch(url, {
        method,
        headers: new Headers(init.headers as Record<string, string>),
        body: (init.body ?? null) as string | null,
        redirect: 'manual',
        signal: AbortSignal.any(signals),
        dispatcher: transport.dispatcherFor(url),
      });
      return counted(checked(answer, way, ending), way, ending);
    } catch (error) {
      if (deadline) throwIfEnded(deadline);
      if (init.signal?.aborted) throw error;
      throw networkFault(error, way, redaction);
    }
  };
  return sdkFetch as unknown as typeof fetch;
}

/** The path without anything that looks like an id. */
function routeOf(url: URL): string {
  const segments = url.pathname.split('/');
  return segments.map((segment) => (/\d.*\d.*\d|^.{25,}$/.test(segment) ? '{id}' : segment)).join('/');
}

function checked(answer: Response, way: Way, ending: Ending): Response {
  ending.end(answer.status, 0);
  if (answer.status === 407) throw proxyFault(way, answer.status);
  if (answer.status >= 300 && answer.status < 400 && answer.status !== 304) {
    void answer.body?.cancel();
    throw redirectFault(way, answer.status, answer.headers.get('location') ?? undefined);
  }
  return answer;
}

/** The same answer, whose bytes are counted, as they are when unpacked, while they pass; one without an end is ended. */
function counted(answer: Response, way: Way, ending: Ending): Response {
  if (!answer.body) return answer;
  const most = answer.status >= 400 ? MAX_REFUSAL : MAX_ANSWER;
  let size = 0;
  const body = answer.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.byteLength;
        ending.end(answer.status, size);
        if (size > most) controller.error(tooLargeFault(way, most));
        else controller.enqueue(chunk);
      },
      flush: () => ending.end(answer.status, size),
    }),
  );
  const { status, statusText, headers, url } = answer;
  const copy = new Response(body, { status, statusText, headers });
  return Object.defineProperty(copy, 'url', { value: url });
}
