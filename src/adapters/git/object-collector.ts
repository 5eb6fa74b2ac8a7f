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
  let open: { type: string; left: number; kept: Buffer[] | null } | undefined;

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
    else open = { type, left: Number(size) + 1, kept: mayKeep(Number(size)) ? [] : null };
    return end + 1;
  }

  function mayKeep(size: number): boolean {
    if (size > limits.object || total + size > limits.total) return false;
    total += size;
    return true;
  }

  function takeContent(bytes: Buffer): number {
    if (!open) return 0;
    const used = Math.min(bytes.length, open.left);
    open.left -= used;
    // The last byte is a line feed of the format's own.
    open.kept?.push(Buffer.from(bytes.subarray(0, open.left === 0 ? used - 1 : used)));
    if (open.left > 0) return used;
    objects.push(open.kept && { type: open.type, content: Buffer.concat(open.kept) });
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
