import type { SafeNames } from './safe-names';

/**
 * Puts the repository's paths back into a scanner's answer, its addresses and its words. An address is the whole name of a copy; one
 * that is not stays as it is, and is told as one that nobody understood.
 */
export function withRepositoryPaths(sarif: string, names: SafeNames): string {
  try {
    return JSON.stringify(JSON.parse(sarif), (key, value) => {
      if (typeof value !== 'string') return value;
      if (key === 'uri') return names.pathOf(value) ?? value;
      return key === 'text' ? names.restored(value) : value;
    });
  } catch {
    // A cut-off answer is left as it is; its reader says so.
    return sarif;
  }
}
