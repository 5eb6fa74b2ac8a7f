import type { ModelRequest } from '../../ports/model';
import { sha256 } from '../../sha256';
import { factsOf, PRICES_AS_OF } from '../pricing/models';
import type { Settings } from '../settings/settings';
import { type ChunkPrompt, critiqueRequest, piecesOf, sweepRequest } from './compose';
import { contentTtl } from './content-ttl';
import { type Forecast, forecast, forecastText, usualAnswer } from './forecast';
import { INSTRUCTIONS_VERSION, SYSTEM_INSTRUCTIONS } from './instructions/system';

export interface Preview {
  /** Everything that would be sent, piece by piece, as one text. */
  text: string;
  /** Estimated input tokens of all calls. */
  tokens: number;
  /** Estimated cost in USD with an answer of usual length; null when a price is unknown. */
  usd: number | null;
  /** The same in words, beside the budget. */
  forecast: string;
}

/** Exactly what a run would send, and what that would cost; nothing is sent. */
export function composePreview(prompts: readonly ChunkPrompt[], settings: Settings): Preview {
  const cost = forecast(prompts, settings);
  const parts = prompts.flatMap((prompt) => chunkText(prompt, prompts.length, settings));
  const text = [summary(cost, settings), ...systemText(prompts, settings), ...parts].join('\n');
  return {
    text: `${text}\n`,
    tokens: cost.tokens,
    usd: cost.isGuess ? null : cost.usd,
    forecast: forecastText(cost, settings),
  };
}

function summary(cost: Forecast, settings: Settings): string {
  const { files, parts, tokens, usd, isGuess } = cost;
  const price = isGuess
    ? `unknown, the model has no known price; $${usd.toFixed(4)} by the dearest known one, which counts towards the budget`
    : `$${usd.toFixed(4)} by list prices of ${PRICES_AS_OF}`;
  return [
    'Second Pass preview: what a review would send. Nothing was sent.',
    `Provider ${settings.provider}, model ${settings.model}, effort ${settings.effort}, instructions ${INSTRUCTIONS_VERSION}`,
    `${files} files in ${parts} parts; about ${tokens} input tokens in two passes`,
    `Cost: ${price} (an estimate, for answers of ${usualAnswer(settings)} tokens)`,
    forecastText(cost, settings),
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
    ...piecesOf(prompt).map(({ name, text, files }) =>
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
  const promptTokens = Math.ceil(prompt.bytes / factsOf(settings.model, settings).bytesPerToken);
  const ttl = contentTtl(settings, { effort: settings.effort, promptTokens, slowestSweep: undefined });
  return { contentTtl: ttl, maxOutputTokens: 0 };
}
