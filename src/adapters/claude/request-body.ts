import type {
  MessageCountTokensParams,
  MessageCreateParamsNonStreaming,
  MessageParam,
  TextBlockParam,
} from '@anthropic-ai/sdk/resources/messages';
import { wellFormed } from '../../cut-text';
import type { ModelRequest, PromptBlock } from '../../ports/model';
import { sumOf } from '../../sum-of';

/** What the deployment accepts; found out once per run, so that both passes send the same. */
export interface RequestStyle {
  /** False once the deployment has refused structured outputs: the schema then stands in the text. */
  structured: boolean;
  inferenceGeo: '' | 'us' | 'global';
  acceptsEffort: (model: string) => boolean;
  /** True once the deployment has refused `effort`. */
  withoutEffort: boolean;
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
    messages: [{ role: 'user', content: userBlocks(request, style) }, ...later],
    ...outputConfig(request, style),
  };
}

/** UTF-8 bytes of everything that is said in it. */
export function sentBytes({ system, user, later = [] }: ModelRequest): number {
  return sumOf([...system, ...user, ...later], ({ text }) => Buffer.byteLength(text));
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
  if (structured || tail === undefined) return blocks;
  const contract = `${tail.text}\nAnswer with one JSON object and nothing else, valid by this schema:\n${JSON.stringify(schema)}\n`;
  return [...blocks.slice(0, -1), { ...tail, text: contract }];
}

function outputConfig({ model, effort, schema }: ModelRequest, style: RequestStyle) {
  const config = {
    ...(style.acceptsEffort(model) && !style.withoutEffort ? { effort } : {}),
    ...(style.structured
      ? { format: { type: 'json_schema' as const, schema: schema as Record<string, unknown> } }
      : {}),
  };
  return Object.keys(config).length === 0 ? {} : { output_config: config };
}
