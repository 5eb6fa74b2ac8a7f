import { runName } from '../../../src/steps/comments/run-name';
import type { RunRecord } from '../../../src/steps/record/record';
import type { ReviewRecord } from '../../../src/steps/record/review-record';
import { Badge, toneOf, wordOf } from '../../parts/badge';
import { Link } from '../../parts/link';
import { Path } from '../../parts/path';
import { Ring, type RingPart } from '../../parts/ring';
import { useSurroundings } from '../../parts/surroundings';
import { line } from '../../parts/visible';
import { plural } from '../../parts/words';

/** What a reader sees without scrolling: verdict, one sentence, counts, coverage, cost, time. */
export function Head({ record }: { record: ReviewRecord }) {
  const { ending, statusText, summary } = record;
  return (
    <header class="head">
      <p class="verdict">
        <span class={`verdict-sign ground-${toneOf(ending.verdict)}`}>
          <Badge kind={ending.verdict}>{wordOf(ending.verdict)}</Badge>
        </span>
        <span class="quiet">{outcomeWords(ending.outcome)}</span>
        {record.runMode === 'readOnly' ? <span class="tag">read only: nothing was posted</span> : null}
      </p>
      <h1>{line(statusText, 400)}</h1>
      <Identity record={record} />
      <div class="tiles">
        <Findings record={record} />
        <Coverage record={record} />
        <Cost record={record} />
        <Time record={record} />
      </div>
      {summary ? <p class="summary">{line(summary, 2000)}</p> : null}
      <LookFirst record={record} />
    </header>
  );
}

const OUTCOMES: Readonly<Record<string, string>> = {
  reviewed: 'reviewed',
  partlyReviewed: 'reviewed in part',
  notReviewed: 'not reviewed',
  skipped: 'skipped',
};

function outcomeWords(outcome: string): string {
  return OUTCOMES[outcome] ?? line(outcome, 40);
}

/** Pull request, iteration, commits, run and time, each by name. */
export function Identity({ record: { pullRequest, run, startedAt } }: { record: RunRecord }) {
  const { format } = useSurroundings();
  return (
    <p class="identity quiet">
      {pullRequest && pullRequest.id > 0 ? (
        <span>
          <Link to={pullRequest.webUrl}>pull request {pullRequest.id}</Link>, iteration {pullRequest.iteration}
        </span>
      ) : null}
      {pullRequest ? (
        <span>
          <code>{line(pullRequest.base.slice(0, 8))}</code> to <code>{line(pullRequest.source.slice(0, 8))}</code>
        </span>
      ) : null}
      {run?.id ? (
        <span>
          <Link to={run.url}>{line(runName(run.id), 60)}</Link>
        </span>
      ) : null}
      {run?.artifactUrl ? (
        <span>
          <Link to={run.artifactUrl}>artifact</Link>
        </span>
      ) : null}
      <time dateTime={line(startedAt, 40)}>{format.date(line(startedAt, 40))}</time>
    </p>
  );
}

function Findings({ record: { counts } }: { record: ReviewRecord }) {
  const { format } = useSurroundings();
  const rows = [
    ['blocker', counts.blockers],
    ['warning', counts.warnings],
    ['suggestion', counts.suggestions],
  ] as const;
  return (
    <section class="card tile" aria-label="Open findings">
      <h2>Open findings</h2>
      <ul class="counts">
        {rows.map(([kind, count]) => (
          <li key={kind} class={count === 0 ? 'none' : ''}>
            <span class={`figure tone-${count === 0 ? 'quiet' : toneOf(kind)}`}>{format.count(count)}</span>{' '}
            <Badge kind={kind}>{count === 1 ? kind : `${kind}s`}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}

const STATES = [
  ['reviewed', 'good'],
  ['clipped', 'warning'],
  ['notReviewed', 'bad'],
  ['skipped', 'quiet'],
] as const;

function Coverage({ record: { files, lines } }: { record: ReviewRecord }) {
  const { format } = useSurroundings();
  const parts = STATES.map(([name, tone]) => ({
    ...{ name, tone },
    value: files.filter(({ state }) => state === name).length,
  }));
  const share = lines === undefined || lines.all === 0 ? '' : format.share(lines.read / lines.all);
  const whole = lines === undefined || lines.all === 0 ? parts : partsRead(lines);
  return (
    <section class="card tile coverage" aria-label="Coverage">
      <Ring parts={whole} label={share} />
      <div>
        <h2>Coverage</h2>
        <p>
          {lines === undefined
            ? plural(format.count(files.length), files.length, 'file')
            : linesText(lines, format.count)}
        </p>
        <ul class="plain quiet">
          {parts
            .filter(({ value }) => value > 0)
            .map(({ name, value }) => (
              <li key={name}>
                <Badge kind={name}>{`${plural(format.count(value), value, 'file')} ${wordOf(name)}`}</Badge>
              </li>
            ))}
        </ul>
      </div>
    </section>
  );
}

/** What was skipped by rule is no part of what had to be read. */
function partsRead({ read, all }: { read: number; all: number }): RingPart[] {
  return [
    { name: 'read', tone: 'good', value: read },
    { name: 'unread', tone: 'bad', value: all - read },
  ];
}

function linesText({ read, all }: { read: number; all: number }, count: (value: number) => string): string {
  return `${count(read)} of ${plural(count(all), all, 'line')} read`;
}

function Cost({ record: { cost, calls, reviewer } }: { record: ReviewRecord }) {
  const { format } = useSurroundings();
  const asked =
    calls.length === 0 ? 'the model was not asked' : `${plural(format.count(calls.length), calls.length, 'call')}`;
  return (
    <section class="card tile" aria-label="Cost">
      <h2>Cost</h2>
      <p class="figure">{format.money(cost.usd)}</p>
      {cost.capUsd === undefined ? null : <p class="quiet">of {format.money(cost.capUsd)} allowed</p>}
      <ul class="plain quiet">
        <li>{asked}</li>
        <li>{line(reviewer.model, 80)}</li>
        {calls.length > 0 ? <li>{format.share(cost.cacheShare)} of input from the cache</li> : null}
        {cost.pullRequestUsd === undefined ? null : (
          <li>{format.money(cost.pullRequestUsd)} on this pull request so far</li>
        )}
      </ul>
    </section>
  );
}

function Time({ record: { milliseconds, stages, reviewer } }: { record: ReviewRecord }) {
  const { format } = useSurroundings();
  const longest = [...stages].sort((a, b) => b.milliseconds - a.milliseconds)[0];
  return (
    <section class="card tile" aria-label="Time">
      <h2>Time</h2>
      <p class="figure">{format.duration(milliseconds)}</p>
      <ul class="plain quiet">
        {longest && longest.milliseconds > 0 ? (
          <li>
            {format.duration(longest.milliseconds)} waiting for {line(longest.stage, 60)}
          </li>
        ) : null}
        <li>effort {line(reviewer.effort, 40)}</li>
      </ul>
    </section>
  );
}

function LookFirst({ record: { lookFirst } }: { record: ReviewRecord }) {
  if (lookFirst === undefined) return null;
  return (
    <p class="look-first">
      <strong>Look first</strong> at <Path path={lookFirst.path} />
      {lookFirst.line === undefined ? '' : ` line ${lookFirst.line}`}: {line(lookFirst.why, 600)}
    </p>
  );
}
