import { linesUrl } from '../../src/steps/comments/links';
import type { FindingFate } from '../../src/steps/record/finding-record';
import { Badge, toneOf } from './badge';
import { Excerpt } from './excerpt';
import { Link } from './link';
import { Path } from './path';
import { Code, Prose } from './prose';
import { line, lines } from './visible';

/** Where links of a record lead. */
export interface RecordPlace {
  /** Page of the pull request; empty where there is none. */
  webUrl: string;
  base: string;
  source: string;
}

interface FindingProps {
  finding: FindingFate;
  place: RecordPlace;
  fate: string;
  isChosen: boolean;
  choose(): void;
}

/** One finding with everything that is known of it. */
export function Finding({ finding, place, fate, isChosen, choose }: FindingProps) {
  const { key, severity, category, title, body, evidence, rule, reason } = finding;
  return (
    <article
      class={`card finding edge-${toneOf(severity)}${isChosen ? ' chosen' : ''}`}
      id={idOfFinding(key)}
      tabIndex={-1}
    >
      <p class="finding-label">
        <Badge kind={severity} />
        <span>{line(category, 40)}</span>
        {finding.unverified ? <span class="tag">not checked by the second pass</span> : null}
        {finding.onlyListed ? <span class="tag">neither confirmed nor refuted</span> : null}
        {finding.enforced ? <span class="tag">enforced</span> : null}
        {finding.confidence ? <span class="quiet">confidence {line(finding.confidence, 20)}</span> : null}
        <button
          type="button"
          class="link-here"
          onClick={choose}
          aria-label={`Link to this finding: ${line(title, 80)}`}
        >
          #
        </button>
      </p>
      <h4>{line(title)}</h4>
      <Place finding={finding} place={place} />
      <CodeOf finding={finding} />
      <Prose text={body} />
      <Replacement finding={finding} />
      <dl class="facts">
        <dt>{fate}</dt>
        <dd>{line(reason, 1000) || '–'}</dd>
        {rule ? <dt>Rule</dt> : null}
        {rule ? (
          <dd>
            <code>{line(rule)}</code>
          </dd>
        ) : null}
        {evidence ? <dt>Evidence</dt> : null}
        {evidence ? (
          <dd>
            <Prose text={evidence} />
          </dd>
        ) : null}
      </dl>
    </article>
  );
}

export function idOfFinding(key: string): string {
  return `finding-${key.replace(/[^\w-]/g, '_').slice(0, 100)}`;
}

export interface LinePlace {
  path: string;
  side?: 'new' | 'old';
  startLine?: number;
  endLine?: number;
  threadId?: number;
}

/** Path and lines, as links to the lines that were reviewed and to the thread. */
function Place({ finding, place }: { finding: FindingFate; place: RecordPlace }) {
  const thread = threadUrl(place, finding.threadId);
  return (
    <p class="finding-place">
      <Path path={finding.path} /> <Link to={codeUrl(place, finding)}>{lineWords(finding)}</Link>
      {thread === '' ? null : ' · '}
      {thread === '' ? null : <Link to={thread}>thread {finding.threadId}</Link>}
    </p>
  );
}

export function lineWords({ startLine, endLine, side }: LinePlace): string {
  if (startLine === undefined) return 'the whole file';
  const words =
    endLine === undefined || endLine === startLine ? `line ${startLine}` : `lines ${startLine} to ${endLine}`;
  return side === 'old' ? `${words} before the change` : words;
}

export function threadUrl({ webUrl }: RecordPlace, threadId: number | undefined): string {
  return webUrl === '' || threadId === undefined ? '' : `${webUrl}?discussionId=${threadId}`;
}

export function codeUrl(place: RecordPlace, { path, side, startLine, endLine }: LinePlace): string {
  if (startLine === undefined) return linesUrl(place, path);
  return linesUrl(place, path, { side: side ?? 'new', startLine, endLine: endLine ?? startLine });
}

function CodeOf({ finding: { excerpt = '', suggestion, startLine = 1 } }: { finding: FindingFate }) {
  if (suggestion !== undefined)
    return <Excerpt label="Suggested change" before={excerpt} after={suggestion} firstLine={startLine} />;
  return excerpt === '' ? null : <Excerpt label="Lines as reviewed" before={excerpt} firstLine={startLine} />;
}

function Replacement({ finding: { replacement, refusedSuggestion } }: { finding: FindingFate }) {
  return (
    <>
      {replacement ? (
        <details>
          <summary>Proposed text</summary>
          <Code label="Proposed text" lines={lines(replacement)} />
        </details>
      ) : null}
      {refusedSuggestion ? <p class="quiet">Not offered as an edit: {line(refusedSuggestion, 1000)}</p> : null}
    </>
  );
}
