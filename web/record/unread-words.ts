/**
 * Stands for the words of all languages with which people accept. A run reads them and remembers which comment it took for a yes;
 * a page repeats that, and takes nothing for a yes by itself.
 */
export function acceptsInWords(): boolean {
  return false;
}

export function whyNoReason(): string {
  return NOT_A_YES;
}

export const NOT_A_YES = 'was not taken for a yes by a run so far';
