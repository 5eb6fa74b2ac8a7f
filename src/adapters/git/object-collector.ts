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
const LINE_FEED = 0x0a;
const HEADER = /^[0-9a-f]{40} (\w+) (\d+)$/;

/** Reads the output of `cat-file --batch` as it streams in, so that a blob of a gigabyte passes through without being kept. */
export function createObjectCollector(limits: ObjectLimits = DEFAULT_LIMITS) {
  const objects: (GitObject | null)[] = [];
  let total = 0;
  let header: Buffer[] = [];
  let open: { type: string; size: number; at: number; content: Buffer | null } | undefined;

  /** Takes the next bytes and answers with how many of them were used. */
  function take(bytes: Buffer): number {
    return open ? takeContent(bytes) : takeHeader(bytes);
  }

  function takeHeader(bytes: Buffer): number {
    const end = bytes.indexOf(LINE_FEED);
    header.push(end < 0 ? bytes : bytes.subarray(0, end));
    if (end < 0) return bytes.length;
    const [, type, size] = HEADER.exec(Buffer.concat(header).toString('latin1')) ?? [];
    header = [];
    if (type === undefined) objects.push(null);
    else open = { type, size: Number(size), at: 0, content: roomFor(Number(size)) };
    return end + 1;
  }

  function roomFor(size: number): Buffer | null {
    if (size > limits.object || total + size > limits.total) return null;
    total += size;
    return Buffer.allocUnsafe(size);
  }

  function takeContent(bytes: Buffer): number {
    if (!open) return 0;
    const { type, size, at, content } = open;
    // Behind the content stands a line feed of the format's own.
    const used = Math.min(bytes.length, size + 1 - at);
    if (content) bytes.copy(content, at, 0, Math.min(used, size - at));
    open.at += used;
    if (open.at <= size) return used;
    objects.push(content && { type, content });
    open = undefined;
    return used;
  }

  return {
    add(chunk: Buffer): void {
      for (let at = 0; at < chunk.length; ) at += take(chunk.subarray(at));
    },
    result: (): readonly (GitObject | null)[] => objects,
  };
}
