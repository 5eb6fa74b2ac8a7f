import type { Story } from '../../../src/steps/insights/story';
import { Badge } from '../../parts/badge';
import { Link } from '../../parts/link';
import { Path } from '../../parts/path';
import { Prose } from '../../parts/prose';
import { useSurroundings } from '../../parts/surroundings';
import { line } from '../../parts/visible';
import { withoutThread } from './counts';
import { DECISIONS, DISMISSALS } from './words';

type Told = Omit<Story['open'][number], 'isLeftToPeople'>;

/** What still stands in the way or waits, the gravest first. */
export function Open({ story, pushes, url }: { story: Story; pushes: readonly { iteration: number }[]; url: string }) {
  const newest = Math.max(
    0,
    ...pushes.map(({ iteration }) => iteration),
    ...story.iterations.map(({ iteration }) => iteration),
  );
  const listed = withoutThread(story);
  if (story.open.length + listed === 0) return <p>Nothing is open.</p>;
  return (
    <>
      <ul class="entries">
        {story.open.map((finding) => (
          <li key={finding.threadId} class="card">
            <Title finding={finding} />
            {finding.isLeftToPeople ? <span class="tag">left to people</span> : null}
            <Where finding={finding} url={url} />
            <div class="quiet">{ageText(finding, newest)}</div>
          </li>
        ))}
      </ul>
      {listed === 0 ? null : (
        <p class="quiet after">
          {listed} more {listed === 1 ? 'has' : 'have'} no thread of {listed === 1 ? 'its' : 'their'} own: the tracking
          comment on the Overview lists {listed === 1 ? 'it' : 'them'}.
        </p>
      )}
    </>
  );
}

function ageText({ since, replies }: Told, newest: number): string {
  const answers = replies === 0 ? '' : ` · ${replies} ${replies === 1 ? 'answer' : 'answers'}`;
  if (since === null) return `Open${answers}`;
  const age = newest - since;
  return `Open since iteration ${since}${age > 0 ? `, for ${age} more ${age === 1 ? 'push' : 'pushes'}` : ''}${answers}`;
}

/** What was fixed or accepted, by whom and in which words. */
export function Decided({
  story: { decided },
  dismissal,
  url,
}: {
  story: Story;
  dismissal: string | undefined;
  url: string;
}) {
  return (
    <>
      {decided.length === 0 ? <p>Nothing was decided yet.</p> : <Decisions decided={decided} url={url} />}
      {dismissal === undefined ? null : <p class="quiet after">{DISMISSALS[dismissal]}</p>}
    </>
  );
}

function Decisions({ decided, url }: { decided: Story['decided']; url: string }) {
  const { format } = useSurroundings();
  return (
    <ul class="entries">
      {decided.map((finding) => (
        <li key={finding.threadId} class="card">
          <Title finding={finding} />
          {finding.whyItCounts ? <span class="tag">still counts: {line(finding.whyItCounts, 200)}</span> : null}
          <Where finding={finding} url={url} />
          <div>
            <strong>{DECISIONS[finding.how] ?? line(finding.how, 40)}</strong>
            {finding.by ? ` by ${line(finding.by, 120)}` : ''}
            {finding.at > 0 ? `, ${format.date(new Date(finding.at).toISOString())}` : ''}
            {finding.isOurs ? ' (said by Second Pass)' : ''}
          </div>
          {finding.words ? (
            <blockquote>
              <Prose text={spoken(finding.words)} />
            </blockquote>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** Threads with our marks that somebody else wrote. */
export function Foreign({
  foreign,
  url,
}: {
  foreign: readonly { threadId: number; by: { name: string } }[];
  url: string;
}) {
  return (
    <section class="foreign" aria-label="Not written by Second Pass">
      <h2>Not written by Second Pass</h2>
      <p>These threads bear the marks of Second Pass, and other accounts wrote them. They count for nothing here.</p>
      <ul>
        {foreign.map(({ threadId, by }) => (
          <li key={threadId}>
            <Link to={threadUrl(url, threadId)}>thread {threadId}</Link> by{' '}
            {line(by.name, 120) || 'an account that is gone'}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Title({ finding: { severity, title, category } }: { finding: Told }) {
  return (
    <div>
      <Badge kind={severity} /> <span class="quiet">{line(category, 40)}</span> <strong>{line(title)}</strong>
    </div>
  );
}

function Where({ finding: { path, line: number, side, threadId }, url }: { finding: Told; url: string }) {
  return (
    <div>
      {path ? <Path path={path} /> : null}
      {number === undefined ? '' : ` line ${number}${side === 'old' ? ' before the change' : ''}`}{' '}
      <Link to={threadUrl(url, threadId)}>thread {threadId}</Link>
    </div>
  );
}

function threadUrl(url: string, threadId: number): string {
  return `${url}?discussionId=${threadId}`;
}

/** What a comment hides behind its text is for programs. */
function spoken(text: string): string {
  return text.replace(/<!--[\s\S]*?-->/g, '').trim();
}
