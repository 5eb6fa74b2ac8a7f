/** A share as people read it, in whole per cent. */
export function percentText(share: number): string {
  return `${Math.round(100 * share)}%`;
}
