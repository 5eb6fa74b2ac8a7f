import type { RecordBase } from '../../../src/steps/record/record-base';
import type { ReviewRecord } from '../../../src/steps/record/review-record';
import { useSurroundings } from '../../parts/surroundings';
import { Table } from '../../parts/table';
import { line } from '../../parts/visible';

/** What went wrong, with the codes under which docs/troubleshooting.md says what to do. */
export function Problems({ record: { problems, codes = [] } }: { record: RecordBase }) {
  return (
    <>
      <Texts texts={problems} />
      {codes.length === 0 ? null : (
        <p class="quiet">
          More on this in docs/troubleshooting.md, under{' '}
          {codes.map((code) => (
            <code key={code}>{line(code, 60)} </code>
          ))}
        </p>
      )}
    </>
  );
}

export function Texts({ texts }: { texts: readonly string[] }) {
  return (
    <ul class="entries">
      {texts.map((text, index) => (
        <li key={index}>{line(text, 4000)}</li>
      ))}
    </ul>
  );
}

/** What was done on the pull request, or would have been. */
export function Writes({ record: { writes } }: { record: ReviewRecord }) {
  return (
    <Table
      caption="What was written, and why"
      columns={[{ name: 'What' }, { name: 'Why' }]}
      rows={writes.map(({ what, reason }) => [line(what, 600), line(reason, 1000)])}
    />
  );
}

/** Every request that left the agent. */
export function AccessLog({ record: { accessLog = [] } }: { record: RecordBase }) {
  const { format } = useSurroundings();
  const number = (name: string) => ({ name, isNumber: true });
  return (
    <Table
      caption="Every request that left the agent"
      columns={[
        ...[{ name: 'Host' }, { name: 'Method' }, { name: 'Route' }],
        ...['Status', 'Sent', 'Received', 'Time', 'Attempt'].map(number),
      ]}
      rows={accessLog.map((entry) => [
        ...[line(entry.host), line(entry.method, 20), line(entry.route)],
        entry.status === 0 ? 'no answer' : String(entry.status),
        ...[format.bytes(entry.requestBytes), format.bytes(entry.answerBytes)],
        ...[format.duration(entry.milliseconds), String(entry.attempt)],
      ])}
    />
  );
}
