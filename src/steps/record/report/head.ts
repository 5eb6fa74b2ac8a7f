import { percentText } from '../../../percent-text';
import { runName } from '../../comments/run-name';
import { isReview, type RunRecord } from '../record';
import type { ReviewRecord } from '../review-record';
import { plural } from '../status-text';
import { html, link, list, path } from './html';

/** Verdict, what it was reached on, coverage and cost: what a reader sees without scrolling. */
export function headHtml(record: ReviewRecord): string {
  const { ending, statusText, summary, problems } = record;
  return `<header>
<h1><span class="${ending.verdict}">${titleOf(record)}</span></h1>
<p>${html(statusText)}</p>
${identity(record)}
<dl class="tiles">${tiles(record)}</dl>
${summary ? `<p class="prose">${html(summary)}</p>` : ''}
${lookFirst(record)}
${problems.length === 0 ? '' : `<div class="note"><strong>What went wrong</strong>${list(problems.map(html))}</div>`}
</header>`;
}

export function titleOf(record: RunRecord): string {
  if (!isReview(record)) return `Second Pass: ${record.runMode}`;
  const { verdict } = record.ending;
  return verdict === 'NONE' ? 'Second Pass: no verdict' : `Second Pass: ${verdict}`;
}

/** Pull request, repository, commits and run, each by name. */
export function identity({ pullRequest, run, startedAt }: RunRecord): string {
  const parts = [
    ...(pullRequest ? pullRequestParts(pullRequest) : []),
    ...(run?.id ? [`run ${link(run.url, html(runName(run.id)))}`] : []),
    `<time datetime="${html(startedAt)}">${html(startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'))}</time>`,
  ];
  return `<p class="quiet">${parts.join(' · ')}</p>`;
}

function pullRequestParts({ id, webUrl, iteration, base, source }: NonNullable<ReviewRecord['pullRequest']>): string[] {
  const repository = repositoryName(webUrl);
  const commits = `commits <code>${html(base.slice(0, 8))}</code> to <code>${html(source.slice(0, 8))}</code>`;
  if (id === 0) return [commits];
  const named = repository === '' ? [] : [`repository ${html(repository)}`];
  return [link(webUrl, `pull request ${id}`), ...named, `iteration ${iteration}`, commits];
}

function repositoryName(webUrl: string): string {
  const name = /\/_git\/([^/]+)\/pullrequest\//i.exec(webUrl)?.[1] ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function tiles(record: ReviewRecord): string {
  const { counts, cost, calls, milliseconds, reviewer } = record;
  const open = [
    ['blocker', counts.blockers],
    ['warning', counts.warnings],
    ['suggestion', counts.suggestions],
  ] as const;
  const toneOf = (name: string, count: number) => (count === 0 ? 'quiet' : name);
  const findings = open.map(([name, count]) => `<span class="${toneOf(name, count)}">${plural(count, name)}</span>`);
  const usd = cost.usd === null ? 'unknown' : `$${cost.usd.toFixed(4)}`;
  const asked =
    calls.length === 0
      ? 'the model was not asked'
      : `${plural(calls.length, 'call')} to ${html(reviewer.model)}, ${percentText(cost.cacheShare)} of input from the cache`;
  return [
    tile('Open findings', findings.join('<br>'), ''),
    coverage(record),
    tile('Cost', usd, asked),
    tile('Time', `${(milliseconds / 1000).toFixed(1)} s`, `effort ${html(reviewer.effort)}`),
  ].join('\n');
}

function coverage({ files }: ReviewRecord): string {
  const inState = (...states: string[]) => files.filter(({ state }) => states.includes(state)).length;
  const reviewed = inState('reviewed', 'clipped');
  const share = files.length === 0 ? 0 : (100 * reviewed) / files.length;
  const rest = `${inState('skipped')} skipped by rule, ${inState('notReviewed')} not reviewed`;
  const meter = `<span class="meter" aria-hidden="true"><span style="width:${share.toFixed(1)}%"></span></span>`;
  return tile('Coverage', `${reviewed} of ${plural(files.length, 'file')}`, `${rest}${meter}`);
}

function tile(name: string, figure: string, more: string): string {
  const below = more === '' ? '' : `<div class="quiet">${more}</div>`;
  return `<div class="tile"><dt>${name}</dt><dd><div class="figure">${figure}</div>${below}</dd></div>`;
}

function lookFirst({ lookFirst: place }: ReviewRecord): string {
  if (place === undefined) return '';
  const line = place.line === undefined ? '' : ` line ${place.line}`;
  return `<p>Look first at ${path(place.path)}${line}: ${html(place.why)}</p>`;
}
