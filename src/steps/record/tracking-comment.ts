import { codeBlock, codeSpan, escapeLine, escapeMarkdown, shorten } from '../comments/escape';
import { type LinkBase, linesUrl } from '../comments/links';
import { reasonName } from '../findings/rescind-reasons';
import type { FileFate } from '../scope/file-fate';
import { linesRead } from '../verdict/coverage';
import { costMarkdown } from './cost-text';
import type { FindingFate } from './finding-record';
import type { ReviewRecord } from './review-record';
import { plural } from './status-text';

const HEADING = {
  PASS: 'Second Pass: PASS',
  ADVISORY: 'Second Pass: ADVISORY',
  FAIL: 'Second Pass: FAIL',
  NONE: 'Second Pass: no verdict',
} as const;

/** Longest text; behind it stands the memory, and the service takes 150,000 characters in all. */
const MAX_TEXT_LENGTH = 100_000;

/** How many entries of one list are shown: as many as fit. The rest is in the report. */
const LIST_LENGTHS = [100, 40, 15, 5, 0];

/** While the review runs: what is being looked at. */
export function progressComment(files: number, added: number, removed: number): string {
  return `## Second Pass: reviewing\n\n${plural(files, 'file')} in scope, +${added} −${removed} lines. This comment is replaced by the result.`;
}

/** The one tracking comment: verdict, counts, summary, what was not reviewed and why, what was rescinded, what it cost. */
export function trackingComment(record: ReviewRecord): string {
  for (const longest of LIST_LENGTHS) {
    const text = textOf(record, longest);
    if (text.length <= MAX_TEXT_LENGTH) return text;
  }
  return shorten(headline(record), MAX_TEXT_LENGTH);
}

function textOf(record: ReviewRecord, longest: number): string {
  return [
    `## ${HEADING[record.ending.verdict]}`,
    walkthrough(record),
    headline(record),
    ...record.problems.slice(0, 20).map((problem) => `> ${escapeLine(shorten(problem, 1000))}`),
    notReviewed(record.files, longest),
    listedFindings(record, longest),
    unconfirmedFindings(record, longest),
    discussedFindings(record, longest),
    acceptedFindings(record, longest),
    clippedFiles(record.files, longest),
    skippedFiles(record.files, longest),
    setAside(record, longest),
    notes(record.notes, longest),
    footer(record),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What the change does, and where to look first: three sentences at most. */
function walkthrough(record: ReviewRecord): string {
  const { summary, lookFirst, pullRequest } = record;
  const words = escapeMarkdown(shorten(summary, 600).replace(/\s+/g, ' '));
  if (lookFirst === undefined) return words;
  const { path, side = 'new', line, why } = lookFirst;
  const range = line === undefined ? undefined : { side, startLine: line, endLine: line };
  const url = pullRequest ? linesUrl(linkBase(pullRequest), path, range) : '';
  const place = `${codeSpan(path)}${line === undefined ? '' : ` line ${line}`}`;
  const look = `Look first at ${url === '' ? place : `[${place}](${url})`} (${escapeLine(shorten(why, 200))}).`;
  return words === '' ? look : `${words} ${look}`;
}

function headline({ counts, files, statusText, situation }: ReviewRecord): string {
  const lines = linesRead(files);
  const reviewed = files.filter(({ state }) => state === 'reviewed' || state === 'clipped');
  const read =
    lines.read === lines.all
      ? plural(lines.all, 'changed line')
      : `${lines.read} of ${plural(lines.all, 'changed line')}`;
  const scope = `Read ${read} in ${reviewed.length} of ${plural(files.length, 'changed file')}.`;
  const open = `**${plural(counts.blockers, 'blocker')}, ${plural(counts.warnings, 'warning')}, ${plural(counts.suggestions, 'suggestion')}** open.`;
  return situation === 'reviewed' ? `${open} ${scope}` : `**${escapeLine(statusText)}**\n\n${open} ${scope}`;
}

function notReviewed(files: readonly FileFate[], longest: number): string {
  const missing = files.filter(({ state }) => state === 'notReviewed');
  return list(`**Not reviewed: ${plural(missing.length, 'file')}**`, missing, fileLine, longest);
}

function listedFindings(record: ReviewRecord, longest: number): string {
  const listed = record.findings.filter(({ fate, onlyListed }) => fate === 'listed' && !onlyListed);
  return list('**Found, without a thread of their own**', listed, (finding) => listedText(finding, record), longest);
}

/** What the critique neither refuted nor confirmed, by why it is not posted: people can still see it. */
function unconfirmedFindings(record: ReviewRecord, longest: number): string {
  const groups = Object.entries(UNCONFIRMED).map(([name, title]) => {
    const group = record.findings.filter(({ onlyListed, reason }) => onlyListed && reasonName(reason) === name);
    return folded(title, group, (finding) => listedText(finding, record), longest);
  });
  return groups.filter((group) => group !== '').join('\n\n');
}

const UNCONFIRMED = {
  unsupported: 'Not posted: nothing that is shown supports it',
  'too small': 'Not posted: true, but too small',
} as const;

/** One line, and behind it what a thread would have said. */
function listedText(finding: FindingFate, record: ReviewRecord): string {
  const { severity, title, reason, body, replacement = '' } = finding;
  const line = `**${severity}** ${placeOf(finding, record)}: ${escapeLine(shorten(title, 200))} (${escapeLine(shorten(reason, 500))})`;
  const edit = replacement === '' ? '' : codeBlock(shorten(replacement, 2000));
  const text = [escapeMarkdown(shorten(body, 2000)), edit].filter((part) => part !== '').join('\n\n');
  if (text === '') return line;
  const more = `<details><summary>Its text</summary>\n\n${text}\n\n</details>`;
  return `${line}\n${more.replace(/^(?=.)/gm, '  ')}`;
}

/** The place as a link to the lines that were reviewed, on the collection's own pages. */
function placeOf({ path, side, startLine, endLine }: FindingFate, { pullRequest }: ReviewRecord): string {
  const line = startLine === undefined ? '' : ` line ${startLine}`;
  const range =
    side === undefined || startLine === undefined ? undefined : { side, startLine, endLine: endLine ?? startLine };
  const url = pullRequest ? linesUrl(linkBase(pullRequest), path, range) : '';
  return url === '' || line === '' ? `${codeSpan(path)}${line}` : `${codeSpan(path)} [line ${startLine}](${url})`;
}

function linkBase({ webUrl, base, source }: NonNullable<ReviewRecord['pullRequest']>): LinkBase {
  return { webUrl, base, source };
}

function discussedFindings({ discussed }: ReviewRecord, longest: number): string {
  return list(
    '**Still counted, though people dealt with the thread**',
    discussed,
    ({ title, severity, why }) =>
      `**${severity}** ${escapeLine(shorten(title, 200))}: ${escapeLine(shorten(why, 300))}`,
    longest,
  );
}

function acceptedFindings({ accepted }: ReviewRecord, longest: number): string {
  return list(
    '**Accepted by people**',
    accepted,
    ({ title, severity, status, by, reason }) => {
      const words = reason ? `, "${escapeLine(shorten(reason, 300))}"` : '';
      return `${severity} ${escapeLine(shorten(title, 200))}: ${status} by ${escapeLine(by)}${words}`;
    },
    longest,
  );
}

function clippedFiles(files: readonly FileFate[], longest: number): string {
  const clipped = files.filter(({ state }) => state === 'clipped');
  return folded('Reviewed in part of their lines', clipped, fileLine, longest);
}

function skippedFiles(files: readonly FileFate[], longest: number): string {
  const skipped = files.filter(({ state }) => state === 'skipped');
  return folded('Skipped', skipped, fileLine, longest);
}

function fileLine({ path, reason = '', rule }: FileFate): string {
  return `${codeSpan(path)}: ${escapeLine(shorten(reason, 500))}${rule ? ` ${codeSpan(rule)}` : ''}`;
}

function setAside(record: ReviewRecord, longest: number): string {
  const merged = record.findings.filter(({ fate }) => fate === 'merged');
  return folded(
    'Looked at and set aside',
    [...record.setAside, ...merged],
    ({ fate, path, title, reason }) =>
      `${fate}: ${codeSpan(path)} ${escapeLine(shorten(title, 200))}: ${escapeLine(shorten(reason, 500))}`,
    longest,
  );
}

function notes(lines: readonly string[], longest: number): string {
  return folded('Notes', lines, (line) => escapeLine(shorten(line, 500)), longest);
}

function footer({ cost, milliseconds, reviewer, product, calls }: ReviewRecord): string {
  const seconds = (milliseconds / 1000).toFixed(0);
  const models = [...new Set([reviewer.model, ...calls.map(({ model }) => model)])].map(codeSpan).join(', ');
  return `---\n${costMarkdown({ calls, cost })} · ${seconds} s · ${models} · Second Pass ${product.version}`;
}

type Render<Item> = (item: Item) => string;

function list<Item>(title: string, items: readonly Item[], render: Render<Item>, longest: number): string {
  return items.length === 0 ? '' : `${title}\n\n${bullets(items, render, longest)}`;
}

function folded<Item>(title: string, items: readonly Item[], render: Render<Item>, longest: number): string {
  if (items.length === 0) return '';
  const lines = bullets(items, render, longest);
  return `<details><summary>${title} (${items.length})</summary>\n\n${lines}\n\n</details>`;
}

function bullets<Item>(items: readonly Item[], render: Render<Item>, longest: number): string {
  const more = items.length > longest ? [`… and ${items.length - longest} more, in the report`] : [];
  return [...items.slice(0, longest).map(render), ...more].map((line) => `* ${line}`).join('\n');
}
