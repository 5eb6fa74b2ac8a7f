/** Sums of floating-point numbers may miss a cap by this much. */
export const ROUNDING = 1e-9;

/** USD of a run against its cap; calls under way are reserved. */
export interface Money {
  left(): number;
  spend(usd: number): void;
  /** Charged perhaps, without being told: counts against the cap, not as cost. */
  doubt(usd: number): void;
  reserve(usd: number): void;
  release(usd: number): void;
  isReserved(): boolean;
  /** Resolves when something is released, or the run ends. */
  change(signal: AbortSignal): Promise<void>;
}

export function createMoney(cap: number): Money {
  let spent = 0;
  let doubtful = 0;
  let reserved = 0;
  const waiting = new Set<() => void>();
  return {
    left: () => cap - spent - doubtful - reserved,
    spend: (usd) => {
      spent += usd;
    },
    doubt: (usd) => {
      doubtful += usd;
    },
    reserve: (usd) => {
      reserved += usd;
    },
    release(usd) {
      reserved -= usd;
      for (const wake of waiting) wake();
    },
    isReserved: () => reserved > ROUNDING,
    change: (signal) =>
      new Promise((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener('abort', wake);
      }),
  };
}
