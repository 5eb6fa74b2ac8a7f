/** Sums of floating-point numbers may miss a cap by this much. */
export const ROUNDING = 1e-9;

/** What a run may spend, in USD; calls that are not answered yet are reserved. */
export interface Cap {
  left(): number;
  spend(usd: number): void;
  /** Possibly charged: counts against the cap, not as cost. */
  suspect(usd: number): void;
  reserve(usd: number): void;
  release(usd: number): void;
  hasReserved(): boolean;
  /** Resolves when something is released, or the run ends. */
  change(signal: AbortSignal): Promise<void>;
}

export function createCap(usd: number): Cap {
  let spent = 0;
  let suspected = 0;
  let reserved = 0;
  const waiting = new Set<() => void>();
  return {
    left: () => usd - spent - suspected - reserved,
    spend(more) {
      spent += more;
    },
    suspect(more) {
      suspected += more;
    },
    reserve(more) {
      reserved += more;
    },
    release(more) {
      reserved -= more;
      for (const wake of waiting) wake();
    },
    hasReserved: () => reserved > ROUNDING,
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
