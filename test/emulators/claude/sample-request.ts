import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageCreateParamsBase } from '@anthropic-ai/sdk/resources/messages';

/** The answer schema of both passes. */
export const REVIEW_SCHEMA = JSON.parse(readFileSync(join(__dirname, 'contract', 'review.schema.json'), 'utf8'));

/** Text of exactly so many of the emulator's tokens. */
export function textOfTokens(tokens: number, filler = 'a'): string {
  return filler.repeat(Math.floor((tokens * 27) / 10));
}

/** Where a test's request differs from the usual one: 3,000 tokens of rules, 20,000 of pull request. */
export interface SampleOptions {
  pass?: 'sweep' | 'critique';
  system?: string;
  content?: string;
  tail?: string;
  model?: string;
  effort?: 'low' | 'medium' | 'high';
  schema?: object | null;
}

/** A request laid out as the product lays it out: rules for an hour, the pull request for five minutes, then the task. */
export function sampleRequest(options: SampleOptions = {}): MessageCreateParamsBase {
  const { pass = 'sweep', effort = 'medium', schema = null } = options;
  const tail = options.tail ?? `# Task: the ${pass}\n\nAnswer with pass "${pass}".`;
  return {
    model: options.model ?? 'claude-sonnet-5-5',
    max_tokens: 16_000,
    output_config: { effort, ...(schema ? { format: { type: 'json_schema', schema: schema as never } } : {}) },
    system: [
      { type: 'text', text: options.system ?? textOfTokens(3000), cache_control: { type: 'ephemeral', ttl: '1h' } },
    ],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: options.content ?? textOfTokens(20_000, 'b'), cache_control: { type: 'ephemeral' } },
          { type: 'text', text: tail },
        ],
      },
    ],
  };
}
