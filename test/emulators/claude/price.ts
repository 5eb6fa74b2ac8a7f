import type { Model } from './models';
import type { Usage } from './types';

const WRITE_5M_SHARE = 1.25;
const WRITE_1H_SHARE = 2;
const BATCH_SHARE = 0.5;
const US_ONLY_SHARE = 1.1;

/** US dollars of one answer. */
export function priceOf(usage: Usage, model: Model): number {
  const read = usage.cache_read_input_tokens;
  const written5m = usage.cache_creation.ephemeral_5m_input_tokens;
  const written1h = usage.cache_creation.ephemeral_1h_input_tokens;
  const prompt = usage.input_tokens + read + written5m + written1h;
  const { inputPrice, outputPrice } = model.longPrompt && prompt > model.longPrompt.above ? model.longPrompt : model;
  const inputTokens =
    usage.input_tokens + read * model.readShare + written5m * WRITE_5M_SHARE + written1h * WRITE_1H_SHARE;
  const dollars = (inputTokens * inputPrice + usage.output_tokens * outputPrice) / 1_000_000;
  const batch = usage.service_tier === 'batch' ? BATCH_SHARE : 1;
  return dollars * batch * (usage.inference_geo === 'us' ? US_ONLY_SHARE : 1);
}
