import type { Model } from './models';
import type { Json } from './types';
import type { ValidationScene } from './validation';

/**
 * The rules of a conversation with tools: every call is answered by the very next message, results first and each once, and what
 * the model said comes back letter by letter, thoughts and their signatures above all.
 */
export function pairRule(body: Json, _model: Model, { spoken }: ValidationScene): string | undefined {
  const messages: Json[] = body.messages;
  const hasTools = messages.some((message) => blocksOf(message).some(({ type }) => /^tool_/.test(type)));
  if (hasTools && !body.tools?.length)
    return 'Requests which include `tool_use` or `tool_result` blocks must define tools.';
  for (const [index, message] of messages.entries()) {
    const problem = orderProblem(messages, index) ?? changedProblem(message, index, spoken);
    if (problem) return problem;
  }
  return undefined;
}

function orderProblem(messages: readonly Json[], index: number): string | undefined {
  const [before, message] = [blocksOf(messages[index - 1]), blocksOf(messages[index])];
  const calls = (blocks: Json[]) => blocks.flatMap(({ type, id }) => (type === 'tool_use' ? [id] : []));
  if (messages[index].role === 'assistant') {
    const open = calls(message);
    const answered = resultsOf(blocksOf(messages[index + 1]));
    const missing = open.filter((id) => !answered.includes(id));
    if (missing.length === 0) return undefined;
    return `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(', ')}.`;
  }
  const results = resultsOf(message);
  const known = messages[index - 1]?.role === 'assistant' ? calls(before) : [];
  const foreign = results.find((id) => !known.includes(id));
  if (foreign)
    return `messages.${index}.content: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${foreign}.`;
  if (new Set(results).size < results.length) return `messages.${index}: each tool_use must have a single result.`;
  const first = message.findIndex(({ type }) => type !== 'tool_result');
  const late = first >= 0 && message.slice(first).some(({ type }) => type === 'tool_result');
  return late ? `messages.${index}: \`tool_result\` blocks must come first in the content.` : undefined;
}

function changedProblem(message: Json, index: number, spoken: ValidationScene['spoken']): string | undefined {
  if (message.role !== 'assistant') return undefined;
  const blocks = blocksOf(message);
  const said = spoken.get(blocks.find(({ type }) => type === 'tool_use')?.id);
  if (!said) return undefined;
  const at = said.findIndex((block, place) => JSON.stringify(block) !== JSON.stringify(plain(blocks[place])));
  if (at < 0 && blocks.length === said.length) return undefined;
  return `messages.${index}.content.${Math.max(at, 0)}: blocks in an assistant message, \`thinking\` above all, cannot be modified.`;
}

function resultsOf(blocks: Json[]): string[] {
  return blocks.flatMap(({ type, tool_use_id }) => (type === 'tool_result' ? [tool_use_id] : []));
}

function plain(block: Json): Json {
  if (!block) return null;
  const { cache_control: _mark, ...rest } = block;
  return rest;
}

function blocksOf(message: Json): Json[] {
  return Array.isArray(message?.content) ? message.content : [];
}
