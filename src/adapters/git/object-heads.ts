/** In bytes. */
export interface ObjectLimits {
  object: number;
  total: number;
}

/** No file beyond is looked at: a difference of a few bytes may stand for any number of them, and takes git's memory and time for all. */
export const MOST_LOOKED_AT: ObjectLimits = { object: 67_108_864, total: 1_073_741_824 };

/** Reads the output of `cat-file --batch-check` as it streams in: sizes in bytes, null for a name that stands for nothing. */
export const createHeadCollector = () => createLineCollector(sizeIn);

export interface StoredObject {
  isBlob: boolean;
  bytes: number;
  /** True where it is stored as a difference to another one, so that git holds all of it to tell it. */
  isDifference: boolean;
}

/** What `createStoredCollector` reads. */
export const STORED_FORMAT = '--batch-check=%(objecttype) %(objectsize) %(deltabase)';

export const createStoredCollector = () => createLineCollector(storedIn);

function storedIn(line: string): StoredObject | null {
  const [, type, size, base] = /^(\w+) (\d+) ([0-9a-f]{40})$/.exec(line) ?? [];
  if (type === undefined) return null;
  return { isBlob: type === 'blob', bytes: Number(size), isDifference: !/^0+$/.test(base ?? '') };
}

function createLineCollector<Read>(read: (line: string) => Read) {
  const answers: Read[] = [];
  let rest = '';
  return {
    add(chunk: Buffer): void {
      const lines = `${rest}${chunk.toString('latin1')}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) answers.push(read(line));
    },
    result: (): readonly Read[] => answers,
  };
}

function sizeIn(line: string): number | null {
  const size = /^[0-9a-f]{40} \w+ (\d+)$/.exec(line)?.[1];
  return size === undefined ? null : Number(size);
}

/** Which of the objects are within the limits, the smallest first. */
export function affordable(sizes: readonly (number | null)[], most: ObjectLimits): (at: number) => boolean {
  const bySize = sizes.flatMap((size, at) => (size === null || size > most.object ? [] : [{ size, at }]));
  let total = 0;
  const within = new Set<number>();
  for (const { size, at } of bySize.sort((one, other) => one.size - other.size)) {
    total += size;
    if (total > most.total) break;
    within.add(at);
  }
  return (at) => within.has(at);
}
