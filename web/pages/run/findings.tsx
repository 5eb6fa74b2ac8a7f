import type { FindingFate } from '../../../src/steps/record/finding-record';
import type { ReviewRecord } from '../../../src/steps/record/review-record';
import { Badge } from '../../parts/badge';
import { Finding, type RecordPlace } from '../../parts/finding';
import { Path } from '../../parts/path';
import { Switch } from '../../parts/selector';
import { line } from '../../parts/visible';
import type { RunActs } from './state';
import type { RunView } from './view';
import { FATES } from './words';

/** More cards than this nobody reads; the record holds all of them. */
const MOST_CARDS = 500;
/** Above this, cards are laid out when they come into view. */
const MANY = 30;
const ORDER: readonly string[] = ['blocker', 'warning', 'suggestion'];

interface FindingsProps {
  record: ReviewRecord;
  place: RecordPlace;
  view: RunView;
  acts: RunActs;
}

/** All findings of the run, the gravest first, or each under its file. */
export function Findings({ record, place, view, acts }: FindingsProps) {
  const all = shownFindings(record);
  if (all.length === 0) return <p>No findings.</p>;
  const sorted = [...all].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_CARDS);
  const groups = view.by === 'file' ? groupBy(sorted, ({ path }) => path) : groupBy(sorted, ({ severity }) => severity);
  return (
    <>
      <Switch
        label="Order"
        options={[
          { id: 'severity', label: 'By severity' },
          { id: 'file', label: 'By file' },
        ]}
        chosen={view.by}
        choose={(by) => acts.look({ by: by === 'file' ? 'file' : 'severity' })}
      />
      {groups.map(([name, findings]) => (
        <div key={name} class={sorted.length > MANY ? 'group many' : 'group'}>
          <h3>
            {view.by === 'file' ? <Path path={name} /> : <Badge kind={name} />}{' '}
            <span class="count">{findings.length}</span>
          </h3>
          {(view.by === 'file' ? byLine(findings) : findings).map((finding) => (
            <Finding
              key={finding.key}
              finding={finding}
              place={place}
              fate={FATES[finding.fate] ?? line(finding.fate, 40)}
              isChosen={finding.key === view.finding}
              choose={() => acts.look({ finding: finding.key })}
            />
          ))}
        </div>
      ))}
      {all.length > sorted.length ? <p class="quiet">And {all.length - sorted.length} more, in the record.</p> : null}
    </>
  );
}

export function shownFindings({ findings }: ReviewRecord): FindingFate[] {
  return findings.filter(({ fate }) => fate !== 'merged');
}

function rank({ severity }: FindingFate): number {
  const at = ORDER.indexOf(severity);
  return at < 0 ? ORDER.length : at;
}

function byLine(findings: readonly FindingFate[]): FindingFate[] {
  return [...findings].sort((a, b) => (a.startLine ?? 0) - (b.startLine ?? 0));
}

function groupBy(findings: readonly FindingFate[], of: (finding: FindingFate) => string): [string, FindingFate[]][] {
  const groups = new Map<string, FindingFate[]>();
  for (const finding of findings) {
    const group = groups.get(of(finding));
    if (group) group.push(finding);
    else groups.set(of(finding), [finding]);
  }
  return [...groups];
}
