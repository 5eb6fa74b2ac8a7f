import { createObjectStream } from './object-stream';

export interface GitObject {
  type: string;
  content: Buffer;
}

/** Keeps the contents of objects. */
export function createObjectCollector() {
  return createObjectStream<GitObject>((type, size) => {
    const content = Buffer.allocUnsafe(size);
    let at = 0;
    return {
      add(bytes) {
        at += bytes.copy(content, at);
      },
      kept: () => ({ type, content }),
    };
  });
}
