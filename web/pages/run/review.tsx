import type { ComponentChildren } from 'preact';
import type { ReviewRecord } from '../../../src/steps/record/review-record';
import { ChangeMap } from '../../parts/change-map';
import { Contents } from '../../parts/contents';
import { FileList } from '../../parts/file-list';
import type { RecordPlace } from '../../parts/finding';
import { Code } from '../../parts/prose';
import { Receipt } from '../../parts/receipt';
import { Section } from '../../parts/section';
import { type Surroundings, useSurroundings } from '../../parts/surroundings';
import { lines } from '../../parts/visible';
import { About } from './about';
import { Costs } from './costs';
import { Decisions, NotRaised, notRaised } from './decisions';
import { Findings, shownFindings } from './findings';
import { Head } from './head';
import { AccessLog, Problems, Texts, Writes } from './notes';
import type { RunActs } from './state';
import type { RunView } from './view';

interface ReviewPageProps {
  record: ReviewRecord;
  /** Of the record as it was written. */
  version: number;
  view: RunView;
  acts: RunActs;
}

interface Part {
  id: string;
  title: string;
  count?: string;
  isOpen?: boolean;
  content: ComponentChildren;
}

/** A review: its head, then everything the record knows, each in a part of its own. */
export function ReviewPage(props: ReviewPageProps) {
  const { view, acts } = props;
  const parts = partsOf(props, useSurroundings());
  return (
    <>
      <Head record={props.record} />
      <div class="columns">
        <Contents parts={parts} goTo={acts.goTo} />
        <div class="parts">
          {parts.map(({ id, title, count, isOpen = false, content }) => (
            <Section key={id} id={id} title={title} count={count} isOpen={isOpen || view.part === id}>
              {content}
            </Section>
          ))}
        </div>
      </div>
    </>
  );
}

function partsOf({ record, version, view, acts }: ReviewPageProps, { format, collectionUrl }: Surroundings): Part[] {
  const place = placeOf(record, collectionUrl);
  const { files, receipt, calls, notes, problems, writes, accessLog = [], reviewed = [], accepted, discussed } = record;
  const count = (list: readonly unknown[]) => format.count(list.length);
  const filter = (change: { state?: string; text?: string }) => acts.look(change);
  const filtered = view.state !== '' || view.text !== '';
  const parts: (Part | false)[] = [
    problems.length > 0 && {
      ...{ id: 'problems', title: 'What went wrong', count: count(problems), isOpen: true },
      content: <Problems record={record} />,
    },
    {
      ...{ id: 'findings', title: 'Findings', count: count(shownFindings(record)), isOpen: true },
      content: <Findings record={record} place={place} view={view} acts={acts} />,
    },
    {
      ...{ id: 'files', title: 'Files', count: count(files), isOpen: files.length <= 60 || filtered },
      content: (
        <>
          <ChangeMap files={files} found={foundByPath(record)} choose={(text) => filter({ text, state: '' })} />
          <FileList files={files} state={view.state} text={view.text} filter={filter} />
        </>
      ),
    },
    {
      ...{ id: 'not-raised', title: 'Not raised', count: count(notRaised(record)) },
      content: <NotRaised record={record} />,
    },
    {
      ...{ id: 'decided', title: 'Accepted and discussed', count: count([...accepted, ...discussed]) },
      content: <Decisions record={record} place={place} />,
    },
    { id: 'sent', title: 'What was sent', count: count(receipt), content: <Receipt receipt={receipt} /> },
    { id: 'costs', title: 'Calls and cost', count: count(calls), isOpen: true, content: <Costs record={record} /> },
    {
      ...{ id: 'writes', title: 'What was written', count: count(writes) },
      content: writes.length === 0 ? <p>Nothing was written.</p> : <Writes record={record} />,
    },
    {
      ...{ id: 'notes', title: 'Notes', count: count(notes), isOpen: notes.length > 0 && notes.length < 6 },
      content: notes.length === 0 ? <p>No notes.</p> : <Texts texts={notes} />,
    },
    accessLog.length > 0 && {
      ...{ id: 'requests', title: 'Requests of the agent', count: count(accessLog) },
      content: <AccessLog record={record} />,
    },
    reviewed.length > 0 && {
      ...{ id: 'reviewed', title: 'Reviewed text', count: count(reviewed) },
      content: <ReviewedText reviewed={reviewed} />,
    },
  ];
  parts.push({ id: 'about', title: 'About this run', content: <About record={record} version={version} /> });
  return parts.filter((part) => part !== false);
}

function foundByPath(record: ReviewRecord): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { path } of shownFindings(record)) found.set(path, (found.get(path) ?? 0) + 1);
  return found;
}

/** Where links of this record lead: the page it names where that is of this collection, else none. */
function placeOf({ pullRequest }: ReviewRecord, collectionUrl: string): RecordPlace {
  if (!pullRequest || pullRequest.id === 0) return { webUrl: '', base: '', source: '' };
  const { webUrl, base, source } = pullRequest;
  return { webUrl: webUrl.startsWith(collectionUrl) ? webUrl : '', base, source };
}

const LONGEST_PIECE = 200_000;

function ReviewedText({ reviewed }: { reviewed: NonNullable<ReviewRecord['reviewed']> }) {
  return (
    <>
      {reviewed.map(({ chunk, piece, text }) => (
        <details key={`${chunk} ${piece}`}>
          <summary>
            Part {chunk}: {piece}
          </summary>
          <Code label={`Part ${chunk}: ${piece}`} lines={lines(text, LONGEST_PIECE)} />
        </details>
      ))}
    </>
  );
}
