import type { ReviewRecord } from '../../../src/steps/record/review-record';
import { Badge } from '../../parts/badge';
import { type LinePlace, lineWords, type RecordPlace, threadUrl } from '../../parts/finding';
import { Link } from '../../parts/link';
import { Path } from '../../parts/path';
import { Prose } from '../../parts/prose';
import { line } from '../../parts/visible';
import { SET_ASIDE } from './words';

interface SetAsideEntry {
  key: string;
  path: string;
  title: string;
  severity: string;
  fate: string;
  reason: string;
  startLine?: number;
  /** Of a merged finding: what it would have said. */
  body?: string;
}

export function notRaised({ setAside, findings }: ReviewRecord): SetAsideEntry[] {
  return [...setAside, ...findings.filter(({ fate }) => fate === 'merged')];
}

/** Candidates that did not become findings, by what became of them, each with the reason. */
export function NotRaised({ record }: { record: ReviewRecord }) {
  const all = notRaised(record);
  const fates = [...new Set(all.map(({ fate }) => fate))].sort();
  if (all.length === 0) return <p>Nothing was set aside.</p>;
  return (
    <>
      {fates.map((fate) => {
        const own = all.filter((entry) => entry.fate === fate);
        return (
          <div key={fate} class="group">
            <h3>
              {SET_ASIDE[fate] ?? line(fate, 40)} <span class="count">{own.length}</span>
            </h3>
            <ul class="entries">
              {own.map((entry) => (
                <li key={`${entry.key} ${entry.path}`}>
                  <Badge kind={entry.severity} /> <strong>{line(entry.title)}</strong>
                  <div>
                    <Path path={entry.path} />
                    {entry.startLine === undefined ? '' : ` line ${entry.startLine}`}
                  </div>
                  {entry.body ? <Prose text={entry.body} /> : null}
                  <div class="quiet">{line(entry.reason, 2000)}</div>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}

/** What people decided, and what still counts though they did. */
export function Decisions({ record: { accepted, discussed }, place }: { record: ReviewRecord; place: RecordPlace }) {
  if (accepted.length + discussed.length === 0) return <p>Nobody has decided anything yet.</p>;
  return (
    <ul class="entries">
      {accepted.map((entry) => (
        <li key={entry.threadId}>
          <Badge kind={entry.severity} /> <strong>{line(entry.title)}</strong>
          <Where entry={entry} place={place} />
          <div>
            {line(entry.status, 40)} by {line(entry.by, 120)}
            {entry.reason === '' ? '' : `: “${line(entry.reason, 1000)}”`}
          </div>
        </li>
      ))}
      {discussed.map((entry) => (
        <li key={entry.threadId}>
          <Badge kind={entry.severity} /> <strong>{line(entry.title)}</strong> <span class="tag">still counts</span>
          <Where entry={entry} place={place} />
          <div>{line(entry.why, 1000)}</div>
        </li>
      ))}
    </ul>
  );
}

function Where({
  entry,
  place,
}: {
  entry: { threadId: number; path?: string } & Partial<LinePlace>;
  place: RecordPlace;
}) {
  const { path, threadId } = entry;
  return (
    <div>
      {path === undefined ? null : <Path path={path} />} {path === undefined ? '' : lineWords({ ...entry, path })}{' '}
      <Link to={threadUrl(place, threadId)}>thread {threadId}</Link>
    </div>
  );
}
