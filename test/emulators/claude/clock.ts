/** A clock that a test can wind; `still` stands until it is wound. */
export interface VirtualClock {
  now(): number;
  advance(milliseconds: number): void;
}

export function virtualClock(mode: 'real' | 'still' = 'real', startAt?: number): VirtualClock {
  const born = Date.now();
  const start = startAt ?? born;
  let wound = 0;
  return {
    now: () => start + wound + (mode === 'real' ? Date.now() - born : 0),
    advance(milliseconds) {
      wound += milliseconds;
    },
  };
}
