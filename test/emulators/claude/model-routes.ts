import { apiError } from './api-error';
import { type Exchange, sendError, sendJson } from './exchange';
import type { Model } from './models';
import type { Scene } from './scene';
import type { Json } from './types';

const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;
const THINKING = ['adaptive', 'between_tools', 'disabled', 'enabled'] as const;

/** `GET /v1/models` and `GET /v1/models/{id}`. */
export async function answerModels(scene: Scene, exchange: Exchange): Promise<void> {
  const url = new URL(exchange.request.path, scene.origin);
  const now = scene.clock.now();
  const id = decodeURIComponent(url.pathname.slice('/v1/models/'.length));
  if (id) {
    const model = scene.models.get(id);
    if (!model) return sendError(scene, exchange, apiError(404, `model: ${id}`));
    return sendJson(scene, exchange, described(model, now));
  }
  const wanted = url.searchParams.getAll('lifecycle[]').concat(url.searchParams.getAll('lifecycle'));
  const shown = wanted.length > 0 ? wanted : ['active', 'deprecated'];
  const all = [...scene.models.values()].map((model) => described(model, now));
  const listed = all.filter(({ lifecycle }) => shown.includes(lifecycle));
  const after = listed.findIndex((model) => model.id === url.searchParams.get('after_id'));
  const limit = Number(url.searchParams.get('limit') ?? 20);
  const data = listed.slice(after + 1, after + 1 + limit);
  const hasMore = after + 1 + limit < listed.length;
  sendJson(scene, exchange, {
    data,
    has_more: hasMore,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  });
}

function described(model: Model, now: number): Json {
  const retired = model.retiresAt !== undefined && Date.parse(model.retiresAt) <= now;
  return {
    id: model.id,
    type: 'model',
    display_name: model.id.replace(/^claude-/, 'Claude ').replaceAll('-', ' '),
    created_at: model.createdAt,
    deprecated_at: model.retiresAt ? model.createdAt : null,
    retires_at: model.retiresAt ?? null,
    lifecycle: retired ? 'retired' : model.retiresAt ? 'deprecated' : 'active',
    line: /(haiku|sonnet|opus|fable|mythos)/.exec(model.id)?.[1] ?? null,
    max_input_tokens: model.contextTokens,
    max_tokens: model.maxOutputTokens,
    capabilities: capabilitiesOf(model),
  };
}

function capabilitiesOf(model: Model): Json {
  const flag = (supported: boolean) => ({ supported });
  const efforts = EFFORTS.map((name) => [name, flag(model.efforts.includes(name))]);
  const types = THINKING.map((name) => [name, flag(model.thinking.includes(name))]);
  return {
    batch: flag(true),
    citations: flag(true),
    code_execution: flag(false),
    context_management: {
      supported: false,
      clear_thinking_20251015: null,
      clear_tool_uses_20250919: null,
      compact_20260112: null,
    },
    effort: { supported: model.efforts.length > 0, ...Object.fromEntries(efforts) },
    image_input: flag(true),
    pdf_input: flag(true),
    server_tools: { supported: false, code_execution: flag(false), web_search: flag(false) },
    structured_outputs: flag(model.structuredOutputs),
    thinking: { supported: true, types: Object.fromEntries(types) },
  };
}
