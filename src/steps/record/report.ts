import type { FileFate } from '../scope/file-fate';
import type { FindingFate } from './finding-record';
import { isReview, type RunRecord } from './record';
import type { ReviewRecord } from './review-record';
import type { DoctorRecord, RunModeRecord } from './run-mode-record';
import { plural } from './status-text';

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1f2328;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}code,pre{font:13px/1.5 ui-monospace,monospace}
pre{background:#f6f8fa;padding:.6rem;overflow-x:auto;white-space:pre-wrap}table{border-collapse:collapse;width:100%}
th,td{text-align:left;border-bottom:1px solid #d8dee4;padding:.3rem .6rem;vertical-align:top}
.blocker{color:#b42318}.warning{color:#9a6700}.suggestion{color:#0550ae}.small{color:#57606a;font-size:.85rem}`;

/** The run as one self-contained page: no script, no address outside of itself. */
export function reportHtml(record: RunRecord): string {
  return isReview(record)
    ? page(record, `Second Pass: ${record.ending.verdict}`, reviewBody(record))
    : page(record, `Second Pass: ${record.runMode}`, runModeBody(record));
}

function page({ product, startedAt, milliseconds }: RunRecord, title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${html(title)}</h1>
${body}
<p class="small">Second Pass ${html(product.version)}, ${html(startedAt)}, ${(milliseconds / 1000).toFixed(1)} s</p>
</body>
</html>
`;
}

function reviewBody(record: ReviewRecord): string {
  return `<p>${html(record.statusText)}</p>
${record.summary ? `<p>${html(record.summary)}</p>` : ''}
${section('Problems', record.problems.map(item))}
${findingSection(
  'Findings',
  record.findings.filter(({ fate }) => fate !== 'merged'),
)}
${section(
  'Looked at and set aside',
  record.setAside.map(
    (one) => `<li><b>${one.fate}</b> <code>${html(one.path)}</code> ${html(one.title)}: ${html(one.reason)}</li>`,
  ),
)}
${section(
  'Accepted by people',
  record.accepted.map(
    (one) => `<li>${one.severity} ${html(one.title)}: ${html(one.status)} by ${html(one.by)} ${html(one.reason)}</li>`,
  ),
)}
${fileTable(record.files)}
${section('Notes', record.notes.map(item))}
${receiptTable(record)}
${callTable(record)}`;
}

function runModeBody(record: RunModeRecord): string {
  const files = record.runMode === 'preview' ? fileTable(record.files) : '';
  return `<p>${html(record.headline)}</p>
${section('Problems', record.problems.map(item))}
${record.runMode === 'doctor' ? checkTable(record.checks) : files}
${section('Notes', record.notes.map(item))}`;
}

function checkTable(checks: DoctorRecord['checks']): string {
  const rows = checks.map(
    ({ what, state, text, advice }) =>
      `<tr><td>${html(what)}</td><td>${state}</td><td>${html(text)}</td><td>${html(advice.join(' '))}</td></tr>`,
  );
  return `<table><tr><th>Part</th><th>State</th><th>Found</th><th>Advice</th></tr>${rows.join('\n')}</table>`;
}

function item(text: string): string {
  return `<li>${html(text)}</li>`;
}

function findingSection(title: string, findings: readonly FindingFate[]): string {
  if (findings.length === 0) return `<h2>${title}</h2><p>None.</p>`;
  return `<h2>${title} (${findings.length})</h2>${findings.map(findingHtml).join('\n')}`;
}

function findingHtml(finding: FindingFate): string {
  const line = finding.startLine === undefined ? '' : `:${finding.startLine}`;
  const excerpt = finding.excerpt === undefined ? '' : `<pre>${html(finding.excerpt)}</pre>`;
  return `<h3><span class="${finding.severity}">${finding.severity}</span> ${html(finding.title)}${finding.unverified ? ' (unverified)' : ''}</h3>
<p><code>${html(finding.path)}${line}</code> · ${finding.category} · ${finding.fate}: ${html(finding.reason)}</p>
${excerpt}<p>${html(finding.body)}</p>`;
}

function fileTable(files: readonly FileFate[]): string {
  const rows = files.map(
    ({ path, state, added, removed, reason = '', rule = '' }) =>
      `<tr><td><code>${html(path)}</code></td><td>${state}</td><td>+${added} −${removed}</td><td>${html(reason)} <code>${html(rule)}</code></td></tr>`,
  );
  return `<h2>${plural(files.length, 'changed file')}</h2><table><tr><th>File</th><th>State</th><th>Lines</th><th>Why</th></tr>${rows.join('\n')}</table>`;
}

function receiptTable({ receipt }: ReviewRecord): string {
  const rows = receipt.map(
    ({ request, to, bytes, tokens, sha256, sent, pieces }) =>
      `<tr><td>${html(request)}</td><td>${sent ? html(to) : 'not sent'}</td><td>${pieces.map(pieceText).join(', ')}</td><td>${bytes}</td><td>${tokens}</td><td><code>${sha256}</code></td></tr>`,
  );
  if (rows.length === 0) return '<h2>What was sent</h2><p>Nothing was sent to the model.</p>';
  return `<h2>What was sent</h2><table><tr><th>Request</th><th>To</th><th>Pieces</th><th>Bytes</th><th>Tokens (estimate)</th><th>sha256</th></tr>${rows.join('\n')}</table>`;
}

function pieceText({ piece, files }: ReviewRecord['receipt'][number]['pieces'][number]): string {
  return files.length === 0 ? html(piece) : `${html(piece)} (${plural(files.length, 'file')})`;
}

function callTable({ calls, cost }: ReviewRecord): string {
  if (calls.length === 0) return '';
  const usd = (value: number | null) => (value === null ? 'unknown' : `$${value.toFixed(4)}`);
  const rows = calls.map(
    (call) =>
      `<tr><td>${html(call.label)}</td><td>${html(call.model)}</td><td>${call.stop}</td><td>${call.input}</td><td>${call.cacheRead}</td><td>${call.cacheWrite}</td><td>${call.output}</td><td>${usd(call.costUsd)}</td><td>${call.milliseconds}</td></tr>`,
  );
  return `<h2>What it cost</h2><p>${usd(cost.usd)} by list prices of ${cost.pricesAsOf}; ${usd(cost.uncachedUsd)} without the cache.</p>
<table><tr><th>Call</th><th>Model</th><th>End</th><th>Input</th><th>From cache</th><th>To cache</th><th>Output</th><th>Cost</th><th>ms</th></tr>${rows.join('\n')}</table>`;
}

function section(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `<h2>${title}</h2><ul>${items.join('\n')}</ul>`;
}

function html(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
