import type {
  CacheControlEphemeral,
  ContentBlockParam,
  MessageCountTokensParams,
  MessageCreateParamsNonStreaming,
  MessageParam,
  TextBlockParam,
  Tool,
  ToolResultBlockParam,
  ToolUnion,
} from '@anthropic-ai/sdk/resources/messages';
import { wellFormed } from '../../cut-text';
import type { ModelRequest, ModelTool, ModelTurn, PromptBlock } from '../../ports/model';
import { sumOf } from '../../sum-of';
import type { Asked } from './answer';

/** What the deployment accepts; found out once per run, so that both passes send the same. */
export interface RequestStyle {
  /** False once the deployment has refused structured outputs: the schema then stands in the text. */
  structured: boolean;
  inferenceGeo: '' | 'us' | 'global';
  acceptsEffort: (model: string) => boolean;
  /** True once the deployment has refused `effort`. */
  withoutEffort: boolean;
  /** True once the deployment has refused tools by the names that the model was trained with. */
  describesTools?: boolean;
}

/** The body of `POST /v1/messages`; equal requests give equal bytes, since the prefix is cached by its bytes. */
export function messageBody(request: ModelRequest, style: RequestStyle): MessageCreateParamsNonStreaming {
  return {
    ...countBody(request, style),
    max_tokens: request.maxOutputTokens,
    ...(style.inferenceGeo === '' ? {} : { inference_geo: style.inferenceGeo }),
  };
}

/** The same request without what only an answer needs; it is counted as it would be sent. */
export function countBody(request: ModelRequest, style: RequestStyle): MessageCountTokensParams {
  const later = (request.later ?? []).map(({ role, text }): MessageParam => ({ role, content: wellFormed(text) }));
  return {
    model: request.model,
    system: request.system.map(textBlock),
    messages: [{ role: 'user', content: userBlocks(request, style) }, ...later, ...turnMessages(request)],
    ...outputConfig(request, style),
    ...toolsOf(request, style),
    ...(request.turns === undefined ? {} : { cache_control: markOf(request) }),
  };
}

/** By the name that the model was trained with; its description and schema are then its own. */
function toolsOf({ tools }: ModelRequest, { describesTools }: RequestStyle): { tools?: ToolUnion[] } {
  if (tools === undefined) return {};
  const asTrained = ({ name, trainedAs, description, schema }: ModelTool): ToolUnion =>
    trainedAs !== undefined && !describesTools
      ? ({ type: trainedAs, name } as ToolUnion)
      : { name, description, input_schema: schema as Tool.InputSchema };
  return { tools: tools.map(asTrained) };
}

/** The last result but one keeps a mark of its own: where a turn has many blocks, the entry behind it is still found. */
function turnMessages(request: ModelRequest): MessageParam[] {
  const { turns = [] } = request;
  const answered = turns.flatMap(({ role }, index) => (role === 'user' ? [index] : []));
  const marked = answered.at(-2);
  return turns.map((turn, index) =>
    turn.role === 'assistant'
      ? { role: 'assistant', content: turn.content as unknown as ContentBlockParam[] }
      : { role: 'user', content: resultBlocks(turn, index === marked ? markOf(request) : undefined) },
  );
}

function markOf({ turnsKept }: ModelRequest): CacheControlEphemeral {
  return { type: 'ephemeral', ...(turnsKept === undefined ? {} : { ttl: turnsKept }) };
}

function resultBlocks(
  { results, text }: ModelTurn & { role: 'user' },
  mark: CacheControlEphemeral | undefined,
): ContentBlockParam[] {
  const blocks: (ToolResultBlockParam | TextBlockParam)[] = results.map(({ id, text: said, isError }) => ({
    type: 'tool_result',
    tool_use_id: id,
    content: wellFormed(said),
    is_error: isError,
  }));
  if (text !== undefined) blocks.push({ type: 'text', text: wellFormed(text) });
  const last = blocks.at(-1);
  if (mark && last) last.cache_control = mark;
  return blocks;
}

/** What an answer to it is to: its model, and the UTF-8 bytes of everything that is said in it. */
export function askedBy({ model, system, user, later = [], turns = [] }: ModelRequest): Asked {
  const texts = sumOf([...system, ...user, ...later], ({ text }) => Buffer.byteLength(text));
  return { model, sent: texts + sumOf(turns, (turn) => Buffer.byteLength(JSON.stringify(turn))) };
}

function textBlock({ text, cache }: PromptBlock): TextBlockParam {
  return {
    type: 'text',
    text: wellFormed(text),
    ...(cache ? { cache_control: { type: 'ephemeral', ttl: cache } } : {}),
  };
}

/** Without structured outputs the schema is told in the tail, behind everything that is cached. */
function userBlocks({ user, schema }: ModelRequest, { structured }: RequestStyle): TextBlockParam[] {
  const blocks = user.map(textBlock);
  const tail = blocks.at(-1);
  if (structured || schema === null || tail === undefined) return blocks;
  const contract = `${tail.text}\nAnswer with one JSON object and nothing else, valid by this schema:\n${JSON.stringify(schema)}\n`;
  return [...blocks.slice(0, -1), { ...tail, text: contract }];
}

function outputConfig({ model, effort, schema }: ModelRequest, style: RequestStyle) {
  const config = {
    ...(style.acceptsEffort(model) && !style.withoutEffort ? { effort } : {}),
    ...(style.structured && schema !== null
      ? { format: { type: 'json_schema' as const, schema: schema as Record<string, unknown> } }
      : {}),
  };
  return Object.keys(config).length === 0 ? {} : { output_config: config };
}
