import { statfs } from 'node:fs/promises';

const LOOK_EVERY = 250;

/** Calls once as soon as the disk under a folder has lost so many bytes, or has hardly any left. */
export async function watchSpace(folder: string, most: number, call: () => void): Promise<{ end(): void }> {
  const before = await freeBytes(folder);
  const timer = setInterval(async () => {
    const now = await freeBytes(folder).catch(() => before);
    if (before - now <= most && now > LEAST_LEFT) return;
    clearInterval(timer);
    call();
  }, LOOK_EVERY);
  timer.unref();
  return { end: () => clearInterval(timer) };
}

const LEAST_LEFT = 268_435_456;

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
