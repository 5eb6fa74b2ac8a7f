/** Puts the repository's paths back into a scanner's answer where files were exported under other names. */
export function withRepositoryPaths(sarif: string, renamed: ReadonlyMap<string, string>): string {
  if (renamed.size === 0) return sarif;
  try {
    return JSON.stringify(JSON.parse(sarif), (key, value) =>
      key === 'uri' && typeof value === 'string' ? (renamed.get(value.replace(/^\.\//, '')) ?? value) : value,
    );
  } catch {
    // A cut-off answer is left as it is; its reader says so.
    return sarif;
  }
}
