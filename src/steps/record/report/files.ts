import type { FileFate } from '../../scope/file-fate';
import type { ReviewRecord } from '../review-record';
import { folded, html, list, path, section, table } from './html';

const STATES = { reviewed: 'reviewed', clipped: 'in part', skipped: 'skipped', notReviewed: 'not reviewed' } as const;

/** What was not read, and why: first what should have been. */
export function unreadHtml({ files }: ReviewRecord): string {
  const missing = files.filter(({ state }) => state === 'notReviewed');
  const clipped = files.filter(({ state }) => state === 'clipped');
  const skipped = files.filter(({ state }) => state === 'skipped');
  const content = [
    missing.length === 0 ? '' : `<h3>Should have been reviewed (${missing.length})</h3>${list(missing.map(line))}`,
    folded(`Reviewed in part of their lines (${clipped.length})`, list(clipped.map(line))),
    folded(`Skipped by rule (${skipped.length})`, list(skipped.map(line))),
  ];
  return section('unread', `Not read (${missing.length + clipped.length + skipped.length})`, content.join('\n').trim());
}

export function filesHtml({ files }: Pick<ReviewRecord, 'files'>): string {
  const rows = files.map(({ path: name, state, added, removed, reason = '', rule = '' }) => [
    path(name),
    STATES[state],
    `<span class="lines">+${added} −${removed}</span>`,
    `${html(reason)}${rule ? ` <code>${html(rule)}</code>` : ''}`,
  ]);
  const all = table('Every changed file with what became of it', ['File', 'State', 'Lines', 'Why'], rows);
  return section(
    'files',
    `Changed files (${files.length})`,
    files.length > 100 ? folded('Show all', all) : files.length === 0 ? '' : all,
  );
}

function line({ path: name, reason = '', rule }: FileFate): string {
  return `${path(name)}: ${html(reason)}${rule ? ` <code>${html(rule)}</code>` : ''}`;
}
