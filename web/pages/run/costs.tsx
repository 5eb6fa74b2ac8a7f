import type { ReviewRecord } from '../../../src/steps/record/review-record';
import { Bars } from '../../parts/bars';
import { Money } from '../../parts/money';
import { useSurroundings } from '../../parts/surroundings';
import { Table } from '../../parts/table';
import { line } from '../../parts/visible';
import { plural } from '../../parts/words';

const TOKENS = [
  { name: 'Cache read', colour: 1 },
  { name: 'Cache write', colour: 2 },
  { name: 'Input', colour: 3 },
  { name: 'Output', colour: 4 },
] as const;

/** Where tokens, money and time went: bars to compare, each with its table. */
export function Costs({ record }: { record: ReviewRecord }) {
  const { format } = useSurroundings();
  const { calls, stages, cost } = record;
  return (
    <>
      <Total record={record} />
      <div class="charts">
        <Bars
          title="Tokens by call"
          what="Call"
          series={TOKENS}
          rows={calls.map(({ label, cacheRead, cacheWrite, input, output }) => ({
            name: line(label, 60),
            values: [cacheRead, cacheWrite, input, output],
          }))}
          show={format.count}
        />
        <Bars
          title="Time by what was waited for"
          what="Stage"
          series={[{ name: 'Time', colour: 5 }]}
          rows={[...stages]
            .filter(({ milliseconds }) => milliseconds > 0)
            .sort((a, b) => b.milliseconds - a.milliseconds)
            .map(({ stage, milliseconds }) => ({ name: line(stage, 60), values: [milliseconds] }))}
          show={format.duration}
        />
        <Bars
          title="Cost by call"
          what="Call"
          series={[{ name: 'Cost', colour: 6 }]}
          rows={calls.map(({ label, costUsd }) => ({ name: line(label, 60), values: [costUsd ?? 0] }))}
          show={format.money}
        />
      </div>
      <Calls record={record} />
      <p class="quiet">By list prices of {line(cost.pricesAsOf, 40)}.</p>
    </>
  );
}

function Total({ record: { calls, cost } }: { record: ReviewRecord }) {
  const { format } = useSurroundings();
  if (calls.length === 0) return <p>The model was not asked.</p>;
  return (
    <>
      <p>
        {plural(format.count(calls.length), calls.length, 'call')} for {format.money(cost.usd)};{' '}
        {format.money(cost.uncachedUsd)} without the cache.
        {cost.pullRequestUsd === undefined
          ? ''
          : ` ${format.money(cost.pullRequestUsd)} in all runs on this pull request.`}
      </p>
      {cost.capUsd === undefined ? null : <Money title="This run" spent={cost.usd ?? 0} cap={cost.capUsd} />}
      {cost.pullRequestCapUsd === undefined ? null : (
        <Money
          title="All runs on this pull request"
          spent={cost.pullRequestUsd ?? cost.usd ?? 0}
          cap={cost.pullRequestCapUsd}
        />
      )}
      {cost.forecast === undefined ? null : <p>{line(cost.forecast, 1000)}</p>}
    </>
  );
}

function Calls({ record: { calls } }: { record: ReviewRecord }) {
  const { format } = useSurroundings();
  if (calls.length === 0) return null;
  const number = (name: string) => ({ name, isNumber: true });
  return (
    <details>
      <summary>All calls in full</summary>
      <Table
        caption="Model, ending, tokens, cost and time of every call"
        columns={[
          ...[{ name: 'Call' }, { name: 'Model' }, { name: 'End' }],
          ...['Input', 'From cache', 'To cache', 'Output', 'Cost', 'Time'].map(number),
          { name: 'Request id' },
        ]}
        rows={calls.map((call) => [
          ...[line(call.label), line(call.model), line(call.stop)],
          ...[call.input, call.cacheRead, call.cacheWrite, call.output].map(format.count),
          ...[format.money(call.costUsd), format.duration(call.milliseconds), line(call.requestId)],
        ])}
      />
    </details>
  );
}
