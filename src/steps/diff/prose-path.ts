/** True for a file of a page or a log, by its name: nothing runs there. */
export function isProse(path: string): boolean {
  return /\.(?:md|markdown|rst|adoc|log)$/i.test(path);
}
