import { Fragment } from 'preact';
import type { RunRecord } from '../../../src/steps/record/record';
import { Table } from '../../parts/table';
import { line } from '../../parts/visible';
import { isReview } from '../../record/is-review';
import { DISMISSALS } from './words';

/** What the run says of itself: versions, ending, identity, pipeline, policy. */
export function About({ record, version }: { record: RunRecord; version: number }) {
  return (
    <>
      <dl class="facts about">
        {factsOf(record, version).map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{line(value, 1000)}</dd>
          </Fragment>
        ))}
      </dl>
      <Policy record={record} />
    </>
  );
}

function factsOf(record: RunRecord, version: number): [string, string][] {
  const { product, ending, situation, pipeline, pullRequest } = record;
  const { postedAs, dismissal, reviewer } = isReview(record) ? record : {};
  const facts: [string, string | undefined][] = [
    ['Second Pass', `${product.version}, instructions ${product.instructionsVersion}, record version ${version}`],
    ['Situation', situation],
    ['Outcome', ending.outcome],
    ['Result of the task', ending.result],
    ['Status', ending.status ?? 'none posted'],
    ['Posted as', postedAs && `${postedAs.name} (${postedAs.id})`],
    ['Who may accept a blocker', dismissal && `${DISMISSALS[dismissal]} (${dismissal})`],
    ['Reviewer', reviewer && `${reviewer.provider}, ${reviewer.model}, effort ${reviewer.effort}`],
    ['Pipeline', pipeline && `definition ${pipeline.definitionId}, run ${pipeline.runId}`],
    ['Repository', pullRequest?.repositoryId],
    ['Commits', pullRequest && `${pullRequest.base} to ${pullRequest.source}`],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]));
}

/** The file that limited this run, and what it changed of what the pipeline asked for. */
function Policy({ record: { policy } }: { record: RunRecord }) {
  if (policy === undefined) return null;
  const { source, commit, sha256, changed } = policy;
  return (
    <>
      <h3>Policy</h3>
      <p class="quiet">
        {line(source, 400)} at <code>{line(commit, 64)}</code>, sha256 <code class="sum">{line(sha256, 64)}</code>
      </p>
      {changed.length === 0 ? (
        <p>It changed nothing of what the pipeline asked for.</p>
      ) : (
        <Table
          caption="What the policy changed"
          columns={[
            ...[{ name: 'Input' }, { name: 'Asked for' }, { name: 'What held' }, { name: 'From' }],
            { name: 'Line', isNumber: true },
          ]}
          rows={changed.map(({ input, asked, held, from, line: number }) => [
            ...[line(input), line(asked), line(held), line(from)],
            String(number),
          ])}
        />
      )}
    </>
  );
}
