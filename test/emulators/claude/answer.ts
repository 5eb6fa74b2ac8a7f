import type { Trouble } from './faults';
import type { Model } from './models';
import { type CacheAccount, resolvedSettings, tokensOf } from './prompt-cache';
import { standInReview } from './stand-in/review';
import type { Json, Reviewer, ReviewQuestion, ReviewReply, Usage } from './types';

const CANDIDATE_DEFAULTS = {
  path: '',
  side: 'new',
  startLine: 1,
  endLine: 1,
  quote: '',
  evidence: '',
  category: 'bug',
  severity: 'warning',
  title: 'A problem',
  body: '',
  replacement: '',
};
const THINKING_TOKENS: Record<string, number> = { low: 40, medium: 120, high: 300, xhigh: 700, max: 1500, none: 0 };
const THOUGHT = 'The stand-in has no thoughts; this text takes the place of some.';
const SIGNATURE = Buffer.from('signed by the stand-in').toString('base64');

/** What was said, before it becomes a message. */
export interface Said {
  text: string;
  stopReason: 'end_turn' | 'max_tokens' | 'refusal' | 'model_context_window_exceeded';
  category?: string;
  outputTokens: number;
  thinkingTokens: number;
  thinking: string;
}

/** Asks the scripted reviewer, else the stand-in, and cuts the answer as `max_tokens` and the fault demand. */
export async function say(
  question: ReviewQuestion,
  reviewer: Reviewer | undefined,
  model: Model,
  trouble: Trouble | undefined,
): Promise<Said> {
  const reply = (await reviewer?.(question)) ?? standInReview(question);
  const answer = textOf(reply, question);
  const { thinking, effort } = resolvedSettings(question.body, model);
  const thinks = thinking.type === 'adaptive' || thinking.type === 'enabled';
  const shown = trouble?.kind === 'thinkingFirst' || thinking.display === 'summarized';
  const said: Said = {
    text: trouble?.kind === 'text' ? trouble.change(answer) : answer,
    stopReason: 'end_turn',
    outputTokens: 0,
    thinkingTokens: thinks || shown ? (THINKING_TOKENS[effort] ?? 0) : 0,
    thinking: shown ? THOUGHT : '',
  };
  return counted(troubled(said, trouble), question.body.max_tokens);
}

export function usageOf(
  said: Said,
  account: CacheAccount,
  body: Json,
  where: { batch: boolean; foundry: boolean },
): Usage {
  return {
    input_tokens: account.input,
    cache_read_input_tokens: account.read,
    cache_creation_input_tokens: account.write5m + account.write1h,
    cache_creation: { ephemeral_5m_input_tokens: account.write5m, ephemeral_1h_input_tokens: account.write1h },
    output_tokens: said.outputTokens,
    output_tokens_details: { thinking_tokens: said.thinkingTokens },
    inference_geo: where.foundry ? null : (body.inference_geo ?? 'global'),
    server_tool_use: null,
    service_tier: where.batch ? 'batch' : 'standard',
    speed: where.foundry ? null : (body.speed ?? 'standard'),
  };
}

/** A message of the API, as `POST /v1/messages` answers it. */
export function messageOf(id: string, model: string, said: Said, usage: Usage, diagnostics: Json = null): Json {
  const content: Json[] = [];
  const thought = said.thinkingTokens > 0 && said.stopReason !== 'refusal';
  if (thought) content.push({ type: 'thinking', thinking: said.thinking, signature: SIGNATURE });
  if (said.text !== '') content.push({ type: 'text', text: said.text, citations: null });
  const refusal = {
    type: 'refusal',
    category: said.category ?? 'cyber',
    explanation: 'The stand-in was told to refuse.',
  };
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content,
    container: null,
    diagnostics,
    stop_details: said.stopReason === 'refusal' ? refusal : null,
    stop_reason: said.stopReason,
    stop_sequence: null,
    usage,
  };
}

function textOf(reply: ReviewReply, question: ReviewQuestion): string {
  if (typeof reply === 'string') return reply;
  const candidates = ((reply?.candidates ?? []) as Json[]).map((candidate, index) => ({
    id: `c${index + 1}`,
    ...CANDIDATE_DEFAULTS,
    ...candidate,
  }));
  const empty = { pass: question.pass ?? 'sweep', summary: '', candidates: [], verdicts: [], sast: [] };
  const json = JSON.stringify({ ...empty, ...reply, candidates });
  return question.body.output_config?.format ? json : `Here is the review.\n\n\`\`\`json\n${json}\n\`\`\`\n`;
}

function troubled(said: Said, trouble: Trouble | undefined): Said {
  if (trouble?.kind === 'refusal') {
    const text = trouble.partial ? said.text.slice(0, Math.ceil(said.text.length / 3)) : '';
    const category = trouble.category === undefined ? {} : { category: trouble.category };
    return { ...said, ...category, text, stopReason: 'refusal', thinkingTokens: 0 };
  }
  if (trouble?.kind === 'maxTokens') {
    const length = Math.floor(said.text.length * (trouble.share ?? 0.6));
    return { ...said, text: said.text.slice(0, length), stopReason: 'max_tokens' };
  }
  return trouble?.kind === 'contextExceeded'
    ? { ...said, text: '', stopReason: 'model_context_window_exceeded' }
    : said;
}

/** Thinking counts toward `max_tokens`; what does not fit is cut off. */
function counted(said: Said, maxTokens: number): Said {
  const thinkingTokens = Math.min(said.thinkingTokens, maxTokens);
  const room = maxTokens - thinkingTokens;
  if (tokensOf(said.text) <= room)
    return { ...said, thinkingTokens, outputTokens: thinkingTokens + tokensOf(said.text) };
  const text = Buffer.from(said.text)
    .subarray(0, Math.floor(room * 2.7))
    .toString('utf8')
    .replace(/\uFFFD$/, '');
  return { ...said, text, thinkingTokens, outputTokens: thinkingTokens + tokensOf(text), stopReason: 'max_tokens' };
}
