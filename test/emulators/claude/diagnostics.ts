import type { CacheAccount } from './prompt-cache';
import type { Scene } from './scene';
import type { Json } from './types';

/** Why the cache missed against the message that `diagnostics.previous_message_id` names. */
export function diagnose(scene: Scene, body: Json, account: CacheAccount): Json {
  const id = body.diagnostics?.previous_message_id;
  if (!id) return null;
  const before = scene.earlier.get(id);
  if (!before) return { cache_miss_reason: { type: 'previous_message_not_found' } };
  const type = difference(before, body);
  if (!type) return { cache_miss_reason: null };
  if (type === 'unavailable') return { cache_miss_reason: { type } };
  return { cache_miss_reason: { type, cache_missed_input_tokens: account.total - account.read } };
}

function difference(before: Json, now: Json): string | undefined {
  const differs = (...names: string[]) =>
    names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
  if (differs('model')) return 'model_changed';
  if (differs('output_config', 'thinking', 'tool_choice', 'speed', 'inference_geo')) return 'unavailable';
  if (differs('tools')) return 'tools_changed';
  if (differs('system')) return 'system_changed';
  return differs('messages') ? 'messages_changed' : undefined;
}
