import { Badge } from '../../parts/badge';
import { Link } from '../../parts/link';
import { Receipt } from '../../parts/receipt';
import { Section } from '../../parts/section';
import { useSurroundings } from '../../parts/surroundings';
import { Table } from '../../parts/table';
import { line } from '../../parts/visible';
import type { ShownFix } from '../../record/fix-shape';
import { Texts } from './notes';

/** A run of the second task: what came of the request, what was checked, what was written and sent. */
export function FixPage({ record }: { record: ShownFix }) {
  const { gate = [], pushes = [], calls, receipt, problems, notes } = record;
  return (
    <>
      <Head record={record} />
      <div class="parts">
        {problems.length === 0 ? null : (
          <Section id="problems" title="What went wrong" count={String(problems.length)} isOpen>
            <Texts texts={problems} />
          </Section>
        )}
        {gate.length === 0 ? null : (
          <Section id="gate" title="Checks before the work" count={String(gate.length)} isOpen>
            <Table
              caption="In order, up to the first that did not hold"
              columns={[{ name: 'Check' }, { name: 'State' }, { name: 'Found' }]}
              rows={gate.map(({ check, state, text }) => [
                line(check),
                <Badge key="state" kind={state === 'passed' ? 'PASS' : 'FAIL'}>
                  {line(state, 40)}
                </Badge>,
                line(text, 1000),
              ])}
            />
          </Section>
        )}
        {pushes.length === 0 ? null : (
          <Section id="pushes" title="What was pushed" count={String(pushes.length)} isOpen>
            <Texts texts={pushes.map(({ ref, from, to }) => `${ref}: ${from.slice(0, 8)} to ${to.slice(0, 8)}`)} />
          </Section>
        )}
        <Section id="sent" title="What was sent" count={String(receipt.length)}>
          <Receipt receipt={receipt} />
        </Section>
        {calls.length === 0 ? null : <Calls calls={calls} />}
        {notes.length === 0 ? null : (
          <Section id="notes" title="Notes" count={String(notes.length)} isOpen>
            <Texts texts={notes} />
          </Section>
        )}
      </div>
    </>
  );
}

function Head({ record }: { record: ShownFix }) {
  const { format } = useSurroundings();
  const { runMode, headline, ending, situation, startedAt, milliseconds, costUsd, fixPullRequest, branch, approval } =
    record;
  return (
    <header class="head">
      <p class="verdict">
        <span class="tag">Second Pass: Fix, {line(runMode, 40)}</span>
        <span class="quiet">{line(ending.outcome || situation, 60)}</span>
      </p>
      <h1>{line(headline, 600)}</h1>
      <p class="identity quiet">
        {fixPullRequest ? <Link to={fixPullRequest.url}>pull request {fixPullRequest.id}</Link> : null}
        {branch ? <code>{line(branch, 200)}</code> : null}
        {approval ? <span>let pass by {line(approval.name, 120)}</span> : null}
        <span>{format.money(costUsd)}</span>
        <span>{format.duration(milliseconds)}</span>
        <time dateTime={line(startedAt, 40)}>{format.date(line(startedAt, 40))}</time>
      </p>
    </header>
  );
}

function Calls({ calls }: { calls: ShownFix['calls'] }) {
  const { format } = useSurroundings();
  const number = (name: string) => ({ name, isNumber: true });
  return (
    <Section id="costs" title="Calls and cost" count={String(calls.length)}>
      <Table
        caption="Model, ending, tokens, cost and time of every call"
        columns={[
          { name: 'Call' },
          { name: 'Model' },
          { name: 'End' },
          ...['Input', 'Output', 'Cost', 'Time'].map(number),
        ]}
        rows={calls.map((call) => [
          ...[line(call.label), line(call.model), line(call.stop)],
          ...[format.count(call.input + call.cacheRead + call.cacheWrite), format.count(call.output)],
          ...[format.money(call.costUsd), format.duration(call.milliseconds)],
        ])}
      />
    </Section>
  );
}
