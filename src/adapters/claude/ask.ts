import { APIConnectionTimeoutError, type APIError, APIUserAbortError } from '@anthropic-ai/sdk';
import type { Message } from '@anthropic-ai/sdk/resources/messages';
import { isSecondPassError } from '../../errors';
import type { Meter, ModelAnswer, ModelRequest } from '../../ports/model';
import { type Asked, type GrowingAnswer, growingAnswer, wholeAnswer } from './answer';
import type { ClaudeContext } from './context';
import { notTheApi, providerFailure, streamCutOff, streamStalled } from './failure';
import { askedBy, messageBody } from './request-body';
import { eventData, type Watch, wholeText } from './sse';
import { adapted } from './style';
import { witnessedBy } from './witnessed';

/** Asks until an answer is whole, may not be asked for again, or the run's time is over. */
export function ask(
  context: ClaudeContext,
  request: ModelRequest,
  signal: AbortSignal,
  meter?: Meter,
): Promise<ModelAnswer> {
  return context.backoff.attempt(
    request.label,
    async () => {
      meter?.begin();
      return adapted(context, () => askOnce(context, request, signal, meter));
    },
    signal,
  );
}

async function askOnce(
  context: ClaudeContext,
  request: ModelRequest,
  signal: AbortSignal,
  meter: Meter | undefined,
): Promise<ModelAnswer> {
  const { client, style, options, headersMilliseconds } = context;
  const started = options.clock.monotonic();
  const watchdog = startWatchdog(signal, context.idleMilliseconds);
  const asked = askedBy(request);
  const growing = growingAnswer(asked);
  let requestId = '';
  const told = () => ({
    requestId,
    milliseconds: options.clock.monotonic() - started,
    endedAt: options.clock.now(),
  });
  try {
    const body = { ...messageBody(request, style), stream: true };
    const how = { signal: watchdog.signal, timeout: headersMilliseconds, ...witnessedBy(meter) };
    const posted = client.post('/v1/messages', { body, ...how });
    const response = await posted.asResponse();
    requestId = response.headers.get('request-id') ?? '';
    watchdog.alive();
    return { ...(await readAnswer(response, asked, growing, watchdog)), batch: false, ...told() };
  } catch (error) {
    const usage = growing.charged();
    if (usage) meter?.brokenOff({ usage, receivedBytes: growing.receivedBytes(), ...told() });
    else if (requestId === '' && isGivenUp(error)) meter?.unanswered();
    if (signal.aborted) throw signal.reason;
    throw watchdog.signal.aborted ? watchdog.signal.reason : brokenStream(error, requestId);
  } finally {
    watchdog.end();
  }
}

/** Events as they come; a gateway that does not stream may give the whole message; anything else is not the API. */
async function readAnswer(response: Response, asked: Asked, growing: GrowingAnswer, watch: Watch) {
  const contentType = response.headers.get('content-type') ?? '';
  if (response.body !== null && /^text\/event-stream\b/i.test(contentType)) {
    for await (const data of eventData(response.body, watch)) growing.take(data);
    return growing.whole();
  }
  if (response.body === null || !/^application\/json\b/i.test(contentType)) {
    void response.body?.cancel().catch(() => {});
    throw notTheApi(contentType);
  }
  return wholeAnswer(messageOf(await wholeText(response.body, watch), contentType), asked);
}

function messageOf(text: string, contentType: string): Message {
  try {
    const message = JSON.parse(text);
    if (message?.type === 'message' && Array.isArray(message.content) && message.usage) return message;
  } catch {
    throw streamCutOff();
  }
  throw notTheApi(contentType);
}

/** Waiting has ended on our side alone: the provider may be at work, and charge for it. */
function isGivenUp(error: unknown): boolean {
  return error instanceof APIConnectionTimeoutError || error instanceof APIUserAbortError;
}

/** Once the answer has begun, whatever the network throws means that it was cut off. */
function brokenStream(error: unknown, requestId: string): unknown {
  const isNamed = isSecondPassError(error) || (error as Partial<APIError>).headers;
  if (isNamed || requestId === '') return error;
  const { error: named } = providerFailure(error);
  return named.code === 'provider-unknown' ? streamCutOff(error) : error;
}

interface Watchdog extends Watch {
  end(): void;
}

/** Starts to watch with the first sign of life: until then the time for the headers counts. */
function startWatchdog(run: AbortSignal, idleMilliseconds: number): Watchdog {
  const idle = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: AbortSignal.any([run, idle.signal]),
    alive() {
      timer ??= setTimeout(() => idle.abort(streamStalled(idleMilliseconds)), idleMilliseconds);
      timer.refresh();
    },
    end: () => clearTimeout(timer),
  };
}
