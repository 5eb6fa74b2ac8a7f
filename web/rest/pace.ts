const MOST_AT_ONCE = 6;
/** A service that asks for more than this is not waited for in silence. */
const LONGEST_WAIT = 300;

export interface Pace {
  /** Runs it when it is its turn. */
  take<T>(work: () => Promise<T>): Promise<T>;
  /** The service asked for patience: everybody waits, and from now on half as many go at once. */
  slowDown(seconds: number): void;
}

/** How many requests go at once, and when: the limit is the reader's own, so a greedy page slows down their Azure DevOps. */
export function createPace(onWait: (seconds: number) => void): Pace {
  const queue: (() => void)[] = [];
  let most = MOST_AT_ONCE;
  let running = 0;
  let openAt = 0;
  const next = () => {
    const wait = openAt - performance.now();
    if (wait > 0) return void setTimeout(next, wait);
    while (running < most && queue.length > 0) queue.shift()?.();
  };
  return {
    async take(work) {
      await new Promise<void>((resolve) => {
        queue.push(() => {
          running += 1;
          resolve();
        });
        next();
      });
      try {
        return await work();
      } finally {
        running -= 1;
        next();
      }
    },
    slowDown(seconds) {
      const wait = Math.min(seconds, LONGEST_WAIT);
      most = Math.max(1, Math.floor(most / 2));
      openAt = Math.max(openAt, performance.now() + wait * 1000);
      onWait(wait);
    },
  };
}
