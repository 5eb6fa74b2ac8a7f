import { sumOf } from '../../../sum-of';
import { thousands } from '../../../thousands';
import type { ReviewRecord } from '../review-record';
import { plural } from '../status-text';
import { folded, html, section, table } from './html';

const MAX_BARS = 12;

/** Where time and money went: bars to compare, each with its figure, and the calls as a table behind them. */
export function costsHtml(record: ReviewRecord): string {
  const { calls, stages, cost } = record;
  const times = stages.map(({ stage, milliseconds }) => ({
    name: stage,
    value: milliseconds,
    shown: seconds(milliseconds),
  }));
  const costs = calls.map(({ label, costUsd }) => ({ name: label, value: costUsd ?? 0, shown: usd(costUsd) }));
  const charts = [chart('Time by what was waited for', times), chart('Cost by call', costs)].join('');
  const total =
    calls.length === 0
      ? ''
      : `<p>${usd(cost.usd)} by list prices of ${html(cost.pricesAsOf)}; ${usd(cost.uncachedUsd)} without the cache.${all(record)}</p>`;
  if (charts === '' && total === '') return '';
  return section('costs', 'Time and cost', `${total}<div class="charts">${charts}</div>${callTable(record)}`);
}

interface Bar {
  name: string;
  value: number;
  shown: string;
}

function chart(title: string, bars: readonly Bar[]): string {
  const most = Math.max(0, ...bars.map(({ value }) => value));
  if (most === 0) return '';
  const ordered = [...bars].sort((a, b) => b.value - a.value);
  const rest = ordered.slice(MAX_BARS);
  const rows = ordered.slice(0, MAX_BARS).map(({ name, value, shown }) => {
    const bar = `<span class="bar" aria-hidden="true"><span style="width:${((100 * value) / most).toFixed(1)}%"></span></span>`;
    return `<span>${html(name)}</span>${bar}<span>${shown}</span>`;
  });
  const more = rest.length === 0 ? '' : `<p class="quiet">${rest.length} smaller ones are in the table.</p>`;
  return `<div><h3>${title}</h3><div class="chart">${rows.join('\n')}</div>${more}</div>`;
}

function callTable({ calls }: ReviewRecord): string {
  if (calls.length === 0) return '';
  const heads = ['Call', 'Model', 'End', 'Input', 'From cache', 'To cache', 'Output', 'Cost', 'Time'];
  const rows = calls.map((call) => [
    ...[html(call.label), html(call.model), html(call.stop)],
    ...[call.input, call.cacheRead, call.cacheWrite, call.output].map((tokens) => thousands(tokens)),
    ...[usd(call.costUsd), seconds(call.milliseconds)],
  ]);
  return folded(`${plural(calls.length, 'call')} in full`, table('Tokens, cost and time of every call', heads, rows));
}

/** What left the agent, request by request. */
export function receiptHtml({ receipt }: Pick<ReviewRecord, 'receipt'>): string {
  if (receipt.length === 0) return section('sent', 'What was sent', '<p>Nothing was sent to the model.</p>');
  const sent = receipt.filter((request) => request.sent);
  const bytes = sumOf(sent, (request) => request.bytes);
  const rows = receipt.map((request) => [
    html(request.request),
    request.sent ? html(request.to) : 'not sent',
    request.pieces.map(pieceText).join(', '),
    ...[request.bytes, request.tokens].map((count) => thousands(count)),
    `<code class="path">${html(request.sha256)}</code>`,
  ]);
  const heads = ['Request', 'To', 'Pieces', 'Bytes', 'Tokens (estimate)', 'sha256'];
  const requests = table('Every request to the model', heads, rows);
  const total = `<p>${thousands(bytes)} bytes in ${plural(sent.length, 'request')}.</p>`;
  return section('sent', 'What was sent', `${total}${folded('Show the receipt', requests)}`);
}

function pieceText({ piece, files }: ReviewRecord['receipt'][number]['pieces'][number]): string {
  return files.length === 0 ? html(piece) : `${html(piece)} (${plural(files.length, 'file')})`;
}

function all({ cost: { pullRequestUsd } }: ReviewRecord): string {
  return pullRequestUsd === undefined ? '' : ` ${usd(pullRequestUsd)} in all runs on this pull request.`;
}

function usd(value: number | null): string {
  return value === null ? 'unknown' : `$${value.toFixed(4)}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
