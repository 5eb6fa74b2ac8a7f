import type {
  Message,
  MessageDeltaUsage,
  RawMessageStreamEvent,
  StopReason,
  Usage,
} from '@anthropic-ai/sdk/resources/messages';
import { SecondPassError } from '../../errors';
import type { ModelAnswer, TokenUsage } from '../../ports/model';

interface StreamContext {
  /** Aborted by the watchdog when no event comes in time. */
  idle: AbortController;
  idleMilliseconds: number;
  requestId: string;
  elapsed: () => number;
}

/** Reads one streamed answer to its end. A stream that stops in the middle is an error: half an answer is none. */
export async function readStream(
  events: AsyncIterable<RawMessageStreamEvent>,
  { idle, idleMilliseconds, requestId, elapsed }: StreamContext,
): Promise<ModelAnswer> {
  const watchdog = startWatchdog(idle, idleMilliseconds);
  const texts: string[] = [];
  let start: Message | undefined;
  let end: { stop: StopReason | null; category: string | null; usage: MessageDeltaUsage } | undefined;
  let finished = false;
  try {
    for await (const event of events) {
      watchdog.refresh();
      if (event.type === 'message_start') start = event.message;
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') texts.push(event.delta.text);
      if (event.type === 'message_delta') end = messageEnd(event);
      if (event.type === 'message_stop') finished = true;
    }
  } finally {
    clearTimeout(watchdog);
  }
  if (start === undefined || end === undefined || !finished) throw cutOff();
  return {
    text: texts.join(''),
    stop: stopOf(end.stop),
    ...(end.category ? { refusalCategory: end.category } : {}),
    usage: tokenUsage(start.usage, end.usage),
    batch: false,
    model: start.model,
    requestId,
    milliseconds: elapsed(),
  };
}

function startWatchdog(idle: AbortController, milliseconds: number): NodeJS.Timeout {
  return setTimeout(() => idle.abort(stalled(milliseconds)), milliseconds);
}

function messageEnd(event: Extract<RawMessageStreamEvent, { type: 'message_delta' }>) {
  return {
    stop: event.delta.stop_reason,
    category: event.delta.stop_details?.category ?? null,
    usage: event.usage,
  };
}

export function stopOf(reason: StopReason | null): ModelAnswer['stop'] {
  if (reason === 'refusal') return 'refusal';
  if (reason === 'model_context_window_exceeded') return 'contextExceeded';
  return reason === 'end_turn' || reason === 'stop_sequence' ? 'complete' : 'length';
}

/** The closing event may repeat the input figures or leave them empty; those of the start then hold. */
export function tokenUsage(start: Usage, end?: MessageDeltaUsage): TokenUsage {
  const write1h = start.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  const writes = end?.cache_creation_input_tokens ?? start.cache_creation_input_tokens ?? 0;
  return {
    input: end?.input_tokens ?? start.input_tokens,
    cacheRead: end?.cache_read_input_tokens ?? start.cache_read_input_tokens ?? 0,
    cacheWrite5m: Math.max(0, writes - write1h),
    cacheWrite1h: write1h,
    output: end?.output_tokens ?? start.output_tokens,
  };
}

function stalled(milliseconds: number): SecondPassError {
  return new SecondPassError({
    kind: 'provider',
    code: 'stream-stalled',
    message: `The model's answer stalled: no event for ${Math.round(milliseconds / 1000)} s.`,
    advice: 'A proxy between agent and provider may hold streams back.',
  });
}

function cutOff(): SecondPassError {
  return new SecondPassError({
    kind: 'provider',
    code: 'stream-cut-off',
    message: "The model's answer ended before it was complete.",
    advice: 'A proxy between agent and provider may close streams early.',
  });
}
