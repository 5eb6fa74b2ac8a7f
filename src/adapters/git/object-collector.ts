import { createObjectStream } from './object-stream';

export interface GitObject {
  type: string;
  content: Buffer;
}

/** How much content is held in memory, in bytes; what is beyond counts as not there. */
export interface ObjectLimits {
  object: number;
  total: number;
}

const DEFAULT_LIMITS: ObjectLimits = { object: 16_777_216, total: 402_653_184 };

/** Keeps the contents of objects; a blob of a gigabyte passes through without being kept. */
export function createObjectCollector(limits: ObjectLimits = DEFAULT_LIMITS) {
  let total = 0;
  return createObjectStream<GitObject | null>((type, size) => {
    if (size > limits.object || total + size > limits.total) return { add: () => {}, kept: () => null };
    total += size;
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
