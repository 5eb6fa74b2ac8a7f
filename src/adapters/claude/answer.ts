import type {
  Message,
  MessageDeltaUsage,
  RawContentBlockDelta,
  RawMessageStreamEvent,
  StopReason,
  Usage,
} from '@anthropic-ai/sdk/resources/messages';
import type { ModelAnswer, TokenUsage } from '../../ports/model';
import { streamCutOff, streamError } from './failure';

/** What an answer is made of, but for what only the caller knows. */
export type AnswerParts = Pick<ModelAnswer, 'text' | 'stop' | 'refusalCategory' | 'usage' | 'model'>;

/** An answer that grows event by event. */
export interface GrowingAnswer {
  /** @throws SecondPassError `stream-error`, `overloaded`, `stream-cut-off` */
  take(data: string): void;
  /** What the provider has charged so far; undefined as long as it has said nothing. */
  charged(): TokenUsage | undefined;
  receivedBytes(): number;
  /** The whole answer; half an answer is none. @throws SecondPassError `stream-cut-off` */
  whole(): AnswerParts;
}

type Event = RawMessageStreamEvent | { type: 'error'; error?: { type?: string } };

export function growingAnswer(): GrowingAnswer {
  const texts: string[] = [];
  let start: Message | undefined;
  let end: Extract<RawMessageStreamEvent, { type: 'message_delta' }> | undefined;
  let finished = false;
  let bytes = 0;
  return {
    take(data) {
      const event = parsedEvent(data);
      if (event.type === 'error') throw streamError(event.error?.type ?? 'unknown');
      if (event.type === 'message_start') start = event.message;
      if (event.type === 'content_block_delta') bytes += takeDelta(event.delta, texts);
      if (event.type === 'message_delta') end = event;
      if (event.type === 'message_stop') finished = true;
    },
    charged: () => start && tokenUsage(start.usage, end?.usage),
    receivedBytes: () => bytes,
    whole() {
      if (start === undefined || end === undefined || !finished) throw streamCutOff();
      const { stop_reason, stop_details } = end.delta;
      return parts(start.model, texts.join(''), stop_reason, stop_details, tokenUsage(start.usage, end.usage));
    },
  };
}

/** Text is kept, thoughts are only measured: both are charged. */
function takeDelta(delta: RawContentBlockDelta, texts: string[]): number {
  if (delta.type === 'thinking_delta') return Buffer.byteLength(delta.thinking);
  if (delta.type !== 'text_delta') return 0;
  texts.push(delta.text);
  return Buffer.byteLength(delta.text);
}

/** An answer that came in one piece: from a batch, or from a gateway that does not stream. */
export function wholeAnswer({ model, content, stop_reason, stop_details, usage }: Message): AnswerParts {
  const text = content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  return parts(model, text, stop_reason, stop_details, tokenUsage(usage));
}

function parts(
  model: string,
  text: string,
  reason: StopReason | null,
  details: { category?: string | null } | null | undefined,
  usage: TokenUsage,
): AnswerParts {
  const category = details?.category;
  return { model, text, stop: stopOf(reason), ...(category ? { refusalCategory: category } : {}), usage };
}

function parsedEvent(data: string): Event {
  try {
    return JSON.parse(data) as Event;
  } catch {
    throw streamCutOff();
  }
}

function stopOf(reason: StopReason | null): ModelAnswer['stop'] {
  if (reason === 'refusal') return 'refusal';
  if (reason === 'model_context_window_exceeded') return 'contextExceeded';
  return reason === 'end_turn' || reason === 'stop_sequence' ? 'complete' : 'length';
}

/** The closing event may repeat the input figures or leave them empty; those of the start then hold. */
function tokenUsage(start: Usage, end?: MessageDeltaUsage): TokenUsage {
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
