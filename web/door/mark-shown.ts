/** Notes in the browser's own list of times when the content was painted first, for whoever measures. */
export function markShown(): void {
  requestAnimationFrame(() => setTimeout(() => performance.mark('second-pass-shown')));
}
