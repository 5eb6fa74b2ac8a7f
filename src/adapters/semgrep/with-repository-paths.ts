/** As files are exported that cannot be called as they are. */
const OWN_NAMES = /(?:\.\/)?(renamed-by-second-pass\/\d{1,9}\/file(?:\.[a-z0-9]{1,12})?)/gi;

/** Puts the repository's paths back into a scanner's answer, its addresses and its words, where files were exported under other names. */
export function withRepositoryPaths(sarif: string, renamed: ReadonlyMap<string, string>): string {
  if (renamed.size === 0) return sarif;
  try {
    return JSON.stringify(JSON.parse(sarif), (key, value) =>
      (key === 'uri' || key === 'text') && typeof value === 'string'
        ? value.replace(OWN_NAMES, (own, name: string) => renamed.get(name) ?? own)
        : value,
    );
  } catch {
    // A cut-off answer is left as it is; its reader says so.
    return sarif;
  }
}
