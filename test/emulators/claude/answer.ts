import type { Trouble } from './faults';
import type { Model } from './models';
import { played } from './player';
import { type CacheAccount, resolvedSettings, tokensOf } from './prompt-cache';
import { standInReview } from './stand-in/review';
import type { Json, Player, PlayerMove, Reviewer, ReviewQuestion, ReviewReply, Usage } from './types';

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

/** What was said, before it becomes a message. */
export interface Said {
  text: string;
  /** Calls of tools, with their arguments as they are spelt: possibly only half of them. */
  uses: readonly Use[];
  stopReason: 'end_turn' | 'tool_use' | 'max_tokens' | 'refusal' | 'model_context_window_exceeded';
  category?: string;
  outputTokens: number;
  thinkingTokens: number;
  thinking: string;
}

interface Use {
  id: string;
  name: string;
  json: string;
}

/** Asks the player, where there are tools to call. */
export async function play(
  body: Json,
  player: Player | undefined,
  model: Model,
  trouble: Trouble | undefined,
  newCall: () => string,
): Promise<Said> {
  const move = (await player?.(played(body))) ?? GIVES_UP;
  const uses = (move.calls ?? []).map(({ name, input, cut }): Use => {
    const json = JSON.stringify(input);
    return { id: newCall(), name, json: cut ? json.slice(0, Math.ceil(json.length / 2)) : json };
  });
  const said = thoughtful(
    { text: move.say ?? '', uses, stopReason: uses.length > 0 ? 'tool_use' : 'end_turn' },
    body,
    model,
    trouble,
  );
  return counted(troubled(said, trouble), body.max_tokens);
}

const GIVES_UP: PlayerMove = {
  calls: [{ name: 'give_up', input: { why: 'The stand-in for Claude has no player here.' } }],
};

/** Asks the scripted reviewer, else the stand-in, and cuts the answer as `max_tokens` and the fault demand. */
export async function say(
  question: ReviewQuestion,
  reviewer: Reviewer | undefined,
  model: Model,
  trouble: Trouble | undefined,
): Promise<Said> {
  const reply = (await reviewer?.(question)) ?? standInReview(question);
  const answer = textOf(reply, question);
  const text = trouble?.kind === 'text' ? trouble.change(answer) : answer;
  const said = thoughtful({ text, uses: [], stopReason: 'end_turn' }, question.body, model, trouble);
  return counted(troubled(said, trouble), question.body.max_tokens);
}

function thoughtful(
  said: Pick<Said, 'text' | 'uses' | 'stopReason'>,
  body: Json,
  model: Model,
  trouble: Trouble | undefined,
): Said {
  const { thinking, effort } = resolvedSettings(body, model);
  const thinks = thinking.type === 'adaptive' || thinking.type === 'enabled';
  const shown = trouble?.kind === 'thinkingFirst' || thinking.display === 'summarized';
  return {
    ...said,
    outputTokens: 0,
    thinkingTokens: thinks || shown ? (THINKING_TOKENS[effort] ?? 0) : 0,
    thinking: shown ? THOUGHT : '',
  };
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
  if (thought) content.push({ type: 'thinking', thinking: said.thinking, signature: signatureOf(id) });
  if (said.text !== '') content.push({ type: 'text', text: said.text, citations: null });
  for (const use of said.uses)
    content.push({ type: 'tool_use', id: use.id, name: use.name, input: inputOf(use), caller: { type: 'direct' } });
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

/** Of every message its own: what is signed belongs to one place of one conversation. */
function signatureOf(id: string): string {
  return Buffer.from(`signed by the stand-in, ${id}`).toString('base64');
}

function inputOf({ json }: Use): Json {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}

/** Arguments that broke off, by the id of their call: a stream shows them as they came. */
export function brokenArguments({ uses }: Said): ReadonlyMap<string, string> {
  return new Map(uses.filter((use) => JSON.stringify(inputOf(use)) !== use.json).map(({ id, json }) => [id, json]));
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
    return { ...said, ...category, text, uses: [], stopReason: 'refusal', thinkingTokens: 0 };
  }
  if (trouble?.kind === 'maxTokens') {
    const length = Math.floor(said.text.length * (trouble.share ?? 0.6));
    if (said.uses.length > 0) return { ...said, uses: withLastCut(said.uses), stopReason: 'max_tokens' };
    return { ...said, text: said.text.slice(0, length), stopReason: 'max_tokens' };
  }
  if (trouble?.kind === 'toolWanted') return { ...said, stopReason: 'tool_use' };
  return trouble?.kind === 'contextExceeded'
    ? { ...said, text: '', uses: [], stopReason: 'model_context_window_exceeded' }
    : said;
}

/** Thinking counts toward `max_tokens`; what does not fit is cut off. */
function counted(said: Said, maxTokens: number): Said {
  const thinkingTokens = Math.min(said.thinkingTokens, maxTokens);
  const room = maxTokens - thinkingTokens;
  const calls = said.uses.reduce((sum, { name, json }) => sum + tokensOf(name + json) + 10, 0);
  if (tokensOf(said.text) + calls <= room)
    return { ...said, thinkingTokens, outputTokens: thinkingTokens + tokensOf(said.text) + calls };
  if (calls > 0)
    return { ...said, uses: withLastCut(said.uses), thinkingTokens, outputTokens: maxTokens, stopReason: 'max_tokens' };
  const text = Buffer.from(said.text)
    .subarray(0, Math.floor(room * 2.7))
    .toString('utf8')
    .replace(/\uFFFD$/, '');
  return { ...said, text, thinkingTokens, outputTokens: thinkingTokens + tokensOf(text), stopReason: 'max_tokens' };
}

function withLastCut(uses: readonly Use[]): Use[] {
  return uses.map((use, index) =>
    index < uses.length - 1 ? use : { ...use, json: use.json.slice(0, Math.ceil(use.json.length / 2)) },
  );
}
