import type {
  Message,
  MessageDeltaUsage,
  RawMessageStreamEvent,
  StopReason,
  Usage,
} from '@anthropic-ai/sdk/resources/messages';
import type { ModelAnswer, TokenUsage } from '../../ports/model';
import { type Content, growingBlocks, wholeContent } from './answer-blocks';
import { streamCutOff, streamError } from './failure';

/** What an answer is made of, but for what only the caller knows. */
export type AnswerParts = Pick<
  ModelAnswer,
  'text' | 'content' | 'uses' | 'stop' | 'refusalCategory' | 'usage' | 'model'
>;

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

/** Few enough that a guess is rather too dear than too cheap. */
const BYTES_PER_TOKEN = 3;

type Event = RawMessageStreamEvent | { type: 'error'; error?: { type?: string } };

/** What an answer is to, for what its provider leaves out. */
export interface Asked {
  model: string;
  /** Bytes that went out. */
  sent: number;
}

export function growingAnswer({ model, sent }: Asked): GrowingAnswer {
  const blocks = growingBlocks();
  let start: Message | undefined;
  let end: Extract<RawMessageStreamEvent, { type: 'message_delta' }> | undefined;
  let finished = false;
  let bytes = 0;
  return {
    take(data) {
      // Some gateways close with a mark of their own.
      if (finished) return;
      const event = parsedEvent(data);
      if (event.type === 'error') throw streamError(event.error?.type ?? 'unknown');
      if (event.type === 'message_start') start = event.message;
      if (event.type === 'content_block_start') blocks.begin(event.index, event.content_block);
      if (event.type === 'content_block_delta') bytes += blocks.take(event.index, event.delta);
      if (event.type === 'message_delta') end = event;
      if (event.type === 'message_stop') finished = true;
    },
    charged: () => start && tokenUsage(start.usage, end?.usage, { sent, received: bytes }),
    receivedBytes: () => bytes,
    whole() {
      if (start === undefined || end === undefined || !finished) throw streamCutOff();
      const { stop_reason, stop_details } = end.delta;
      return parts(
        named(start.model, model),
        blocks.whole(),
        stop_reason,
        stop_details,
        tokenUsage(start.usage, end.usage, { sent, received: bytes }),
      );
    },
  };
}

/** An answer that came in one piece: from a batch, or from a gateway that does not stream. */
export function wholeAnswer(message: Message, asked: Asked): AnswerParts {
  const { model, content, stop_reason, stop_details, usage } = message;
  const whole = wholeContent(content);
  const bytes = { sent: asked.sent, received: Buffer.byteLength(whole.text) };
  return parts(named(model, asked.model), whole, stop_reason, stop_details, tokenUsage(usage, undefined, bytes));
}

function parts(
  model: string,
  content: Content,
  reason: StopReason | null,
  details: { category?: string | null } | null | undefined,
  usage: TokenUsage,
): AnswerParts {
  const category = details?.category;
  return { model, ...content, stop: stopOf(reason), ...(category ? { refusalCategory: category } : {}), usage };
}

/** Some gateways do not say which model it was. */
function named(model: unknown, asked: string): string {
  return typeof model === 'string' && model !== '' ? model : asked;
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
  if (reason === 'tool_use') return 'tools';
  if (reason === 'model_context_window_exceeded') return 'contextExceeded';
  return reason === 'end_turn' || reason === 'stop_sequence' ? 'complete' : 'length';
}

/** What went out and came in, for a provider that does not say what it charges. */
interface Bytes {
  sent: number;
  received: number;
}

/**
 * The closing event may repeat the input figures or leave them empty; those of the start then hold. Where there is none that
 * is a count, the sizes say what was spent: a figure that is a text or less than nothing must not lower it.
 */
function tokenUsage(
  start: Partial<Usage> | undefined,
  end: Partial<MessageDeltaUsage> | undefined,
  bytes: Bytes,
): TokenUsage {
  const write1h = figure(start?.cache_creation?.ephemeral_1h_input_tokens) ?? 0;
  const writes = figure(end?.cache_creation_input_tokens, start?.cache_creation_input_tokens) ?? 0;
  return {
    input: figure(end?.input_tokens, start?.input_tokens) ?? Math.ceil(bytes.sent / BYTES_PER_TOKEN),
    cacheRead: figure(end?.cache_read_input_tokens, start?.cache_read_input_tokens) ?? 0,
    cacheWrite5m: Math.max(0, writes - write1h),
    cacheWrite1h: write1h,
    output: figure(end?.output_tokens, start?.output_tokens) ?? Math.ceil(bytes.received / BYTES_PER_TOKEN),
  };
}

/** The first that is a count. */
function figure(...told: readonly unknown[]): number | undefined {
  return told.find((one): one is number => Number.isSafeInteger(one) && (one as number) >= 0);
}
