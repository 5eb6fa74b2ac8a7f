import type { PlacedFinding } from '../triage/placed-finding';
import { codeBlock, codeSpan, escapeMarkdown } from './escape';

const LABEL = { blocker: 'Blocker', warning: 'Warning', suggestion: 'Suggestion' } as const;

/** Longest text of one part of a comment; the whole stays far below the service's 150,000 characters. */
const LONGEST_PART = 8000;

/** One finding as the first comment of its thread: one problem, its evidence folded away, a suggestion if it applies. */
export function findingComment(finding: PlacedFinding): string {
  return [
    `**${LABEL[finding.severity]}** · ${finding.category} — **${escapeMarkdown(shorten(finding.title, 200))}**`,
    escapeMarkdown(shorten(finding.body, LONGEST_PART)),
    suggestionBlock(finding),
    details('Evidence', evidence(finding)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Only lines on the new side can be replaced; the block must stand alone for the service to offer it. */
function suggestionBlock({ suggestion }: PlacedFinding): string {
  return suggestion === undefined ? '' : codeBlock(suggestion, 'suggestion');
}

function evidence(finding: PlacedFinding): string {
  return [
    escapeMarkdown(shorten(finding.evidence, LONGEST_PART)),
    finding.rule ? `Rule ${codeSpan(finding.rule)}` : '',
    finding.anchor.kind === 'lines' ? '' : quoteOf(finding),
    finding.reason ? `Checked: ${escapeMarkdown(shorten(finding.reason, 2000))}` : '',
    finding.sweptSeverity ? `Severity was ${finding.sweptSeverity} before the check.` : '',
  ]
    .filter((line) => line !== '')
    .join('\n\n');
}

/** A thread without a line explains itself by the text that it speaks of. */
function quoteOf({ quote, anchor }: PlacedFinding): string {
  const why = anchor.kind === 'lines' ? '' : `No line: ${escapeMarkdown(anchor.reason)}`;
  return quote.trim() === '' ? why : `${why}\n\n${codeBlock(shorten(quote, 2000))}`;
}

function details(title: string, content: string): string {
  return content === '' ? '' : `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}

export function shorten(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
