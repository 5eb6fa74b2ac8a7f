import type { SafeNames } from './safe-names';

/** Puts the repository's paths back into a scanner's answer, its addresses and its words, where files were exported under other names. */
export function withRepositoryPaths(sarif: string, names: SafeNames): string {
  if (names.isEmpty()) return sarif;
  try {
    return JSON.stringify(JSON.parse(sarif), (key, value) =>
      (key === 'uri' || key === 'text') && typeof value === 'string' ? names.restored(value) : value,
    );
  } catch {
    // A cut-off answer is left as it is; its reader says so.
    return sarif;
  }
}
