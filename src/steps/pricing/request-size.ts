import type { ModelRequest, ModelTurn } from '../../ports/model';
import { sumOf } from '../../sum-of';

/** UTF-8 bytes of everything in a request that is counted as input, the answer's schema and the tools included. */
export function requestBytes({ system, user, later = [], turns = [], tools = [], schema }: ModelRequest): number {
  const texts = sumOf([...system, ...user, ...later], ({ text }) => Buffer.byteLength(text));
  const defined = [...(schema === null ? [] : [schema]), ...tools];
  return texts + sumOf(defined, jsonBytes) + sumOf(turns, turnBytes);
}

/** Of one turn, as its JSON: signatures of thoughts count too. */
export function turnBytes(turn: ModelTurn): number {
  if (turn.role === 'assistant') return sumOf(turn.content, jsonBytes);
  return sumOf(turn.results, ({ text }) => Buffer.byteLength(text)) + Buffer.byteLength(turn.text ?? '');
}

/** Bytes of a request by how the provider is to keep them: what stands before a mark is written with it. */
export function bytesByMark(request: ModelRequest): { hour: number; fiveMinutes: number; unmarked: number } {
  const { system, user, later = [], turns, turnsKept } = request;
  const blocks = [...system, ...user, ...later];
  const before = requestBytes({ ...request, system: [], user: [], later: [], turns: [] });
  const upTo = (mark: '1h' | '5m') => {
    const last = blocks.findLastIndex((block) => 'cache' in block && block.cache === mark);
    const texts = sumOf(blocks.slice(0, last + 1), ({ text }) => Buffer.byteLength(text));
    return last < 0 ? 0 : texts + before;
  };
  // A conversation is kept to its very end.
  const all = requestBytes(request);
  if (turns !== undefined && turnsKept === '1h') return { hour: all, fiveMinutes: 0, unmarked: 0 };
  const [hour, marked] = [upTo('1h'), turns === undefined ? Math.max(upTo('1h'), upTo('5m')) : all];
  return { hour, fiveMinutes: marked - hour, unmarked: all - marked };
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
