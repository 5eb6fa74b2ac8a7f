import type { ModelRequest } from '../../ports/model';
import { sumOf } from '../../sum-of';

/** UTF-8 bytes of everything in a request that is counted as input, the answer's schema included. */
export function requestBytes({ system, user, later = [], schema }: ModelRequest): number {
  const texts = sumOf([...system, ...user, ...later], ({ text }) => Buffer.byteLength(text));
  return texts + Buffer.byteLength(JSON.stringify(schema));
}

/** Bytes of a request by how the provider is to keep them: what stands before a mark is written with it. */
export function bytesByMark(request: ModelRequest): { hour: number; fiveMinutes: number; unmarked: number } {
  const { system, user, later = [], schema } = request;
  const blocks = [...system, ...user, ...later];
  const upTo = (mark: '1h' | '5m') => {
    const last = blocks.findLastIndex((block) => 'cache' in block && block.cache === mark);
    const texts = sumOf(blocks.slice(0, last + 1), ({ text }) => Buffer.byteLength(text));
    return last < 0 ? 0 : texts + Buffer.byteLength(JSON.stringify(schema));
  };
  const [hour, marked] = [upTo('1h'), Math.max(upTo('1h'), upTo('5m'))];
  return { hour, fiveMinutes: marked - hour, unmarked: requestBytes(request) - marked };
}
