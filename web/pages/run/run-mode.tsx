import type { DoctorRecord, PreviewRecord, RunModeRecord } from '../../../src/steps/record/run-mode-record';
import { Badge } from '../../parts/badge';
import { FileList } from '../../parts/file-list';
import { Receipt } from '../../parts/receipt';
import { Section } from '../../parts/section';
import { useSurroundings } from '../../parts/surroundings';
import { Table } from '../../parts/table';
import { line } from '../../parts/visible';
import { About } from './about';
import { Identity } from './head';
import { AccessLog, Problems, Texts } from './notes';
import type { RunActs } from './state';
import type { RunView } from './view';

interface RunModePageProps {
  record: RunModeRecord;
  /** Of the record as it was written. */
  version: number;
  view: RunView;
  acts: RunActs;
}

/** A run that reviewed nothing: what came of it. */
export function RunModePage({ record, version, view, acts }: RunModePageProps) {
  const others = record.problems.filter((problem) => problem !== record.headline);
  return (
    <>
      <header class="head">
        <p class="verdict">
          <span class="tag">run mode {line(record.runMode, 40)}</span>
        </p>
        <h1>{line(record.headline, 600)}</h1>
        <Identity record={record} />
      </header>
      <div class="parts">
        {others.length === 0 ? null : (
          <Section id="problems" title="What is at fault" count={String(others.length)} isOpen>
            <Problems record={{ ...record, problems: others }} />
          </Section>
        )}
        {record.runMode === 'doctor' ? <Doctor record={record} /> : null}
        {record.runMode === 'preview' ? <Preview record={record} view={view} acts={acts} /> : null}
        {record.notes.length === 0 ? null : (
          <Section id="notes" title="Notes" count={String(record.notes.length)} isOpen>
            <Texts texts={record.notes} />
          </Section>
        )}
        {record.accessLog ? (
          <Section id="requests" title="Requests of the agent" count={String(record.accessLog.length)}>
            <AccessLog record={record} />
          </Section>
        ) : null}
        <Section id="about" title="About this run">
          <About record={record} version={version} />
        </Section>
      </div>
    </>
  );
}

const STATES: Readonly<Record<string, { word: string; kind: string }>> = {
  good: { word: 'good', kind: 'PASS' },
  fault: { word: 'at fault', kind: 'FAIL' },
  notTried: { word: 'not tried', kind: 'NONE' },
};

function Doctor({ record: { checks, receipt } }: { record: DoctorRecord }) {
  return (
    <>
      <Section id="checks" title="Parts of the set-up" count={String(checks.length)} isOpen>
        <Table
          caption="What was tried"
          columns={[{ name: 'Part' }, { name: 'State' }, { name: 'Found' }, { name: 'Advice' }]}
          rows={checks.map(({ what, state, text, advice }) => {
            const { word, kind } = STATES[state] ?? { word: line(state, 40), kind: 'NONE' };
            return [
              line(what),
              <Badge key="state" kind={kind}>
                {word}
              </Badge>,
              line(text, 1000),
              line(advice.join(' '), 2000),
            ];
          })}
        />
      </Section>
      {receipt ? (
        <Section id="sent" title="What was sent" count={String(receipt.length)}>
          <Receipt receipt={receipt} />
        </Section>
      ) : null}
    </>
  );
}

function Preview({
  record: { files, wouldSend },
  view,
  acts,
}: {
  record: PreviewRecord;
  view: RunView;
  acts: RunActs;
}) {
  const { format } = useSurroundings();
  return (
    <>
      {wouldSend ? (
        <p>
          A review would send {format.count(wouldSend.inputTokens)} tokens of {format.count(wouldSend.files)} files in{' '}
          {format.count(wouldSend.parts)} parts, for about {format.money(wouldSend.usd)}.
        </p>
      ) : null}
      <Section id="files" title="Files" count={format.count(files.length)} isOpen>
        <FileList files={files} state={view.state} text={view.text} filter={(change) => acts.look(change)} />
      </Section>
    </>
  );
}
