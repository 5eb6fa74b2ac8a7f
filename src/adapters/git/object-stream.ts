/** What becomes of one object while its bytes come in. */
export interface ObjectSink<Kept> {
  add(bytes: Buffer): void;
  /** To be called once, behind the last byte. */
  kept(): Kept;
}

const LINE_FEED = 0x0a;
const HEADER = /^[0-9a-f]{40} (\w+) (\d+)$/;

/** Reads the output of `cat-file --batch` as it streams in; null for a name that stands for nothing. */
export function createObjectStream<Kept>(open: (type: string, size: number) => ObjectSink<Kept>) {
  const objects: (Kept | null)[] = [];
  let header: Buffer[] = [];
  let current: { size: number; at: number; sink: ObjectSink<Kept> } | undefined;

  /** Takes the next bytes and answers with how many of them were used. */
  function take(bytes: Buffer): number {
    return current ? takeContent(current, bytes) : takeHeader(bytes);
  }

  function takeHeader(bytes: Buffer): number {
    const end = bytes.indexOf(LINE_FEED);
    header.push(end < 0 ? bytes : bytes.subarray(0, end));
    if (end < 0) return bytes.length;
    const [, type, size] = HEADER.exec(Buffer.concat(header).toString('latin1')) ?? [];
    header = [];
    if (type === undefined) objects.push(null);
    else current = { size: Number(size), at: 0, sink: open(type, Number(size)) };
    return end + 1;
  }

  function takeContent(of: { size: number; at: number; sink: ObjectSink<Kept> }, bytes: Buffer): number {
    // Behind the content stands a line feed of the format's own.
    const used = Math.min(bytes.length, of.size + 1 - of.at);
    of.sink.add(bytes.subarray(0, Math.min(used, of.size - of.at)));
    of.at += used;
    if (of.at <= of.size) return used;
    objects.push(of.sink.kept());
    current = undefined;
    return used;
  }

  return {
    add(chunk: Buffer): void {
      for (let at = 0; at < chunk.length; ) at += take(chunk.subarray(at));
    },
    result: (): readonly (Kept | null)[] => objects,
  };
}

export type ObjectStream<Kept> = ReturnType<typeof createObjectStream<Kept>>;
