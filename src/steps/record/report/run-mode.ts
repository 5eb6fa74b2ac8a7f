import type { DoctorRecord, RunModeRecord } from '../run-mode-record';
import { receiptHtml } from './costs';
import { filesHtml } from './files';
import { identity, titleOf } from './head';
import { html, list, section, spans, table } from './html';

const STATES = { good: 'ok', fault: 'at fault', notTried: 'not tried' } as const;

/** A run that reviews nothing: what came of it. */
export function runModeHead(record: RunModeRecord): string {
  const { headline, problems } = record;
  const others = problems.filter((problem) => problem !== headline);
  return `<header>
<h1>${html(titleOf(record))}</h1>
<p>${html(headline)}</p>
${identity(record)}
${others.length === 0 ? '' : `<div class="note"><strong>What is at fault</strong>${list(others.map(html))}</div>`}
</header>`;
}

export function runModeParts(record: RunModeRecord): string[] {
  return [
    record.runMode === 'doctor' ? checksHtml(record) : '',
    record.runMode === 'doctor' && record.receipt ? receiptHtml({ receipt: record.receipt }) : '',
    record.runMode === 'preview' ? filesHtml(record) : '',
    section('notes', `Notes (${record.notes.length})`, list(record.notes.map(spans))),
  ];
}

function checksHtml({ checks }: DoctorRecord): string {
  const rows = checks.map(({ what, state, text, advice }) => {
    const shown = state === 'fault' ? `<span class="blocker">${STATES[state]}</span>` : STATES[state];
    return [html(what), shown, html(text), html(advice.join(' '))];
  });
  const heads = ['Part', 'State', 'Found', 'Advice'];
  return section('checks', `Parts of the set-up (${checks.length})`, table('What was tried', heads, rows));
}
