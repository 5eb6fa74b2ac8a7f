/**
 * The replacement with the file's indentation: a model that re-indented what it quoted re-indents what it proposes in the
 * same way. Null where the texts do not tell what its indentation means.
 */
export function reindent(
  replacement: readonly string[],
  quote: readonly string[],
  current: readonly string[],
): readonly string[] | null {
  const wanted = indentOf(current);
  const proposed = indentOf(replacement);
  // A replacement that begins where the file's lines do needs no shift, whatever became of the quote.
  const from = proposed === wanted || proposed === '' ? proposed : indentOf(quote);
  const shifted = shift(replacement, from, wanted, quote, current);
  return shifted && isOfOneStyle(shifted, wanted) ? shifted : null;
}

/** White space before the first line that holds more than that. */
function indentOf(lines: readonly string[]): string {
  return spaceBefore(lines.find((line) => line.trim() !== '') ?? '');
}

function spaceBefore(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? '';
}

function shift(
  lines: readonly string[],
  from: string,
  to: string,
  quote: readonly string[],
  current: readonly string[],
): readonly string[] | null {
  if (from === to) return lines;
  if (from === '') return prefixed(lines, to, quote, current);
  const unit = isTabs(to) ? from.length / to.length : to.length / from.length;
  if (isSpaces(from) && isTabs(to)) return converted(lines, (space) => tabsFor(space, unit));
  if (isTabs(from) && isSpaces(to)) return converted(lines, (space) => spacesFor(space, unit));
  return converted(lines, (space) => (space.startsWith(from) ? to + space.slice(from.length) : null));
}

/** Lost indentation: of every line, or of the first alone when the text was trimmed. */
function prefixed(
  lines: readonly string[],
  to: string,
  quote: readonly string[],
  current: readonly string[],
): readonly string[] | null {
  const rest = lines.slice(1).filter((line) => line.trim() !== '');
  const all = lines.map((line) => (line.trim() === '' ? line : to + line));
  if (rest.length === 0 || rest.some((line) => !line.startsWith(to))) return all;
  const quotedRest = quote.slice(1);
  if (quotedRest.length === 0) return null;
  const filled = current.filter((line) => line.trim() !== '').slice(1);
  const trimmed = quotedRest.every((line, index) => line.trimEnd() === filled[index]?.trimEnd());
  return trimmed ? [to + lines[0], ...lines.slice(1)] : all;
}

function converted(lines: readonly string[], space: (before: string) => string | null): readonly string[] | null {
  const result = lines.map((line) => {
    const before = spaceBefore(line);
    const after = line.trim() === '' ? '' : space(before);
    return after === null ? null : after + line.slice(before.length);
  });
  return result.includes(null) ? null : result.filter((line) => line !== null);
}

function tabsFor(space: string, unit: number): string | null {
  return isSpaces(space) && Number.isInteger(space.length / unit) ? '\t'.repeat(space.length / unit) : null;
}

function spacesFor(space: string, unit: number): string | null {
  return isTabs(space) && Number.isInteger(unit) ? ' '.repeat(space.length * unit) : null;
}

function isTabs(space: string): boolean {
  return /^\t*$/.test(space);
}

function isSpaces(space: string): boolean {
  return /^ *$/.test(space);
}

/** No line may begin with the other kind of white space than the lines it replaces. */
function isOfOneStyle(lines: readonly string[], wanted: string): boolean {
  const other = wanted.startsWith('\t') ? /^ +\S/ : wanted.startsWith(' ') ? /^ *\t/ : null;
  return other === null || !lines.some((line) => other.test(line));
}
