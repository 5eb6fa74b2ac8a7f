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

/** Calls tools at random, the same way for the same seed: right and wrong arguments, hostile and harmless. */
export function randomPlayer(seed: number, options: { moves: readonly PlayerMove[]; turns: number }): Player {
  let state = seed >>> 0 || 1;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return ({ turn }) => {
    if (turn >= options.turns)
      return { calls: [{ name: 'finish', input: { summary: 'Done', files: ['new.txt', 'src/a.txt'] } }] };
    const count = 1 + next(2);
    const calls = Array.from({ length: count }, () => options.moves[next(options.moves.length)]?.calls ?? []).flat();
    return { say: 'Going on.', calls };
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
