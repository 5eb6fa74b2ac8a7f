import type { Candidate } from '../findings/finding';
import type { Anchor } from './anchor';
import { type Source, sourceLines } from './apply-suggestion';
import { withoutReturn } from './diff-index';
import { squeeze } from './fold';
import { reindent } from './indentation';
import { readQuote, unfenced } from './read-quote';
import { forbiddenPlace, forbiddenText } from './suggestion-guard';

/** The text that replaces an anchor's lines, with the file's line endings and none at its end; or why there is none. */
export type Suggestion = { text: string } | { reason: string };

/**
 * Offers a finding's replacement only where applying it is safe: whole lines of the new side that equal the quote, a text
 * that differs and can be shown as it is, and a file in which one click does no harm.
 * `sourceFile` is the file at the source commit; `newMode` its mode there.
 */
export function suggestionFor(
  finding: Pick<Candidate, 'quote' | 'replacement'>,
  anchor: Anchor,
  sourceFile: Source,
  newMode = '100644',
): Suggestion {
  const replacement = linesOf(finding.replacement);
  if (replacement.length === 0) return { reason: 'it has no replacement' };
  if (anchor.kind !== 'lines' || anchor.range.side !== 'new')
    return { reason: 'it does not stand on lines of the new side' };
  const source = sourceLines(sourceFile, anchor.range);
  const current = source?.lines ?? [];
  if (!source || current.join('\n') !== anchor.text) return { reason: 'its lines are not those of the source commit' };
  const quote = wholeLineQuote(finding.quote, current);
  if (!quote) return { reason: 'it does not quote whole lines' };
  const forbidden = forbiddenPlace(anchor.path, sourceFile.text, newMode) ?? forbiddenText(replacement, current);
  if (forbidden) return { reason: forbidden };
  const lines = reindent(replacement, quote, current);
  if (!lines) return { reason: 'its indentation cannot be told' };
  if (lines.join('\n') === current.join('\n')) return { reason: 'it changes nothing' };
  return { text: lines.join(source.lineEnding) };
}

/** Lines of a model's text, without a fence, blank edges and carriage returns, copied as the prompt shows them or not. */
function linesOf(text: string): string[] {
  const lines = unfenced(
    text
      .replace(/\\u\{d\}$/gm, '')
      .split(/\r\n|\n/)
      .map(withoutReturn),
  );
  const filled = (line: string) => line.trim() !== '';
  return lines.slice(Math.max(lines.findIndex(filled), 0), lines.findLastIndex(filled) + 1);
}

/** The reading of the quote whose lines are all of the current lines; its own indentation says what the replacement's means. */
function wholeLineQuote(quote: string, current: readonly string[]): readonly string[] | null {
  const wanted = current.map(squeeze).filter((line) => line !== '');
  if (linesOf(quote).length < current.length) return null;
  const readings = readQuote(quote).map(({ lines }) => lines.map(({ head }) => head));
  const found = readings.find((lines) => lines.map(squeeze).join('\n') === wanted.join('\n'));
  return found ?? null;
}
