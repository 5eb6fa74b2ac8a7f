import { codeSpan, escapeMarkdown } from '../comments/escape';
import { shorten } from '../comments/finding-comment';
import type { FileFate, FindingFate, RunRecord } from './record';
import { plural } from './status-text';

const HEADING = {
  PASS: 'Second Pass: PASS',
  ADVISORY: 'Second Pass: ADVISORY',
  FAIL: 'Second Pass: FAIL',
  NONE: 'Second Pass: no verdict',
} as const;

/** Longest list of one kind; the rest is in the report. */
const LONGEST_LIST = 100;

/** While the review runs: what is being looked at. */
export function progressComment(files: number, added: number, removed: number): string {
  return `## Second Pass: reviewing\n\n${plural(files, 'file')} in scope, +${added} −${removed} lines. This comment is replaced by the result.`;
}

/** The one tracking comment: verdict, counts, summary, what was not reviewed and why, what was rescinded, what it cost. */
export function trackingComment(record: RunRecord): string {
  return [
    `## ${HEADING[record.ending.verdict]}`,
    headline(record),
    ...record.problems.map((problem) => `> ${escapeMarkdown(problem)}`),
    escapeMarkdown(shorten(record.summary, 2000)),
    notReviewed(record.files),
    listedFindings(record.findings),
    acceptedFindings(record),
    clippedFiles(record.files),
    skippedFiles(record.files),
    setAside(record),
    notes(record.notes),
    footer(record),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function headline({ counts, files, statusText, situation }: RunRecord): string {
  const reviewed = files.filter(({ state }) => state === 'reviewed' || state === 'clipped');
  const lines = reviewed.reduce(
    (sum, { added, removed }) => ({ added: sum.added + added, removed: sum.removed + removed }),
    {
      added: 0,
      removed: 0,
    },
  );
  const scope = `Reviewed ${reviewed.length} of ${plural(files.length, 'changed file')}, +${lines.added} −${lines.removed} lines.`;
  const open = `**${plural(counts.blockers, 'blocker')}, ${plural(counts.warnings, 'warning')}, ${plural(counts.suggestions, 'suggestion')}** open.`;
  return situation === 'reviewed' ? `${open} ${scope}` : `**${escapeMarkdown(statusText)}**\n\n${open} ${scope}`;
}

function notReviewed(files: readonly FileFate[]): string {
  const missing = files.filter(({ state }) => state === 'notReviewed');
  return list(
    `**Not reviewed: ${plural(missing.length, 'file')}**`,
    missing.map((file) => `${codeSpan(file.path)}: ${escapeMarkdown(file.reason ?? '')}`),
  );
}

function listedFindings(findings: readonly FindingFate[]): string {
  const listed = findings.filter(({ fate }) => fate === 'listed');
  return list(
    '**Found, without a thread of their own**',
    listed.map((finding) => {
      const line = finding.startLine === undefined ? '' : ` line ${finding.startLine}`;
      const title = `**${finding.severity}** ${codeSpan(finding.path)}${line}: ${escapeMarkdown(finding.title)}`;
      return `${title} (${escapeMarkdown(finding.reason)})`;
    }),
  );
}

function acceptedFindings({ accepted }: RunRecord): string {
  return list(
    '**Accepted by people**',
    accepted.map(
      ({ title, severity, status, by, reason }) =>
        `${severity} ${escapeMarkdown(shorten(title, 200))}: ${status} by ${escapeMarkdown(by)}${reason ? `, "${escapeMarkdown(shorten(reason, 300))}"` : ''}`,
    ),
  );
}

function clippedFiles(files: readonly FileFate[]): string {
  return folded(
    'Reviewed in part of their lines',
    files
      .filter(({ state }) => state === 'clipped')
      .map((file) => `${codeSpan(file.path)}: ${escapeMarkdown(file.reason ?? '')}`),
  );
}

function skippedFiles(files: readonly FileFate[]): string {
  return folded(
    'Skipped',
    files
      .filter(({ state }) => state === 'skipped')
      .map(
        ({ path, reason = '', rule }) =>
          `${codeSpan(path)}: ${escapeMarkdown(reason)}${rule ? ` ${codeSpan(rule)}` : ''}`,
      ),
  );
}

function setAside(record: RunRecord): string {
  const merged = record.findings
    .filter(({ fate }) => fate === 'merged')
    .map(({ title, path, reason }) => `merged: ${codeSpan(path)} ${escapeMarkdown(title)}: ${escapeMarkdown(reason)}`);
  const aside = record.setAside.map(
    ({ fate, path, title, reason }) =>
      `${fate}: ${codeSpan(path)} ${escapeMarkdown(title)}: ${escapeMarkdown(shorten(reason, 500))}`,
  );
  return folded('Looked at and set aside', [...aside, ...merged]);
}

function notes(lines: readonly string[]): string {
  return folded(
    'Notes',
    lines.map((line) => escapeMarkdown(line)),
  );
}

function footer({ cost, milliseconds, reviewer, product, calls }: RunRecord): string {
  const asked = calls.length === 0 ? 'the model was not asked' : costText(cost);
  const seconds = (milliseconds / 1000).toFixed(0);
  return `---\n${asked} · ${seconds} s · ${codeSpan(reviewer.model)} · Second Pass ${product.version}`;
}

function costText({ usd, uncachedUsd, cacheShare, pricesAsOf }: RunRecord['cost']): string {
  const share = `${Math.round(cacheShare * 100)} % of input read from the cache`;
  if (usd === null || uncachedUsd === null) return `cost unknown for this model; ${share}`;
  return `≈ \\$${usd.toFixed(4)} by list prices of ${pricesAsOf} (\\$${uncachedUsd.toFixed(4)} without the cache); ${share}`;
}

function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}\n\n${bullets(lines)}`;
}

function folded(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `<details><summary>${title} (${lines.length})</summary>\n\n${bullets(lines)}\n\n</details>`;
}

function bullets(lines: readonly string[]): string {
  const more = lines.length > LONGEST_LIST ? [`… and ${lines.length - LONGEST_LIST} more, in the report`] : [];
  return [...lines.slice(0, LONGEST_LIST), ...more].map((line) => `* ${line}`).join('\n');
}
