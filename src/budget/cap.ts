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
  /** From a call's reservation to its end, and from a chunk's first call to its last: until then more may become free. */
  open(what: Spender): Closing;
  hasOpen(what: Spender): boolean;
  /** While the parts of a chunk that was cut are asked one after the other: those behind it do not give up in between. */
  keepOpen(place: number): Closing;
  /** True where a chunk before this place is kept open. */
  isKeptBefore(place: number): boolean;
  /** A place in the order in which chunks may begin; smaller numbers come first. */
  lineUp(place: number): Closing;
  isNext(place: number): boolean;
  /** Resolves when something changes, or the run ends. Those that finish what is paid for are woken first. */
  change(signal: AbortSignal, isUrgent: boolean): Promise<void>;
}

export type Spender = 'call' | 'chunk';

/** May be called twice. */
export type Closing = () => void;

export function createCap(usd: number): Cap {
  let gone = 0;
  let reserved = 0;
  const open = { call: new Set<object>(), chunk: new Set<object>() };
  const line = new Map<object, number>();
  const kept = new Map<object, number>();
  const waiting = { urgent: new Set<() => void>(), usual: new Set<() => void>() };
  const wakeAll = () => {
    for (const wake of [...waiting.urgent, ...waiting.usual]) wake();
  };
  const count = (more: number) => {
    gone += more;
  };
  return {
    left: () => usd - gone - reserved,
    spend: count,
    suspect: count,
    reserve(more) {
      reserved += more;
    },
    release(more) {
      reserved -= more;
      if (more > 0) wakeAll();
    },
    open(what) {
      const key = {};
      open[what].add(key);
      return closing(open[what], key, wakeAll);
    },
    hasOpen: (what) => open[what].size > 0,
    keepOpen(place) {
      const key = {};
      kept.set(key, place);
      return closing(kept, key, wakeAll);
    },
    isKeptBefore: (place) => [...kept.values()].some((other) => other < place),
    lineUp(place) {
      const key = {};
      line.set(key, place);
      return closing(line, key, wakeAll);
    },
    isNext: (place) => [...line.values()].every((other) => other >= place),
    change: (signal, isUrgent) => changed(isUrgent ? waiting.urgent : waiting.usual, signal),
  };
}

function closing(list: { delete(key: object): boolean }, key: object, wakeAll: () => void): Closing {
  return () => {
    if (list.delete(key)) wakeAll();
  };
}

function changed(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      waiting.delete(wake);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    waiting.add(wake);
    signal.addEventListener('abort', wake);
  });
}
