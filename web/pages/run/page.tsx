import { RECORD_VERSION } from '../../../src/steps/record/record-version';
import type { Format } from '../../parts/format';
import { Link } from '../../parts/link';
import { Notice } from '../../parts/notice';
import { Patience } from '../../parts/patience';
import { Selector } from '../../parts/selector';
import { Skeleton } from '../../parts/skeleton';
import { useSurroundings } from '../../parts/surroundings';
import { line } from '../../parts/visible';
import { troubleWords } from '../../parts/words';
import { isReview } from '../../record/is-review';
import type { ReadRecord } from '../../record/read-record';
import { FixPage } from './fix';
import { ReviewPage } from './review';
import { RunModePage } from './run-mode';
import type { RunActs, RunState, ShownRecord } from './state';
import type { RunView } from './view';
import { BROKEN, NOTHING, UNCHECKED } from './words';

/** The page of a run: a pure view of the state. */
export function RunPage({ state, acts }: { state: RunState; acts: RunActs }) {
  return (
    <main class="page run" aria-busy={state.content.kind === 'loading'}>
      <Patience seconds={state.patience} />
      {state.isRunning && state.content.kind === 'records' ? (
        <Notice title="In progress">
          <p>The run still lasts; what comes is added by itself.</p>
        </Notice>
      ) : null}
      <Content state={state} acts={acts} />
    </main>
  );
}

function Content({ state, acts }: { state: RunState; acts: RunActs }) {
  const { content, view } = state;
  switch (content.kind) {
    case 'loading':
      return <Skeleton waitingFor={content.waitingFor} />;
    case 'nothing':
      return <Nothing {...NOTHING[content.why]} logUrl={state.logUrl} again={acts.again} />;
    case 'trouble':
      return <Trouble trouble={content.trouble} what={content.what} logUrl={state.logUrl} again={acts.again} />;
    default:
      return <Records records={content.records} view={view} acts={acts} />;
  }
}

function Nothing({ title, text, logUrl, again }: { title: string; text: string; logUrl: string; again(): void }) {
  return (
    <section class="empty">
      <h1>{title}</h1>
      <p>{text}</p>
      <Ways logUrl={logUrl} again={again} />
    </section>
  );
}

function Trouble({ trouble, what, logUrl, again }: { trouble: string; what: string; logUrl: string; again(): void }) {
  const { title, text } = troubleWords(trouble);
  return (
    <section class="empty">
      <h1>{title}</h1>
      <p>
        While reading {what}. {text}
      </p>
      <Ways logUrl={logUrl} again={again} />
    </section>
  );
}

function Ways({ logUrl, again }: { logUrl: string; again(): void }) {
  return (
    <p>
      <button type="button" onClick={again}>
        Try again
      </button>{' '}
      {logUrl === '' ? null : <Link to={logUrl}>Open the log</Link>}
    </p>
  );
}

function Records({ records, view, acts }: { records: readonly ShownRecord[]; view: RunView; acts: RunActs }) {
  const { format } = useSurroundings();
  const chosen = records.find(({ id }) => id === view.record) ?? records[0];
  if (chosen === undefined) return null;
  return (
    <>
      <Selector
        label="Review"
        options={records.map((one) => ({ id: one.id, label: `${one.name}, ${startOf(one, format)}` }))}
        chosen={chosen.id}
        choose={(id) => acts.look({ record: id, finding: '' })}
      />
      {chosen.isUnchecked ? (
        <Notice title={UNCHECKED.title} tone="warning">
          <p>{UNCHECKED.text}</p>
        </Notice>
      ) : null}
      <Record key={chosen.id} content={chosen.content} view={view} acts={acts} />
    </>
  );
}

function startOf({ content }: ShownRecord, { date }: Format): string {
  return content.kind === 'record' || content.kind === 'fix' ? date(content.record.startedAt) : 'cannot be read';
}

function Record({ content, view, acts }: { content: ShownRecord['content']; view: RunView; acts: RunActs }) {
  if (content.kind === 'trouble') {
    const { title, text } = troubleWords(content.trouble);
    return (
      <Notice title={title} tone="bad">
        <p>While reading this record. {text}</p>
      </Notice>
    );
  }
  if (content.kind === 'broken') {
    return (
      <Notice title="This record cannot be shown" tone="bad">
        <p>
          {BROKEN[content.code] ?? ''} <code>{content.code}</code>
        </p>
      </Notice>
    );
  }
  if (content.kind === 'fix') {
    return (
      <>
        <Reading content={content} />
        <FixPage record={content.record} />
      </>
    );
  }
  const { record } = content;
  return (
    <>
      <Reading content={content} />
      {isReview(record) ? (
        <ReviewPage record={record} version={content.version} view={view} acts={acts} />
      ) : (
        <RunModePage record={record} version={content.version} view={view} acts={acts} />
      )}
    </>
  );
}

const FAULTS_TOLD = 5;

/** What of the record could not be taken as it is. */
function Reading({
  content: { version, faults, record },
}: {
  content: Extract<ReadRecord, { kind: 'record' | 'fix' }>;
}) {
  return (
    <>
      {version > RECORD_VERSION ? (
        <Notice title="A newer version wrote this record" tone="warning">
          <p>
            It has version {version} (Second Pass {line(record.product.version, 40)}), and this page knows version{' '}
            {RECORD_VERSION}. What is known is shown; update the extension to see the rest.
          </p>
        </Notice>
      ) : null}
      {faults.length > 0 ? (
        <Notice title="Parts of the record could not be read" tone="warning">
          <p>
            {faults.length} {faults.length === 1 ? 'place is' : 'places are'} left out or empty (
            <code>RECORD_PARTS</code>):{' '}
            {faults
              .slice(0, FAULTS_TOLD)
              .map((fault) => line(fault, 120))
              .join(', ')}
            {faults.length > FAULTS_TOLD ? ' and others' : ''}.
          </p>
        </Notice>
      ) : null}
    </>
  );
}
