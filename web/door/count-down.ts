/** Tells every second how many are left, down to 0; a longer wait replaces a shorter one. */
export function createCountDown(tell: (seconds: number) => void): (seconds: number) => void {
  let until = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    const left = Math.max(0, Math.ceil((until - performance.now()) / 1000));
    tell(left);
    if (left > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  return (seconds) => {
    until = Math.max(until, performance.now() + seconds * 1000);
    timer ??= setInterval(tick, 1000);
    tick();
  };
}
