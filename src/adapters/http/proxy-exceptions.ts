/**
 * Whether an address is reached past the proxy. The agent holds its patterns against scheme, host and port alone, its task
 * library against the whole address; what either takes for an exception is one. The query is left out: names in it are the
 * pull request's.
 * @param patterns sources of regular expressions; one that cannot be read is told and left out
 */
export function proxyExceptions(
  patterns: readonly string[],
  tell: (unreadable: string) => void = () => {},
): (url: URL) => boolean {
  const read = patterns.flatMap((source) => {
    try {
      return [new RegExp(source, 'i')];
    } catch {
      tell(source);
      return [];
    }
  });
  return ({ protocol, host, pathname }) => {
    const origin = `${protocol}//${host}`;
    return read.some((pattern) => pattern.test(origin) || pattern.test(origin + pathname));
  };
}
