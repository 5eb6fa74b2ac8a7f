import { PRICES_AS_OF } from './models';
import { totalsOf } from './scene';
import type { ClaudeRequest } from './types';

export const STAND_IN_NOTICE =
  'This is a stand-in for the Claude API. It is not Claude: its answers come from a small set of rules of thumb.';

/** One line per request, for a log. */
export function lineOf(request: ClaudeRequest): string {
  const { usage } = request;
  const tokens = usage
    ? ` in ${usage.input_tokens} read ${usage.cache_read_input_tokens} wrote ${usage.cache_creation_input_tokens} out ${usage.output_tokens} $${request.cost.toFixed(4)}`
    : '';
  const what = [
    request.pass,
    request.customId,
    request.model,
    request.fault && `fault ${request.fault}`,
    request.stopReason,
  ];
  return `[stand-in, not Claude] ${request.status} ${request.method} ${request.path} ${what.filter(Boolean).join(' ')}${tokens}`;
}

/** The page that lists what was asked. No prompt, answer or key is on it. */
export function pageOf(requests: readonly ClaudeRequest[]): string {
  const asked = requests.filter(({ surface }) => surface !== 'page');
  const totals = totalsOf(asked);
  const cost = asked.reduce((sum, request) => sum + request.cost, 0);
  const input = totals.input + totals.cacheRead + totals.cacheWrite5m + totals.cacheWrite1h;
  const share = input === 0 ? 0 : Math.round((100 * totals.cacheRead) / input);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Stand-in for the Claude API</title><style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #222 }
.notice { background: #fff3cd; border: 1px solid #d9b64a; padding: .7rem 1rem; border-radius: 6px }
table { border-collapse: collapse; width: 100%; font-size: 13px } th, td { padding: .3rem .6rem; border-bottom: 1px solid #ddd; text-align: left }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums } tfoot td { font-weight: 600 }
</style></head><body>
<h1>Stand-in for the Claude API</h1>
<p class="notice">${STAND_IN_NOTICE}</p>
<p>${asked.length} requests, ${share} % of the input tokens read from the cache, $${cost.toFixed(4)} by the list prices of ${PRICES_AS_OF}.</p>
<table><thead><tr><th>#</th><th>request</th><th>pass</th><th>model</th><th>status</th>${numberHeads()}</tr></thead>
<tbody>${asked.map(rowOf).join('\n')}</tbody>
<tfoot><tr><td></td><td>all</td><td></td><td></td><td></td>${numbers(totals.input, totals.cacheRead, totals.cacheWrite5m, totals.cacheWrite1h, totals.output, cost)}</tr></tfoot>
</table></body></html>`;
}

function rowOf(request: ClaudeRequest): string {
  const { usage } = request;
  const name = request.customId ? `batch item ${request.customId}` : `${request.method} ${request.path}`;
  const status = [request.status || 'cut', request.fault, request.stopReason].filter(Boolean).join(', ');
  const written = usage?.cache_creation;
  const figures = numbers(
    usage?.input_tokens,
    usage?.cache_read_input_tokens,
    written?.ephemeral_5m_input_tokens,
    written?.ephemeral_1h_input_tokens,
    usage?.output_tokens,
    usage ? request.cost : undefined,
  );
  const words = [String(request.number), name, request.pass ?? '', request.model ?? '', status];
  return `<tr>${words.map((word) => `<td>${escaped(word)}</td>`).join('')}${figures}</tr>`;
}

function numberHeads(): string {
  const heads = ['input', 'cache read', 'written 5m', 'written 1h', 'output', 'cost'];
  return heads.map((head) => `<th class="number">${head}</th>`).join('');
}

function numbers(...values: (number | undefined)[]): string {
  const cost = values.pop();
  const cells = [
    ...values.map((value) => value?.toLocaleString('en') ?? ''),
    cost === undefined ? '' : `$${cost.toFixed(4)}`,
  ];
  return cells.map((cell) => `<td class="number">${cell}</td>`).join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
