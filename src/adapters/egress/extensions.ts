import { type Reading, reading } from './reading';

export interface Extension {
  kind: number;
  content: Buffer;
}

/** The extensions with which a hello ends, where it has any. */
export function extensionsAt(hello: Reading): Extension[] {
  if (hello.isEnded()) return [];
  const all = reading(hello.part(2));
  if (!hello.isEnded()) throw new RangeError('more than a hello');
  const found: Extension[] = [];
  while (!all.isEnded()) found.push({ kind: all.take(2).readUInt16BE(), content: all.part(2) });
  return found;
}
