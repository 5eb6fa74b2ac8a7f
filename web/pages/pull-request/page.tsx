import type { Story } from '../../../src/steps/insights/story';
import { Contents } from '../../parts/contents';
import { Empty } from '../../parts/empty';
import { Notice } from '../../parts/notice';
import { Patience } from '../../parts/patience';
import { Section } from '../../parts/section';
import { Selector } from '../../parts/selector';
import { Skeleton } from '../../parts/skeleton';
import { line } from '../../parts/visible';
import { troubleWords } from '../../parts/words';
import { Decided, Foreign, Open } from './findings';
import { Head } from './head';
import { Iterations } from './iterations';
import type { PullRequestActs, PullRequestState, PullRequestView, ShownStories } from './state';
import { NOTHING, RUN_GONE, STALE, UNCONFIRMED } from './words';

/** The tab of a pull request: a pure view of the state. */
export function PullRequestPage({ state, acts }: { state: PullRequestState; acts: PullRequestActs }) {
  return (
    <main class="page pull-request" aria-busy={state.content.kind === 'loading'}>
      <Patience seconds={state.patience} />
      <Content state={state} acts={acts} />
    </main>
  );
}

function Content({ state: { content, view }, acts }: { state: PullRequestState; acts: PullRequestActs }) {
  switch (content.kind) {
    case 'loading':
      return <Skeleton waitingFor={content.waitingFor} />;
    case 'nothing':
      return <Empty title={NOTHING.title} text={NOTHING.text} again={acts.again} />;
    case 'trouble': {
      const { title, text } = troubleWords(content.trouble);
      return <Empty title={title} text={`While reading ${content.what}. ${text}`} again={acts.again} />;
    }
    default:
      return <Stories shown={content} view={view} acts={acts} />;
  }
}

function Stories({ shown, view, acts }: { shown: ShownStories; view: PullRequestView; acts: PullRequestActs }) {
  const { stories, foreign } = shown;
  const story = stories.find(({ name }) => name === view.review) ?? stories[0];
  return (
    <>
      <Missing shown={shown} />
      <Selector
        label="Review"
        options={stories.map(({ name }) => ({ id: name, label: name }))}
        chosen={story?.name ?? ''}
        choose={(review) => acts.look({ review })}
      />
      {story ? <OneStory story={story} shown={shown} view={view} acts={acts} /> : null}
      {foreign.length > 0 ? <Foreign foreign={foreign} url={shown.url} /> : null}
    </>
  );
}

/** Empty where no record tells; undefined while it is not known yet. */
function dismissalIn({ newestRun }: ShownStories): string | undefined {
  return newestRun.kind === 'awaited' ? undefined : (newestRun.kind === 'read' && newestRun.dismissal) || '';
}

function Missing({ shown: { missing, newestRun } }: { shown: ShownStories }) {
  return (
    <>
      {missing.map(({ what, trouble }) => (
        <Notice key={what} title={`Without ${what}`} tone="warning">
          <p>
            {troubleWords(trouble).title}. {troubleWords(trouble).text}
          </p>
        </Notice>
      ))}
      {newestRun.kind === 'gone' ? (
        <Notice title="Without the newest run">
          <p>{RUN_GONE}</p>
        </Notice>
      ) : null}
      {newestRun.kind === 'trouble' ? (
        <Notice title="Without the newest run" tone="warning">
          <p>{troubleWords(newestRun.trouble).title}: its record could not be read.</p>
        </Notice>
      ) : null}
    </>
  );
}

function OneStory({
  story,
  shown,
  view,
  acts,
}: {
  story: Story;
  shown: ShownStories;
  view: PullRequestView;
  acts: PullRequestActs;
}) {
  const { open, decided, notes } = story;
  const parts = [
    {
      id: 'iterations',
      title: 'Iterations',
      count: String(shown.pushes.length || story.iterations.length),
      isOpen: true,
    },
    { id: 'open', title: 'Open', count: String(open.length), isOpen: true },
    { id: 'decided', title: 'Decided', count: String(decided.length), isOpen: true },
    ...(notes.length > 0 ? [{ id: 'notes', title: 'Notes', count: String(notes.length), isOpen: true }] : []),
  ];
  const content: Record<string, preact.ComponentChildren> = {
    iterations: <Iterations story={story} pushes={shown.pushes} />,
    open: <Open story={story} pushes={shown.pushes} url={shown.url} />,
    decided: <Decided story={story} dismissal={dismissalIn(shown)} url={shown.url} />,
    notes: (
      <ul class="entries">
        {notes.map((note) => (
          <li key={note}>{line(note, 1000)}</li>
        ))}
      </ul>
    ),
  };
  return (
    <>
      {shown.newestRun.kind === 'awaited' || shown.confirmed === story.writtenBy.id ? null : (
        <Notice title={UNCONFIRMED.title} tone="warning">
          <p>
            <strong>{line(story.writtenBy.name, 120) || 'An account that is gone'}</strong> wrote it. {UNCONFIRMED.text}
          </p>
        </Notice>
      )}
      {story.isNewestReviewed ? null : (
        <Notice title={STALE.title} tone="warning">
          <p>{STALE.text}</p>
        </Notice>
      )}
      <Head story={story} shown={shown} />
      <div class="columns">
        <Contents parts={parts} goTo={acts.goTo} />
        <div class="parts">
          {parts.map(({ id, title, count, isOpen }) => (
            <Section key={id} id={id} title={title} count={count} isOpen={isOpen || view.part === id}>
              {content[id]}
            </Section>
          ))}
        </div>
      </div>
    </>
  );
}
