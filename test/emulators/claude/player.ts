import type { Json, Player, PlayerMove, PlayerView } from './types';

/** A move by itself, or made of what was seen. */
export type Step = PlayerMove | ((view: PlayerView) => PlayerMove | undefined);

/** Plays its steps in order, and finishes when there are none left. */
export function script(...steps: readonly Step[]): Player {
  return (view) => {
    const step = steps[view.turn];
    if (step === undefined) return { calls: [{ name: 'finish', input: { summary: 'Done', files: [] } }] };
    return typeof step === 'function' ? step(view) : step;
  };
}

/** What a player sees of a request. */
export function played(body: Json): PlayerView {
  const messages: Json[] = body.messages;
  const said = messages.filter(({ role }) => role === 'assistant');
  const last = messages.at(-1);
  const calls: Json[] = (said.at(-1)?.content ?? []).filter(({ type }: Json) => type === 'tool_use');
  const results = messages.length === 1 ? [] : blocksOf(last).filter(({ type }) => type === 'tool_result');
  return {
    turn: said.length,
    results: results.map((result) => {
      const { name, input } = calls.find(({ id }) => id === result.tool_use_id) ?? {};
      return { name, input, text: textOf(result.content), isError: result.is_error === true };
    }),
    brief: blocksOf(messages[0]).map(textOf).join('\n'),
    aside:
      messages.length === 1
        ? ''
        : blocksOf(last)
            .flatMap((block) => (block.type === 'text' ? [block.text] : []))
            .join('\n'),
    system: textOf(body.system),
    body,
  };
}

function blocksOf(message: Json): Json[] {
  return typeof message?.content === 'string' ? [{ type: 'text', text: message.content }] : (message?.content ?? []);
}

function textOf(content: Json): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(textOf).join('\n');
  return content?.text ?? '';
}
