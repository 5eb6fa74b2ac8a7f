import { createHash } from 'node:crypto';
import type { Model } from './models';
import type { CacheTtl, Json } from './types';

const TTL_MS: Record<CacheTtl, number> = { '5m': 5 * 60_000, '1h': 60 * 60_000 };
const POSITIONS_LOOKED_BACK = 20;
const TOKENS_PER_27_BYTES = 10;

/** One block of the prefix, in the order tools, system, messages. */
interface CacheBlock {
  /** Hash of everything up to and including this block. */
  hash: string;
  /** Tokens of everything up to and including this block. */
  tokens: number;
  ttl?: CacheTtl;
}

export interface CacheScope {
  workspace: string;
  surface: 'messages' | 'batch';
  betas: string;
}

/** What one request reads and writes; `commit` stores its entries once the answer has begun. */
export interface CacheAccount {
  read: number;
  write1h: number;
  write5m: number;
  input: number;
  total: number;
  commit(firstByteAt: number): void;
}

export interface PromptCache {
  account(body: Json, model: Model, scope: CacheScope, startedAt: number): CacheAccount;
  clear(): void;
}

interface Entry {
  ttl: CacheTtl;
  expires: number;
  availableFrom: number;
}

/**
 * Accounts for the prompt cache as the API documents it; where the real rule is unknown it takes the stricter side:
 * the answer's format and all settings stand at the very front of the prefix, a read refreshes only the entry it found,
 * and an entry is never promoted to a longer life.
 */
export function promptCache(): PromptCache {
  const entries = new Map<string, Entry>();
  return {
    clear: () => entries.clear(),
    account(body, model, scope, startedAt) {
      const blocks = prefixOf(body, model, scope);
      const total = blocks.at(-1)?.tokens ?? 0;
      const marked = blocks.map((block, index) => ({ ...block, index }));
      const breakpoints = marked.filter(({ ttl, tokens }) => ttl && tokens >= model.minimumCacheableTokens);
      const hit = findHit(blocks, breakpoints, entries, startedAt);
      const read = hit < 0 ? 0 : blocks[hit]!.tokens;
      const unread = breakpoints.filter(({ index }) => index > hit);
      const end1h = unread.findLast(({ ttl }) => ttl === '1h')?.tokens ?? read;
      const end = unread.at(-1)?.tokens ?? read;
      return {
        read,
        write1h: end1h - read,
        write5m: end - end1h,
        input: total - end,
        total,
        commit(firstByteAt) {
          for (const { hash, ttl } of unread) {
            entries.set(hash, { ttl: ttl!, expires: startedAt + TTL_MS[ttl!], availableFrom: firstByteAt });
          }
        },
      };
    },
  };
}

/** All input tokens of a request, as `count_tokens` answers them. */
export function countTokens(body: Json, model: Model): number {
  return prefixOf(body, model, { workspace: '', surface: 'messages', betas: '' }).at(-1)?.tokens ?? 0;
}

/** The fake tokeniser: additive, so that the tokens of a prefix are the sum of its blocks. */
export function tokensOf(text: string): number {
  return Math.ceil((Buffer.byteLength(text, 'utf8') * TOKENS_PER_27_BYTES) / 27);
}

/** The thinking and effort that count, so that naming the default equals leaving it out. */
export function resolvedSettings(body: Json, model: Model): { thinking: Json; effort: string } {
  return {
    thinking: body.thinking ?? { type: model.defaultThinking },
    effort: body.output_config?.effort ?? (model.efforts.length > 0 ? model.defaultEffort : 'none'),
  };
}

function findHit(blocks: CacheBlock[], breakpoints: { index: number }[], entries: Map<string, Entry>, now: number) {
  for (const { index } of breakpoints.toReversed()) {
    for (let position = index; position > index - POSITIONS_LOOKED_BACK && position >= 0; position -= 1) {
      const entry = entries.get(blocks[position]!.hash);
      if (!entry || entry.expires <= now || entry.availableFrom > now) continue;
      entry.expires = Math.max(entry.expires, now + TTL_MS[entry.ttl]);
      return position;
    }
  }
  return -1;
}

function prefixOf(body: Json, model: Model, scope: CacheScope): CacheBlock[] {
  const format = body.output_config?.format ?? null;
  const formatTokens = format ? tokensOf(JSON.stringify(format)) : 0;
  const seed = [scope, body.model, resolvedSettings(body, model), body.speed ?? 'standard', body.inference_geo ?? null];
  const blocks: CacheBlock[] = [];
  let hash = digest(JSON.stringify(seed));
  let tokens = 0;
  const add = (block: Json, role: string) => {
    const { cache_control: mark, ...content } = block;
    const text = JSON.stringify([role, content]);
    hash = digest(hash + text);
    tokens += content.type === 'text' ? tokensOf(content.text) : tokensOf(text);
    blocks.push({ hash, tokens, ...(mark ? { ttl: mark.ttl ?? '5m' } : {}) });
  };
  for (const tool of body.tools ?? []) add(tool, 'tool');
  hash = digest(hash + JSON.stringify(format));
  tokens += formatTokens;
  for (const block of blocksOf(body.system)) add(block, 'system');
  hash = digest(hash + JSON.stringify(body.tool_choice ?? null));
  for (const message of body.messages) for (const block of blocksOf(message.content)) add(block, message.role);
  return withAutomaticMark(blocks, body.cache_control);
}

function blocksOf(content: Json): Json[] {
  if (content === undefined) return [];
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

function withAutomaticMark(blocks: CacheBlock[], mark: Json): CacheBlock[] {
  const last = blocks.at(-1);
  if (mark && last && !last.ttl) last.ttl = mark.ttl ?? '5m';
  return blocks;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
