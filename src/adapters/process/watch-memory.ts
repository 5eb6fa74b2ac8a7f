import { readFileSync } from 'node:fs';

const LOOK_EVERY = 250;
/** Mebibytes of the whole machine below which a command is the first to go. */
const LEAST_LEFT = 512;
/** Mebibytes that are taken meanwhile before it has anything to do with that. */
const OF_ACCOUNT = 256;

/** Mebibytes of the machine. */
export interface Memory {
  /** Files that live in memory alone, and segments that processes share. */
  shared: number;
  /** What programs can still have. */
  available: number;
  all: number;
}

/**
 * Watches memory that no process is told to hold: a file in memory that nobody has mapped, a segment that nobody has attached,
 * what waits in sockets. Calls once as soon as there is more of it than a command may have, or hardly anything left for others.
 */
export function watchMemory(most: number, call: () => void, look = memoryNow): { end(): void } {
  const before = Number.isFinite(most) ? look() : undefined;
  if (before === undefined) return { end() {} };
  const timer = setInterval(() => {
    const now = look();
    if (now === undefined || !isBeyond(before, now, most)) return;
    clearInterval(timer);
    call();
  }, LOOK_EVERY);
  timer.unref();
  return { end: () => clearInterval(timer) };
}

function isBeyond(before: Memory, now: Memory, most: number): boolean {
  if (now.shared - before.shared > most) return true;
  return now.available < Math.min(LEAST_LEFT, now.all / 16) && before.available - now.available > OF_ACCOUNT;
}

/** Undefined where the system does not tell. */
function memoryNow(): Memory | undefined {
  try {
    const text = readFileSync('/proc/meminfo', 'latin1');
    const of = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(text)?.[1]) / 1024;
    const memory = { shared: of('Shmem'), available: of('MemAvailable'), all: of('MemTotal') };
    return Object.values(memory).every(Number.isFinite) ? memory : undefined;
  } catch {
    return undefined;
  }
}
