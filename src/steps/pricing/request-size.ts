import type { ModelRequest } from '../../ports/model';

/** UTF-8 bytes of everything in a request that is counted as input, the answer's schema included. */
export function requestBytes({ system, user, later = [], schema }: ModelRequest): number {
  const texts = [...system, ...user, ...later].reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  return texts + Buffer.byteLength(JSON.stringify(schema));
}
