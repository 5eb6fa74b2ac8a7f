import { cutText } from '../../../cut-text';
import { grouped } from '../../../grouped';
import { linesUrl } from '../../comments/links';
import type { FindingFate } from '../finding-record';
import type { ReviewRecord } from '../review-record';
import { plural } from '../status-text';
import { code, folded, html, link, list, path, prose, section } from './html';

const SEVERITIES = ['blocker', 'warning', 'suggestion'] as const;
const FATES = {
  posted: 'thread opened',
  known: 'thread of an earlier run',
  listed: 'listed without a thread',
  merged: 'merged',
} as const;

/** More cards than this nobody reads; the record holds all of them. */
const MAX_CARDS = 500;
const MAX_TEXT_LENGTH = 8000;

export function shownFindings({ findings }: ReviewRecord): FindingFate[] {
  return findings.filter(({ fate }) => fate !== 'merged');
}

/** What stands in the way of a merge, before anything else. */
export function blockersHtml(record: ReviewRecord): string {
  const blockers = shownFindings(record).filter(({ severity }) => severity === 'blocker');
  const items = blockers
    .slice(0, MAX_CARDS)
    .map((one) => `<a href="#${idOf(one)}">${html(one.title)}</a> in ${path(one.path)}${lineOf(one)}`);
  return section('blockers', `What blocks (${blockers.length})`, list(items));
}

/** Every file that something was found in, the gravest first, with its findings in their places. */
export function findingsHtml(record: ReviewRecord): string {
  const all = shownFindings(record);
  const shown = [...all].sort((a, b) => rank(a) - rank(b)).slice(0, MAX_CARDS);
  const files = [...grouped(shown, (one) => one.path)].map(([name, findings]) => {
    const sorted = [...findings].sort((a, b) => (a.startLine ?? 0) - (b.startLine ?? 0));
    return `<h3>${path(name)}</h3>\n${sorted.map((one) => card(one, record)).join('\n')}`;
  });
  const more = all.length > shown.length ? `<p>And ${all.length - shown.length} more, in the record.</p>` : '';
  const nothing = '<p>No findings.</p>';
  return section('findings', `Findings (${all.length})`, `${files.join('\n') || nothing}${more}`);
}

function rank({ severity }: FindingFate): number {
  return SEVERITIES.indexOf(severity);
}

function card(finding: FindingFate, record: ReviewRecord): string {
  const { severity, category, title, body, evidence, rule, fate, reason, unverified } = finding;
  const label = [severity, category, ...(unverified ? ['not checked by the second pass'] : [])].join(' · ');
  const why = [
    evidence ? prose(shorten(evidence)) : '',
    rule ? `<p>Rule <code>${html(rule)}</code></p>` : '',
    reason ? `<p class="quiet">${FATES[fate]}: ${html(shorten(reason))}</p>` : '',
  ].join('');
  return `<article class="finding ${severity}" id="${idOf(finding)}">
<p class="label">${label}</p>
<h4>${html(title)}</h4>
<p class="quiet">${places(finding, record)}</p>
${codeHtml(finding)}${prose(shorten(body))}${suggestionHtml(finding)}
${folded('Evidence', why)}
</article>`;
}

/** Where it stands, as links to the lines that were reviewed and to the thread. */
function places(finding: FindingFate, { pullRequest }: ReviewRecord): string {
  const { path: name, startLine, endLine, side, threadId } = finding;
  const range =
    startLine === undefined || side === undefined ? undefined : { side, startLine, endLine: endLine ?? startLine };
  const words = range === undefined ? 'the whole file' : lineWords(finding);
  const thread =
    pullRequest && threadId !== undefined && pullRequest.webUrl
      ? link(`${pullRequest.webUrl}?discussionId=${threadId}`, 'thread')
      : '';
  return [pullRequest ? link(linesUrl(pullRequest, name, range), words) : words, thread].filter(Boolean).join(' · ');
}

function lineWords({ startLine, endLine, side }: FindingFate): string {
  const lines =
    endLine === undefined || endLine === startLine ? `line ${startLine}` : `lines ${startLine} to ${endLine}`;
  return side === 'old' ? `${lines} before the change` : lines;
}

function codeHtml({ excerpt, startLine = 1, suggestion }: FindingFate): string {
  if (excerpt === undefined || suggestion !== undefined) return '';
  const lines = excerpt.split('\n').map((line, index) => `<span class="n">${startLine + index}</span>${html(line)}`);
  return region('Lines as reviewed', lines.join('\n'));
}

function suggestionHtml({ excerpt = '', suggestion, replacement }: FindingFate): string {
  if (suggestion === undefined) return replacement ? folded('Proposed text', code(replacement, 'Proposed text')) : '';
  const minus = excerpt === '' ? [] : excerpt.split('\n').map((line) => `<span class="minus">- ${html(line)}</span>`);
  const plus = suggestion.split(/\r?\n/).map((line) => `<span class="plus">+ ${html(line)}</span>`);
  return `<p><strong>Suggested change</strong></p>${region('Suggested change', [...minus, ...plus].join(''))}`;
}

function region(label: string, content: string): string {
  return `<pre tabindex="0" role="group" aria-label="${label}"><code>${content}</code></pre>`;
}

function idOf({ key }: FindingFate): string {
  return `finding-${key.replace(/[^\w-]/g, '_')}`;
}

function lineOf({ startLine }: FindingFate): string {
  return startLine === undefined ? '' : ` line ${startLine}`;
}

function shorten(text: string): string {
  return text.length > MAX_TEXT_LENGTH ? `${cutText(text, MAX_TEXT_LENGTH)}…` : text;
}

/** Candidates that are no findings, by what became of them. */
export function setAsideHtml({ setAside, findings }: ReviewRecord): string {
  const merged = findings.filter(({ fate }) => fate === 'merged');
  const all: { fate: string; path: string; title: string; reason: string }[] = [...setAside, ...merged];
  const fates = [...new Set(all.map(({ fate }) => fate))].sort();
  const groups = fates.map((fate) => {
    const own = all.filter((one) => one.fate === fate);
    const items = own.map((one) => `${path(one.path)} ${html(one.title)}: ${html(shorten(one.reason))}`);
    return folded(`${fate} (${plural(own.length, 'candidate')})`, list(items));
  });
  return section('set-aside', `Looked at and set aside (${all.length})`, groups.join('\n'));
}

/** What people decided. */
export function decisionsHtml({ accepted, discussed }: ReviewRecord): string {
  const items = [
    ...accepted.map(
      (one) =>
        `<span class="${one.severity}">${one.severity}</span> ${html(one.title)}: ${html(one.status)} by ${html(one.by)}${one.reason ? `, “${html(one.reason)}”` : ''}`,
    ),
    ...discussed.map(
      (one) => `<span class="${one.severity}">${one.severity}</span> ${html(one.title)} still counts: ${html(one.why)}`,
    ),
  ];
  return section('decisions', `Decided by people (${items.length})`, list(items));
}
