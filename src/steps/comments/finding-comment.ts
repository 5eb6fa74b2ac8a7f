import type { LineRange } from '../../ports/code-host';
import type { Settings } from '../settings/settings';
import type { PlacedFinding } from '../triage/placed-finding';
import { codeBlock, codeSpan, escapeLine, escapeMarkdown, mentionsSomebody, shorten } from './escape';
import { foldedText } from './folded-text';
import { linkLines } from './line-links';
import { type LinkBase, linesUrl } from './links';

export { shorten };

const LABEL = { blocker: 'Blocker', warning: 'Warning', suggestion: 'Suggestion' } as const;

/** Words that are not understood accept nothing, so the words that are stand below each blocker. */
const HOW_TO_ACCEPT = {
  notAuthor:
    'To keep it as it is: somebody who pushed nothing here answers `accepted: reason` and sets *Won’t fix*. That holds for these lines in this place.',
  anyone: 'To keep it as it is: set *Won’t fix*, and say why.',
  nobody: 'Nobody can accept it: it counts until the change no longer holds it.',
} as const;

/** Longest text of one part of a comment before it is escaped; the whole stays below the service's 150,000 characters. */
const MAX_PART_LENGTH = 8000;

/** How many of those merged into a finding are told with their texts. */
const MAX_TEXTS = 5;

/** One finding as the first comment of its thread: one problem, a suggestion if it applies, its evidence folded away. */
export function findingComment(
  finding: PlacedFinding,
  links: LinkBase,
  { dismissal }: Partial<Pick<Settings, 'dismissal'>> = {},
): string {
  const title = escapeLine(shorten(finding.title, 200));
  return [
    `**${LABEL[finding.severity]}** · ${finding.category}${finding.unverified ? ' · unverified' : ''} — **${title || finding.category}**`,
    escapeMarkdown(shorten(beyondTitle(finding), MAX_PART_LENGTH)),
    keptText(finding),
    suggestionBlock(finding),
    alsoFound(finding, links),
    details('Evidence', evidence(finding, links)),
    acceptText(finding, dismissal),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function acceptText({ severity, enforced }: PlacedFinding, dismissal?: Settings['dismissal']): string {
  if (severity !== 'blocker' || dismissal === undefined) return '';
  return HOW_TO_ACCEPT[enforced ? 'nobody' : dismissal];
}

/** Messages of tools begin with the sentence that became the title: nobody wants to read it twice. */
function beyondTitle({ title, body }: PlacedFinding): string {
  const [first = ''] = body.split(/(?<=[.!?])\s|\n/);
  return first.replace(/[.!?]$/, '') === title.replace(/[.!?]$/, '') ? body.slice(first.length).trimStart() : body;
}

/** The label tells how grave it is to the verdict, the text what its reviewer thinks of it. */
function keptText({ severity, calledNow }: PlacedFinding): string {
  if (calledNow === undefined) return '';
  return `Told as a ${severity} before. This review calls it a ${calledNow}, and its lines stand: it counts as a ${severity} until they are mended or a person accepts it.`;
}

/** What was merged into it, each with its own place and text: a reader who mends this one finds the others. */
function alsoFound({ alsoFound: others = [] }: PlacedFinding, links: LinkBase): string {
  return others.map((other, index) => alsoText(other, links, index < MAX_TEXTS)).join('\n');
}

function alsoText(other: PlacedFinding, links: LinkBase, isTold: boolean): string {
  const { path, range, anchor, title, rule } = other;
  const lines = anchor.kind === 'lines' ? anchor.range : range;
  const url = linesUrl(links, path, lines);
  const words = `${codeSpan(path)} ${wordsOf(lines).toLowerCase()}`;
  const named = rule ? ` (rule ${codeSpan(rule)})` : '';
  const more = isTold ? beyondTitle(other) : '';
  return `* Also ${url === '' ? words : `[${words}](${url})`}: ${escapeLine(shorten(title, 200))}${named}${more === '' ? '' : foldedText(more)}`;
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
    finding.rule && !finding.evidence.includes(finding.rule) ? `Rule ${codeSpan(finding.rule)}` : '',
    finding.anchor.kind === 'lines' ? '' : quoteOf(finding),
    finding.reason
      ? `${finding.unverified ? 'Not checked' : 'Checked'}: ${linked(shorten(finding.reason, 2000), finding, links)}`
      : '',
    finding.isReplacementRefused ? 'The check refused the edit that was proposed with it.' : '',
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

function linked(text: string, { anchor }: PlacedFinding, links: LinkBase): string {
  if (anchor.kind === 'summary') return escapeMarkdown(text);
  const { path } = anchor;
  const place =
    anchor.kind === 'lines' ? { path, side: anchor.range.side, range: anchor.range } : { path, side: 'new' as const };
  return linkLines(text, place, links);
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
