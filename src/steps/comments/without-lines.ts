/** Shorter lines say nothing: a brace, a keyword. */
const MIN_LINE_LENGTH = 8;

/** The text with every one of these lines of code left out of it, wherever somebody quoted one. */
export function withoutLines(text: string, code: readonly (string | undefined)[]): string {
  const lines = code.flatMap((part) => part?.split('\n') ?? []).map((line) => line.trim());
  return [...new Set(lines)]
    .filter((line) => line.length >= MIN_LINE_LENGTH)
    .sort((a, b) => b.length - a.length)
    .reduce((left, line) => left.replaceAll(line, '…'), text);
}
