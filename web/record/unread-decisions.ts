/**
 * Stands for the line with which people accept. A run reads it, knows which code it was said of, and remembers which comment it took
 * for a yes; a page repeats that, and takes nothing for a yes by itself.
 */
export function acceptsInPlain(): boolean {
  return false;
}

export function reasonBefore(content: string): string {
  return content;
}

export const NO_DECISION =
  'was not taken for a yes by a run so far; a last line that says “/accept” and nothing else would accept it';
