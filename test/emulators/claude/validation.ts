import { type ApiError, apiError } from './api-error';
import { problemWith } from './contract';
import type { Effort, Model } from './models';
import { countTokens, resolvedSettings } from './prompt-cache';
import { schemaProblem } from './schema-limits';
import { pairRule } from './tool-pairs';
import type { Json } from './types';

const MAX_BREAKPOINTS = 4;
const SAMPLING = ['temperature', 'top_p', 'top_k'];

export interface ValidationScene {
  models: ReadonlyMap<string, Model>;
  /** In Foundry mode the model is a deployment's name. */
  deployments?: Record<string, string>;
  refuseStructuredOutputs?: boolean;
  refuseTrainedTools?: boolean;
  /** Answers of earlier turns by the ids of their calls. */
  spoken: ReadonlyMap<string, Json[]>;
  now: number;
  surface: 'messages' | 'count_tokens' | 'batch-item';
}

/** The model that a request names, or nothing when there is none or it is retired. */
export function modelOf(body: Json, scene: ValidationScene): Model | undefined {
  const id = scene.deployments ? scene.deployments[body?.model] : body?.model;
  const model = typeof id === 'string' ? scene.models.get(id) : undefined;
  return model?.retiresAt && Date.parse(model.retiresAt) <= scene.now ? undefined : model;
}

/** Why the API would refuse this body, or nothing. Checks in the API's order: shape, model, then rules. */
export function refusalOf(body: Json, scene: ValidationScene): ApiError | undefined {
  if (!isWellFormed(body)) return apiError(400, 'The request body is not valid JSON: no low surrogate in string');
  const shape = problemWith(scene.surface === 'count_tokens' ? 'CountTokensRequest' : 'MessageCreateRequest', body);
  if (shape) return apiError(400, SAMPLING.includes(shape.split(':')[0]!) ? sampling(shape) : shape);
  const model = modelOf(body, scene);
  if (!model) return apiError(404, `model: ${body.model}`);
  const rules = [surfaceRule, contentRule, markRule, toolRule, pairRule, thinkingRule, turnRule, formatRule, sizeRule];
  for (const rule of rules) {
    const problem = rule(body, model, scene);
    if (problem) return apiError(400, problem);
  }
  return undefined;
}

/** The real one reads JSON with a parser that knows no half characters. */
function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return !/\p{Cs}/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isWellFormed);
}

function sampling(shape: string): string {
  return `\`${shape.split(':')[0]}\` is not supported in API version 2026-10-21.`;
}

function surfaceRule(body: Json, _model: Model, scene: ValidationScene): string | undefined {
  const batch = scene.surface === 'batch-item';
  if (batch && 'stream' in body) return 'stream: not supported in batches';
  if (batch && 'speed' in body) return 'speed: not supported in batches';
  if (batch && body.max_tokens === 0) return 'max_tokens: 0 is not supported in batches';
  if (!scene.deployments) return undefined;
  const missing = ['diagnostics', 'inference_geo', 'speed'].find((name) => name in body);
  return missing ? `${missing}: Extra inputs are not permitted` : undefined;
}

function contentRule(body: Json): string | undefined {
  for (const [at, block] of textBlocks(body)) {
    if (block.text === '' && block.cache_control)
      return `${at}.text: cache_control cannot be set for empty text blocks`;
    if (block.text === '') return `${at}.text: text content blocks must be non-empty`;
  }
  return undefined;
}

function markRule(body: Json): string | undefined {
  const marks = [
    ...(body.tools ?? []).map((tool: Json) => tool.cache_control),
    ...allBlocks(body).map(([, block]) => block.cache_control),
    body.cache_control,
  ].filter(Boolean);
  if (marks.length > MAX_BREAKPOINTS) {
    return `A maximum of ${MAX_BREAKPOINTS} blocks with cache_control may be provided. Found ${marks.length}.`;
  }
  const ttls: string[] = marks.map((mark) => mark.ttl ?? '5m');
  return ttls.lastIndexOf('1h') > ttls.indexOf('5m') && ttls.includes('5m')
    ? "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block"
    : undefined;
}

function toolRule(body: Json, model: Model, scene: ValidationScene): string | undefined {
  const trained = (body.tools ?? []).findIndex((tool: Json) => tool.input_schema === undefined);
  if (trained >= 0 && scene.refuseTrainedTools) return `tools.${trained}.input_schema: Field required`;
  const names: string[] = (body.tools ?? []).map((tool: Json) => tool.name);
  if (new Set(names).size < names.length) return 'tools: Tool names must be unique.';
  const forced = ['any', 'tool'].includes(body.tool_choice?.type);
  if (forced && !model.forcedTools) return 'tool_choice: type "tool" and "any" are not supported for this model.';
  if (body.tool_choice && !body.tools?.length) return 'tool_choice: may only be specified while providing tools.';
  if (forced && body.max_tokens === 0) return 'max_tokens: 0 cannot be combined with forced tool use';
  return undefined;
}

function thinkingRule(body: Json, model: Model): string | undefined {
  const { thinking, effort } = resolvedSettings(body, model);
  if (!model.thinking.includes(thinking.type)) {
    return `thinking.type: "${thinking.type}" is not supported for this model.`;
  }
  if (body.output_config?.effort && !model.efforts.includes(body.output_config.effort)) {
    return 'output_config.effort: This model does not support the effort parameter.';
  }
  const limit = model.effortWithoutThinking;
  const off = thinking.type === 'disabled' || thinking.type === 'between_tools';
  if (off && limit && model.efforts.indexOf(effort as Effort) > model.efforts.indexOf(limit)) {
    return `thinking.type: "${thinking.type}" requires an effort of "${limit}" or lower.`;
  }
  if (thinking.type !== 'enabled') return undefined;
  if (thinking.budget_tokens < 1024)
    return 'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024';
  return thinking.budget_tokens >= body.max_tokens
    ? '`max_tokens` must be greater than `thinking.budget_tokens`.'
    : undefined;
}

function turnRule(body: Json, model: Model, scene: ValidationScene): string | undefined {
  const roles: string[] = body.messages.map((message: Json) => message.role);
  if (roles[0] !== 'user') return 'messages: first message must use the "user" role';
  if (roles.at(-1) === 'assistant' && (!model.prefill || body.output_config?.format)) {
    return 'This model does not support assistant message prefill. The conversation must end with a user message.';
  }
  const index = roles.indexOf('system');
  if (index < 0) return undefined;
  if (!model.systemMessages || scene.deployments)
    return `messages.${index}.role: "system" is not supported for this model.`;
  const wellPlaced = roles[index - 1] === 'user' && (roles[index + 1] ?? 'assistant') === 'assistant';
  return wellPlaced ? undefined : `messages.${index}: a system message must follow a user turn`;
}

function formatRule(body: Json, model: Model, scene: ValidationScene): string | undefined {
  const format = body.output_config?.format;
  const prewarm = body.max_tokens === 0;
  if (prewarm && body.stream) return 'max_tokens: 0 cannot be combined with stream';
  if (!format) return undefined;
  if (scene.refuseStructuredOutputs || !model.structuredOutputs) {
    return 'output_config.format: Structured outputs are not supported for this deployment.';
  }
  if (prewarm) return 'max_tokens: 0 cannot be combined with output_config.format';
  return schemaProblem(format.schema);
}

function sizeRule(body: Json, model: Model): string | undefined {
  if (body.max_tokens > model.maxOutputTokens) {
    return `max_tokens: ${body.max_tokens} > ${model.maxOutputTokens}, which is the maximum allowed number of output tokens for ${model.id}`;
  }
  const tokens = countTokens(body, model);
  if (tokens <= model.contextTokens) return undefined;
  return `prompt is too long: ${tokens} tokens > ${model.contextTokens} maximum`;
}

function textBlocks(body: Json): [string, Json][] {
  return allBlocks(body).filter(([, { type }]) => type === 'text');
}

function allBlocks(body: Json): [string, Json][] {
  const listed: [string, Json][] = [];
  const collect = (at: string, content: Json) => {
    const blocks = Array.isArray(content) ? content : [];
    for (const [index, block] of blocks.entries()) listed.push([`${at}.${index}`, block]);
  };
  collect('system', body.system);
  for (const [index, message] of body.messages.entries()) collect(`messages.${index}.content`, message.content);
  return listed;
}
