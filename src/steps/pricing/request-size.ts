import type { ModelRequest } from '../../ports/model';
import { sumOf } from '../../sum-of';

/** UTF-8 bytes of everything in a request that is counted as input, the answer's schema included. */
export function requestBytes({ system, user, later = [], schema }: ModelRequest): number {
  const texts = sumOf([...system, ...user, ...later], ({ text }) => Buffer.byteLength(text));
  return texts + Buffer.byteLength(JSON.stringify(schema));
}
