import { statfs } from 'node:fs/promises';
import { runProgram } from './run-program';

const LOOK_EVERY = 250;

/** What the commands of one workshop may take of the disk under it. */
export interface SpaceLimits {
  /** Bytes that one command may leave; all of them together may leave four times as many. */
  disk: number;
  /** Files and folders that the workshop may hold: each takes its time to be removed. */
  entries: number;
}

/** `full`: there is hardly anything left for anybody, or the workshop holds more than all of its commands may leave. */
export type BeyondSpace = 'space' | 'entries' | 'full';

export interface Space {
  /** Calls once as soon as the command that begins now is beyond a limit, or the disk has hardly anything left. */
  watch(call: (why: BeyondSpace) => void): Promise<{ end(): void }>;
}

/** Watches the disk under the folder of a workshop. */
export function createSpace(folder: string, { disk, entries }: SpaceLimits): Space {
  const hasTooMany = entryWatch(folder, entries);
  const isTooLarge = sizeWatch(folder, 4 * disk);
  return {
    async watch(call) {
      const before = await freeIn(folder);
      // What an earlier command left is no fault of this one.
      await hasTooMany(before);
      await isTooLarge(before);
      let isLooking = false;
      const look = async () => {
        const free = await freeIn(folder).catch(() => before);
        if (free.bytes <= LEAST_LEFT.bytes || free.entries <= LEAST_LEFT.entries) return 'full';
        if (await isTooLarge(free)) return 'full';
        if (before.bytes - free.bytes > disk) return 'space';
        return (await hasTooMany(free)) ? 'entries' : undefined;
      };
      const timer = setInterval(async () => {
        if (isLooking) return;
        isLooking = true;
        const why = await look();
        isLooking = false;
        if (why === undefined) return;
        clearInterval(timer);
        call(why);
      }, LOOK_EVERY);
      timer.unref();
      return { end: () => clearInterval(timer) };
    },
  };
}

/** The disk belongs to others too: as soon as enough of its entries are gone, those of the folder are counted. */
function entryWatch(folder: string, most: number): (free: Free) => Promise<boolean> {
  let counted = 0;
  let then: number | undefined;
  return async ({ entries }) => {
    then ??= entries;
    if (then - entries <= Math.max(most / 100, most - counted)) return false;
    const before = counted;
    then = entries;
    counted = await entriesIn(folder, most + before + 1);
    // A command that removes what is too much may go on.
    return counted > most && counted > before;
  };
}

/** The same of its bytes: those of the folder are counted once enough of the disk is gone for it to hold too many. */
function sizeWatch(folder: string, most: number): (free: Free) => Promise<boolean> {
  let then: number | undefined;
  let allowed = most;
  return async ({ bytes }) => {
    then ??= bytes;
    if (then - bytes <= allowed) return false;
    const own = await bytesIn(folder);
    if (own > most) return true;
    then = bytes;
    allowed = most - own;
    return false;
  };
}

/** What takes too long to be counted is too much. */
async function bytesIn(folder: string): Promise<number> {
  const { why, output } = await runProgram({
    ...{ program: '/usr/bin/du', arguments: ['-skx', '--', folder], folder: '/', environment: { LC_ALL: 'C' } },
    limits: { time: LONGEST_COUNT, output: 10_000 },
    signal: new AbortController().signal,
  });
  const kilobytes = why === 'exit' ? Number.parseInt(output.toString('latin1'), 10) : Number.NaN;
  return Number.isFinite(kilobytes) ? kilobytes * 1024 : Number.POSITIVE_INFINITY;
}

/** What cannot be counted is too much: folders that were closed, and what takes too long. */
async function entriesIn(folder: string, tooMany: number): Promise<number> {
  let found = 0;
  const { why, code } = await runProgram({
    ...{ program: '/usr/bin/find', arguments: [folder, '-xdev'], folder: '/', environment: { LC_ALL: 'C' } },
    onOutput: (chunk) => {
      for (const byte of chunk) if (byte === LINE_END) found += 1;
    },
    limits: { time: LONGEST_COUNT },
    signal: new AbortController().signal,
  });
  return why === 'exit' && code === 0 ? found : tooMany;
}

const LINE_END = 0x0a;
const LONGEST_COUNT = 20_000;

interface Free {
  bytes: number;
  entries: number;
}

const LEAST_LEFT: Free = { bytes: 268_435_456, entries: 10_000 };
/** Of a file system that makes room for entries as they come. */
const UNCOUNTED = Number.MAX_SAFE_INTEGER;

async function freeIn(folder: string): Promise<Free> {
  const { bavail, bsize, files, ffree } = await statfs(folder);
  return { bytes: bavail * bsize, entries: files === 0 ? UNCOUNTED : ffree };
}
