import type { ModelRequest } from '../../ports/model';
import { costOf, factsOf, PRICES_AS_OF } from '../pricing/models';
import { requestBytes } from '../pricing/request-size';
import type { Settings } from '../settings/settings';
import { type ChunkPrompt, critiqueRequest, sweepRequest } from './compose';
import { contentTtl } from './content-ttl';
import { INSTRUCTIONS_VERSION, SYSTEM_INSTRUCTIONS } from './instructions/system';
import { sha256 } from './piece';

export interface Preview {
  /** Everything that would be sent, piece by piece, as one text. */
  text: string;
  /** Estimated input tokens of all calls. */
  tokens: number;
  /** Estimated cost in USD with an answer of usual length; null when a price is unknown. */
  usd: number | null;
}

/** Tokens of a usual answer, thinking included. */
const USUAL_ANSWER = 2000;

/** Exactly what a run would send, and what that would cost; nothing is sent. */
export function composePreview(prompts: readonly ChunkPrompt[], settings: Settings): Preview {
  const costs = prompts.map((prompt, index) => chunkCost(prompt, settings, index === 0));
  const tokens = costs.reduce((sum, cost) => sum + cost.tokens, 0);
  const usd = costs.reduce<number | null>(
    (sum, cost) => (sum === null || cost.usd === null ? null : sum + cost.usd),
    0,
  );
  const parts = prompts.flatMap((prompt) => chunkText(prompt, prompts.length, settings));
  const text = [summary(prompts, settings, tokens, usd), ...systemText(prompts, settings), ...parts].join('\n');
  return { text: `${text}\n`, tokens, usd };
}

function summary(prompts: readonly ChunkPrompt[], settings: Settings, tokens: number, usd: number | null): string {
  const files = new Set(prompts.flatMap(({ chunk }) => chunk.files.map(({ file }) => file.path)));
  const cost =
    usd === null ? 'unknown, the model has no known price' : `$${usd.toFixed(4)} by list prices of ${PRICES_AS_OF}`;
  return [
    'Second Pass preview: what a review would send. Nothing was sent.',
    `Provider ${settings.provider}, model ${settings.model}, effort ${settings.effort}, instructions ${INSTRUCTIONS_VERSION}`,
    `${files.size} files in ${prompts.length} parts; about ${tokens} input tokens in two passes`,
    `Cost: ${cost} (an estimate, for answers of ${USUAL_ANSWER} tokens)`,
    '',
  ].join('\n');
}

function systemText(prompts: readonly ChunkPrompt[], settings: Settings): string[] {
  if (prompts.length === 0) return ['Nothing is in scope, so nothing would be sent.'];
  const { schema } = sweep(prompts[0] as ChunkPrompt, settings);
  return [
    titled('system instructions, with every request, the same for everybody', SYSTEM_INSTRUCTIONS),
    titled('schema of the answer, with every request, the same for everybody', `${JSON.stringify(schema, null, 2)}\n`),
  ];
}

/** The critique's task lists what the sweep found; how many that will be is not known before. */
function chunkText(prompt: ChunkPrompt, count: number, settings: Settings): string[] {
  const of = `part ${prompt.chunk.number} of ${count}`;
  const critique = critiqueRequest(prompt, [], settings, options(prompt, settings));
  return [
    ...prompt.pieces.map(({ name, text, files }) =>
      titled(`${of}, ${name} (${files.length} files), in both passes`, text),
    ),
    titled(`${of}, task of the sweep`, sweep(prompt, settings).user.at(-1)?.text ?? ''),
    titled(
      `${of}, task of the critique, with the candidates of the sweep in place of []`,
      critique.user.at(-1)?.text ?? '',
    ),
  ];
}

function titled(title: string, text: string): string {
  const figures = `${Buffer.byteLength(text)} bytes, sha256 ${sha256(text)}`;
  return `######## ${title}: ${figures}\n${text}######## end\n`;
}

function sweep(prompt: ChunkPrompt, settings: Settings): ModelRequest {
  return sweepRequest(prompt, settings, options(prompt, settings));
}

function options(prompt: ChunkPrompt, settings: Settings) {
  const bytes = prompt.pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  const promptTokens = Math.ceil(bytes / factsOf(settings.model, settings).bytesPerToken);
  const ttl = contentTtl(settings, { effort: settings.effort, promptTokens, slowestSweep: 0 });
  return { contentTtl: ttl, maxOutputTokens: 0 };
}

/** A sweep that writes the cache and a critique that reads it; the instructions are written once in a run. */
function chunkCost(prompt: ChunkPrompt, settings: Settings, isFirst: boolean): { tokens: number; usd: number | null } {
  const facts = factsOf(settings.model, settings);
  const request = sweep(prompt, settings);
  const tokensOf = (bytes: number) => Math.ceil(bytes / facts.bytesPerToken);
  const tail = tokensOf(Buffer.byteLength(request.user.at(-1)?.text ?? ''));
  const system = tokensOf(Buffer.byteLength(SYSTEM_INSTRUCTIONS) + Buffer.byteLength(JSON.stringify(request.schema)));
  const all = tokensOf(requestBytes(request));
  const pieces = Math.max(0, all - tail - system);
  const usOnly = settings.inferenceGeo === 'us';
  const none = { input: tail, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: USUAL_ANSWER };
  const first = isFirst ? { cacheWrite1h: system } : { cacheRead: system };
  const written = costOf({ ...none, ...first, cacheWrite5m: pieces }, facts, { batch: false, usOnly });
  const read = costOf({ ...none, cacheRead: system + pieces }, facts, { batch: false, usOnly });
  return { tokens: 2 * all, usd: written && read ? written.usd + read.usd : null };
}
