/** Tells the milliseconds of processor time since it was called: of one of so many threads that work, and no more than passed by the clock. */
export function processorTime(threads = 1): () => number {
  const clock = performance.now();
  const processor = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(processor);
    return Math.min(performance.now() - clock, (user + system) / 1_000 / threads);
  };
}
