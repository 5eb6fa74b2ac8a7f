import type { Json } from './types';

/** The events of a streamed answer, in the API's order; text and signatures come in uneven pieces. */
export function streamEvents(
  message: Json,
  extras: { unknown?: boolean; broken?: ReadonlyMap<string, string> } = {},
): Json[] {
  const { content, stop_reason, stop_details, stop_sequence, usage } = message;
  const begun = {
    ...message,
    content: [],
    stop_reason: null,
    stop_details: null,
    usage: { ...usage, output_tokens: 1 },
  };
  const events: Json[] = [
    { type: 'message_start', message: { ...begun, usage: { ...begun.usage, output_tokens_details: null } } },
    { type: 'ping' },
  ];
  if (extras.unknown) events.push({ type: 'weather_report', sky: 'clear' });
  for (const [index, block] of content.entries()) events.push(...blockEvents(index, block, extras.broken));
  events.push({
    type: 'message_delta',
    delta: { container: null, stop_details, stop_reason, stop_sequence },
    usage: deltaUsage(usage),
  });
  return [...events, { type: 'message_stop' }];
}

export function encodeEvent(event: Json): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

function blockEvents(index: number, block: Json, broken: ReadonlyMap<string, string> = new Map()): Json[] {
  const delta = (part: Json) => ({ type: 'content_block_delta', index, delta: part });
  const stop = { type: 'content_block_stop', index };
  if (block.type === 'thinking') {
    const start = { type: 'content_block_start', index, content_block: { ...block, thinking: '', signature: '' } };
    const thoughts = piecesOf(block.thinking).map((thinking) => delta({ type: 'thinking_delta', thinking }));
    return [start, ...thoughts, delta({ type: 'signature_delta', signature: block.signature }), stop];
  }
  if (block.type === 'tool_use') {
    const json = broken.get(block.id) ?? JSON.stringify(block.input);
    const start = { type: 'content_block_start', index, content_block: { ...block, input: {} } };
    return [
      start,
      ...piecesOf(json).map((partialJson) => delta({ type: 'input_json_delta', partial_json: partialJson })),
      stop,
    ];
  }
  if (block.type !== 'text') return [{ type: 'content_block_start', index, content_block: block }, stop];
  const start = { type: 'content_block_start', index, content_block: { ...block, text: '' } };
  return [start, ...piecesOf(block.text).map((text) => delta({ type: 'text_delta', text })), stop];
}

/** Pieces of 5 to 97 characters that never split a character. */
function piecesOf(text: string): string[] {
  const characters = [...text];
  const pieces: string[] = [];
  for (let at = 0, length = 5; at < characters.length; length = ((length * 31) % 93) + 5) {
    pieces.push(characters.slice(at, at + length).join(''));
    at += length;
  }
  return pieces;
}

function deltaUsage(usage: Json): Json {
  const { cache_creation_input_tokens, cache_read_input_tokens, input_tokens, output_tokens } = usage;
  return {
    cache_creation_input_tokens,
    cache_read_input_tokens,
    input_tokens,
    output_tokens,
    output_tokens_details: usage.output_tokens_details,
    server_tool_use: null,
  };
}
