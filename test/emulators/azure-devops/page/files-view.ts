import type { FileChange, Iteration, PullRequest } from '../model';
import { type DiffRow, fileDiff } from './file-diff';
import { escapeHtml, lines } from './html';
import { commentedLines, type PlacedThread } from './placed-threads';
import { type ThreadView, threadHtml } from './thread-view';

/** The Files tab: each changed file with its diff, threads under their lines, file comments at the head. */
export async function filesHtml(
  pullRequest: PullRequest,
  iteration: Iteration,
  threads: PlacedThread[],
  view: ThreadView,
): Promise<string> {
  const files: string[] = [];
  for (const change of iteration.changes) {
    const own = threads.filter((placed) => placed.file === change.path);
    const rows = await fileDiff(pullRequest, iteration, change, commentedLines(own));
    files.push(fileHtml(change, rows, own, view));
  }
  return lines(
    '<section id="files" aria-labelledby="files-title">',
    `<h2 id="files-title">Files <span class="quiet">${iteration.changes.length} changed</span></h2>`,
    files.join('\n'),
    '</section>',
  );
}

function fileHtml(change: FileChange, rows: DiffRow[] | undefined, threads: PlacedThread[], view: ThreadView): string {
  const seen = new Set<PlacedThread>();
  const isShown = rows?.some((row) => row.kind !== 'gap');
  const body = rows && (isShown ? rows.map((row) => rowHtml(row, threads, seen, view, rows)).join('\n') : '');
  const atHead = threads.filter((placed) => !seen.has(placed));
  const added = rows?.filter((row) => row.kind === 'added').length ?? 0;
  const removed = rows?.filter((row) => row.kind === 'removed').length ?? 0;
  return lines(
    `<article class="file" data-file="${escapeHtml(change.path)}" id="file-${change.trackingId}">`,
    `<header><h3>${escapeHtml(change.path)}</h3>`,
    change.originalPath !== undefined && `<span class="quiet">from ${escapeHtml(change.originalPath)}</span>`,
    `<span class="badge change-${change.flags.split(',')[0]}">${change.flags}</span>`,
    `<span class="sums"><span class="plus">+${added}</span> <span class="minus">−${removed}</span></span></header>`,
    ...atHead.map((placed) => `<div class="at-head">${threadHtml(placed, view)}</div>`),
    body === undefined && '<p class="quiet note">Not shown: not text.</p>',
    body === '' && '<p class="quiet note">No lines changed.</p>',
    body &&
      `<table class="diff" aria-label="Changes of ${escapeHtml(change.path)}"><colgroup><col class="number"><col class="number"><col class="sign"><col></colgroup><tbody>\n${body}\n</tbody></table>`,
    '</article>',
  );
}

function rowHtml(
  row: DiffRow,
  threads: PlacedThread[],
  seen: Set<PlacedThread>,
  view: ThreadView,
  rows: DiffRow[],
): string {
  if (row.kind === 'gap') return '<tr class="gap"><td colspan="4">⋯</td></tr>';
  const here = threads.filter((placed) => !seen.has(placed) && placed.side && row[placed.side] === placed.endLine);
  for (const placed of here) seen.add(placed);
  const marked = threads.some((placed) => isWithin(row, placed)) ? ' commented' : '';
  const sign = { same: '', added: '+', removed: '-' }[row.kind];
  const sides = `${row.left === undefined ? '' : ` data-left="${row.left}"`}${row.right === undefined ? '' : ` data-right="${row.right}"`}`;
  return lines(
    `<tr class="${row.kind}${marked}"${sides}><td class="number">${row.left ?? ''}</td><td class="number">${row.right ?? ''}</td>` +
      `<td class="sign">${sign}</td><td class="code">${escapeHtml(row.text) || ' '}</td></tr>`,
    ...here.map((placed) => threadRow(placed, { ...view, replaced: replacedBy(placed, rows) })),
  );
}

function threadRow(placed: PlacedThread, view: ThreadView): string {
  return `<tr class="thread-row"><td colspan="4">${threadHtml(placed, view)}</td></tr>`;
}

/** The lines of the new file that a suggestion of this thread stands for. */
function replacedBy(placed: PlacedThread, rows: DiffRow[]): string[] {
  return rows.filter((row) => placed.side === 'right' && isWithin(row, placed)).map((row) => row.text);
}

function isWithin(row: DiffRow, placed: PlacedThread): boolean {
  const line = placed.side && row[placed.side];
  if (line === undefined || placed.startLine === undefined || placed.endLine === undefined) return false;
  return line >= placed.startLine && line <= placed.endLine;
}
