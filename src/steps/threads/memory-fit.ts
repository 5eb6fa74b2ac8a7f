import { gravestOf } from '../triage/known-finding';
import { inertJson } from './hidden-text';
import { EMPTY_MEMORY, type Memory, type ThreadMemory } from './memory';

/** Paths that stand once, whoever names them; readers of this version and later know them. */
export const VERSION_WITH_PATHS = 3;

/** How long the text of a memory may be: as a rule, and for what blocks. */
export interface Room {
  usual: number;
  most: number;
}

type Shortened = (memory: Memory) => Memory;

/** What is left out first costs a review again; what blocks goes last, and is counted. */
const SHORTENED: readonly Shortened[] = [(memory) => memory, ({ result: _, ...memory }) => memory, withoutFiles];

/** The memory as text that fits; what was spent, who works here and how much is forgotten is always told. */
export function fittingText(memory: Memory, head: { version: number; name: string }, room: Room): string {
  const isBeyond = countOf(memory) > MOST_WRITTEN;
  for (const shorten of isBeyond ? [] : SHORTENED) {
    const text = inertJson({ ...head, ...shorten(memory) });
    if (text.length <= room.usual) return text;
  }
  const small = withoutFiles(memory);
  const textOf = (some: Memory) => inertJson({ ...head, version: VERSION_WITH_PATHS, ...withPaths(some) });
  for (const some of isBeyond ? [] : [small, withoutLesser(small)]) {
    const text = textOf(some);
    if (text.length <= room.most) return text;
  }
  return textOf(longestCut(withoutLesser(small), (some) => textOf(some).length <= room.most));
}

/** What tells a blocker again is longer than the most there is room for by so many: of more none is written to see. */
export const MOST_WRITTEN = 1_000;

function countOf({ listed = [], threads }: Memory): number {
  return listed.length + Object.keys(threads).length;
}

function withoutFiles({ result: _, reviewed, ...memory }: Memory): Memory {
  return reviewed ? { ...memory, reviewed: { ...reviewed, files: {} } } : memory;
}

/** Of threads that never blocked the signed texts are enough, and what is over blocks no more. */
function withoutLesser({ listed, ...memory }: Memory): Memory {
  const threads = Object.fromEntries(Object.entries(memory.threads).filter(([, one]) => mayBlock(one)));
  return { ...memory, threads, ...(listed ? { listed: listed.filter(({ over }) => !over) } : {}) };
}

function mayBlock({ severity = 'blocker', gravest, enforced }: ThreadMemory): boolean {
  return enforced === true || gravestOf({ severity, ...(gravest ? { gravest } : {}) }) === 'blocker';
}

/** As many of what blocks as there is room for. */
function longestCut(memory: Memory, fits: (memory: Memory) => boolean): Memory {
  let [kept, tooMany] = [0, Math.min(countOf(memory), MOST_WRITTEN)];
  while (tooMany - kept > 1) {
    const middle = Math.floor((kept + tooMany) / 2);
    if (fits(cutTo(memory, middle))) kept = middle;
    else tooMany = middle;
  }
  const cut = cutTo(memory, kept);
  return fits(cut) ? cut : bare(cut);
}

/** Those without a thread first: nothing else tells of them. */
function cutTo(memory: Memory, kept: number): Memory {
  const { listed = [], lost } = memory;
  const threads = Object.entries(memory.threads);
  const ofThreads = Math.max(0, kept - listed.length);
  const gone = threads.slice(ofThreads).map(([id]) => Number(id));
  return {
    ...memory,
    listed: listed.slice(0, kept),
    threads: Object.fromEntries(threads.slice(0, ofThreads)),
    lost: {
      listed: Math.max(lost?.listed ?? 0, listed.length - kept),
      threads: [...new Set([...(lost?.threads ?? []), ...gone])],
    },
  };
}

/** Ids of more threads are too long themselves. */
const MAX_IDS = 1_000;

/** What is small, and cannot be done without. */
const SMALL = [
  ...(['spentUsd', 'paid', 'counted', 'unended', 'claim'] as const),
  ...(['failures', 'writtenAt', 'knewUntil', 'setBack', 'target'] as const),
] as const;

function bare(memory: Memory): Memory {
  const { lost = { listed: 0, threads: [] } } = memory;
  const more = Math.max(0, lost.threads.length - MAX_IDS);
  const small = SMALL.flatMap((name) => (memory[name] === undefined ? [] : [[name, memory[name]]]));
  return {
    ...EMPTY_MEMORY,
    ...Object.fromEntries(small),
    lost: { listed: lost.listed + more, threads: lost.threads.slice(0, MAX_IDS) },
  };
}

function withPaths(memory: Memory): object {
  const paths: string[] = [];
  const numbers = new Map<string, number>();
  const numbered = <One extends { path?: string }>(one: One) => {
    if (one.path === undefined) return one;
    const number = numbers.get(one.path) ?? paths.push(one.path) - 1;
    numbers.set(one.path, number);
    return { ...one, path: number };
  };
  const threads = Object.entries(memory.threads).map(([id, one]) => [id, numbered(one)]);
  const listed = memory.listed?.map(numbered);
  return { ...memory, threads: Object.fromEntries(threads), ...(listed ? { listed } : {}), paths };
}

/** What was stored with its paths in one place, as other versions store it. */
export function withPathsInPlace(stored: Readonly<Record<string, unknown>>): unknown {
  const { paths, threads, listed, ...rest } = stored;
  const known: readonly unknown[] = Array.isArray(paths) ? paths : [];
  const inPlace = (one: unknown) =>
    isRecord(one) && typeof one.path === 'number' ? { ...one, path: known[one.path] } : one;
  return {
    ...rest,
    ...(isRecord(threads)
      ? { threads: Object.fromEntries(Object.entries(threads).map(([id, one]) => [id, inPlace(one)])) }
      : {}),
    ...(Array.isArray(listed) ? { listed: listed.map(inPlace) } : {}),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
