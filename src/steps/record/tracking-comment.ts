import { codeSpan, escapeLine, escapeMarkdown, shorten } from '../comments/escape';
import { linesUrl, webAddress } from '../comments/links';
import type { FileFate } from '../scope/file-fate';
import { linesRead } from '../verdict/coverage';
import { clippedFiles, notReviewedFiles, skippedFiles } from './comment-files';
import {
  acceptedFindings,
  blockingFindings,
  discussedFindings,
  listedFindings,
  setAside,
  unconfirmedFindings,
} from './comment-findings';
import { folded } from './comment-list';
import { costMarkdown } from './cost-text';
import { quietChanges } from './quiet-changes';
import type { LookFirst, ReviewRecord } from './review-record';
import { countsText, firstSentence, plural } from './status-text';
import { wouldWrite } from './would-write';

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

/** Problems that are not folded away. */
const MAX_SHOWN_PROBLEMS = 2;

/** While the review runs: what is being looked at. */
export function progressComment(files: number, added: number, removed: number): string {
  return `## Second Pass: reviewing\n\n${plural(files, 'file')} in scope, +${added} −${removed} lines. This comment is replaced by the result.`;
}

/** The one tracking comment. It fills no more than a screen however large the change: all lists are folded. */
export function trackingComment(record: ReviewRecord): string {
  return fitting((longest) => joined([commentTop(record), commentLists(record, longest)]));
}

/** What is left to say where the service refuses the whole comment. */
export function shortComment({ ending, counts }: ReviewRecord): string {
  return joined([
    `## ${HEADING[ending.verdict]}`,
    `${countsText(counts)} open. The whole comment could not be written.`,
  ]);
}

/** The longest of several renderings that the service takes, by how many entries each list may have. */
export function fitting(render: (longest: number) => string): string {
  for (const longest of LIST_LENGTHS) {
    const text = render(longest);
    if (text.length <= MAX_TEXT_LENGTH) return text;
  }
  return shorten(render(0), MAX_TEXT_LENGTH);
}

/** What everybody reads: the verdict, what the change does, what blocks, and what went wrong. */
export function commentTop(record: ReviewRecord): string {
  return joined([
    `## ${HEADING[record.ending.verdict]}`,
    headline(record),
    wouldWrite(record),
    walkthrough(record),
    blockingFindings(record),
    quietChanges(record.files),
    problems(record),
    record.cost.forecast === undefined ? '' : `> ${escapeLine(record.cost.forecast)}`,
  ]);
}

/** What one may look up, folded away. */
export function commentLists(record: ReviewRecord, longest: number): string {
  return joined([
    moreProblems(record, longest),
    notReviewedFiles(record.files, longest),
    listedFindings(record, longest),
    unconfirmedFindings(record, longest),
    discussedFindings(record, longest),
    acceptedFindings(record, longest),
    clippedFiles(record.files, longest),
    skippedFiles(record.files, longest),
    setAside(record, longest),
    folded('Notes', record.notes, (line) => escapeLine(shorten(line, 500)), longest),
    footer(record),
  ]);
}

export function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** One sentence: what the status says, and how much was read. */
function headline({ counts, files, statusText, situation }: ReviewRecord): string {
  const open = countsText(counts);
  const scope = files.length === 0 ? '' : scopeText(files);
  if (situation === 'reviewed') return `**${openText(counts)}**; ${scope || 'no file was changed'}.`;
  const isCounted = statusText.includes(open) || counts.blockers + counts.warnings + counts.suggestions === 0;
  const more = [...(isCounted ? [] : [`${open} open`]), ...(scope === '' ? [] : [scope])].join('; ');
  const status = escapeLine(shorten(statusText, 1000));
  if (more === '') return `**${status}**`;
  return /[.!?]$/.test(statusText) ? `**${status}** ${capital(more)}.` : `**${status}**; ${more}.`;
}

/** The status names all three counts; a reader of the comment wants those that are there. */
function openText(counts: ReviewRecord['counts']): string {
  const there = countsText(counts)
    .split(', ')
    .filter((part) => !part.startsWith('0 '));
  return there.length === 0 ? 'No open findings' : `${there.join(', ')} open`;
}

function scopeText(files: readonly FileFate[]): string {
  const { read, all } = linesRead(files);
  const reviewed = files.filter(({ state }) => state === 'reviewed' || state === 'clipped').length;
  const lines = read === all ? plural(all, 'changed line') : `${read} of ${plural(all, 'changed line')}`;
  return `${lines} read in ${reviewed} of ${plural(files.length, 'changed file')}`;
}

function capital(text: string): string {
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
}

/** What the change does, and where to look first: three sentences at most. */
function walkthrough(record: ReviewRecord): string {
  const { summary, lookFirst, pullRequest, blocking } = record;
  const words = escapeMarkdown(shorten(summary, 600).replace(/\s+/g, ' '));
  if (lookFirst === undefined || isOnlyBlocker(lookFirst, blocking)) return words;
  const { path, side = 'new', line, why } = lookFirst;
  const range = line === undefined ? undefined : { side, startLine: line, endLine: line };
  const url = pullRequest ? linesUrl(pullRequest, path, range) : '';
  const place = `${codeSpan(path)}${line === undefined ? '' : ` line ${line}`}`;
  const look = `Look first at ${url === '' ? place : `[${place}](${url})`} (${escapeLine(shorten(why, 200))}).`;
  return words === '' ? look : `${words} ${look}`;
}

/** It stands right below. */
function isOnlyBlocker({ path, line }: LookFirst, [first, ...more]: ReviewRecord['blocking']): boolean {
  return first !== undefined && more.length === 0 && first.path === path && first.startLine === line;
}

/** What the headline says already is not told twice. */
function untold({ problems: all, statusText }: ReviewRecord): readonly string[] {
  return all.map((problem) => beyondStatus(problem, statusText)).filter((problem) => problem !== '');
}

function beyondStatus(problem: string, statusText: string): string {
  if (statusText.includes(problem.replace(/\.$/, ''))) return '';
  const first = firstSentence(problem);
  return first !== '' && statusText.includes(first) ? problem.slice(first.length + 1).trimStart() : problem;
}

function problems(record: ReviewRecord): string {
  const shown = untold(record).slice(0, MAX_SHOWN_PROBLEMS);
  return shown.map((problem) => `> ${escapeLine(shorten(problem, 500))}`).join('\n>\n');
}

function moreProblems(record: ReviewRecord, longest: number): string {
  const more = untold(record).slice(MAX_SHOWN_PROBLEMS);
  return folded('What else went wrong', more, (problem) => escapeLine(shorten(problem, 1000)), longest);
}

function footer({ cost, milliseconds, reviewer, product, calls, run }: ReviewRecord): string {
  const seconds = (milliseconds / 1000).toFixed(0);
  const models = [...new Set([reviewer.model, ...calls.map(({ model }) => model)])].map(codeSpan).join(', ');
  const artifacts = webAddress(run?.artifactUrl ?? '');
  const report = artifacts === '' ? '' : `[Report, record and SARIF](${artifacts}) · `;
  const version = escapeLine(product.version);
  return `---\n${report}${costMarkdown({ calls, cost })} · ${seconds} s · ${models} · Second Pass ${version}`;
}
