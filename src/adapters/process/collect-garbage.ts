import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Newer engines give pages back to the system as a last resort only; older ones know no such word. */
const KEEPS_PAGES = Number.parseInt(process.versions.node, 10) >= 22;

/**
 * Buffers that nobody needs any more are given back at a full collection only, and of a large change they take as much as its diff:
 * contents that are read, or threads that start beside them, would make the process outgrow a small agent.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('globalThis.gc') as ((how?: object) => void) | undefined;
  setFlagsFromString('--no-expose-gc');
  if (!KEEPS_PAGES) {
    collect?.();
    return;
  }
  collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  // Room for new objects would grow to 80 MB again, which nothing gives back before the end.
  setFlagsFromString('--semi-space-growth-factor=1');
}
