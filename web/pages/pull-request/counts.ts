/** Blockers, warnings and suggestions as a status text counts them; undefined where it counts none. */
export function countsIn(text: string): number[] | undefined {
  return /(\d+) blockers?, (\d+) warnings?, (\d+) suggestions?/.exec(text)?.slice(1, 4).map(Number);
}
