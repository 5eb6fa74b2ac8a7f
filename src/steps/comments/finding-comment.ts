import type { LineRange } from '../../ports/code-host';
import type { PlacedFinding } from '../triage/placed-finding';
import { codeBlock, codeSpan, escapeLine, escapeMarkdown, mentionsSomebody, shorten } from './escape';
import { type LinkBase, linesUrl } from './links';

export { shorten };

const LABEL = { blocker: 'Blocker', warning: 'Warning', suggestion: 'Suggestion' } as const;

/** Longest text of one part of a comment before it is escaped; the whole stays below the service's 150,000 characters. */
const MAX_PART_LENGTH = 8000;

const LINE_WORDS = /\blines?\s+(\d{1,6})(?:\s*(?:-|–|to|and)\s*(\d{1,6}))?\b/gi;

const PRIVATE_USE = /[\ue000-\uf8ff]/g;

const MAX_LINKS = 20;

/** One finding as the first comment of its thread: one problem, a suggestion if it applies, its evidence folded away. */
export function findingComment(finding: PlacedFinding, links: LinkBase): string {
  const title = escapeLine(shorten(finding.title, 200));
  return [
    `**${LABEL[finding.severity]}** · ${finding.category}${finding.unverified ? ' · unverified' : ''} — **${title || finding.category}**`,
    escapeMarkdown(shorten(finding.body, MAX_PART_LENGTH)),
    suggestionBlock(finding),
    details('Evidence', evidence(finding, links)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Only lines on the new side can be replaced; the block must stand alone for the service to offer it. */
function suggestionBlock({ suggestion }: PlacedFinding): string {
  if (suggestion === undefined || suggestion.length > MAX_PART_LENGTH || mentionsSomebody(suggestion)) return '';
  return codeBlock(suggestion, 'suggestion');
}

function evidence(finding: PlacedFinding, links: LinkBase): string {
  return [
    linked(shorten(finding.evidence, MAX_PART_LENGTH), finding, links),
    placeLink(finding, links),
    finding.rule ? `Rule ${codeSpan(finding.rule)}` : '',
    finding.anchor.kind === 'lines' ? '' : quoteOf(finding),
    finding.reason
      ? `${finding.unverified ? 'Not checked' : 'Checked'}: ${linked(shorten(finding.reason, 2000), finding, links)}`
      : '',
    finding.sweptSeverity ? `Severity was ${finding.sweptSeverity} before the check.` : '',
  ]
    .filter((line) => line !== '')
    .join('\n\n');
}

/** The lines as they were reviewed: still right when the thread has moved on. */
function placeLink({ anchor }: PlacedFinding, links: LinkBase): string {
  if (anchor.kind !== 'lines') return '';
  const url = linesUrl(links, anchor.path, anchor.range);
  return url === '' ? '' : `[${wordsOf(anchor.range)} as reviewed](${url})`;
}

/** Escaped text in which "line 12" and "lines 3-5" lead to those lines of the finding's own file. */
function linked(text: string, { anchor }: PlacedFinding, links: LinkBase): string {
  if (anchor.kind === 'summary' || linesUrl(links, anchor.path) === '') return escapeMarkdown(text);
  const places: string[] = [];
  const side = anchor.kind === 'lines' ? anchor.range.side : 'new';
  const { path } = anchor;
  // One private character stands for each link while the text is escaped; text by others keeps none of them.
  function mark(words: string, first: string, last: string = first): string {
    if (places.length >= MAX_LINKS) return words;
    const startLine = Number(first);
    const range = { side, startLine, endLine: Math.max(startLine, Number(last)) };
    places.push(`[${words.replace(/\s+/g, ' ')}](${linesUrl(links, path, range)})`);
    return String.fromCharCode(0xe000 + places.length - 1);
  }
  const parts = text.replace(PRIVATE_USE, '').split(/(`[^`\n]+`)/);
  const marked = parts.map((part, index) => (index % 2 === 0 ? part.replace(LINE_WORDS, mark) : part)).join('');
  return escapeMarkdown(marked).replace(PRIVATE_USE, (character) => places[character.charCodeAt(0) - 0xe000] ?? '');
}

function wordsOf({ side, startLine, endLine }: LineRange): string {
  const lines = startLine === endLine ? `Line ${startLine}` : `Lines ${startLine}–${endLine}`;
  return side === 'old' ? `${lines} before the change` : lines;
}

/** A thread without a line explains itself by the text that it speaks of. */
function quoteOf({ quote, anchor }: PlacedFinding): string {
  const why = anchor.kind === 'lines' ? '' : `No line: ${escapeMarkdown(anchor.reason)}`;
  return quote.trim() === '' ? why : `${why}\n\n${codeBlock(shorten(quote, 2000))}`;
}

function details(title: string, content: string): string {
  return content === '' ? '' : `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}
