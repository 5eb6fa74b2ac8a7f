import { figuresOf, repositoriesIn } from '../../../src/steps/insights/figures';
import { Empty } from '../../parts/empty';
import { Patience } from '../../parts/patience';
import { Skeleton } from '../../parts/skeleton';
import { troubleWords } from '../../parts/words';
import { Charts } from './charts';
import { Copies } from './copies';
import { Coverage } from './coverage';
import { Filters } from './filters';
import { Counted, Head } from './head';
import type { InsightsActs, InsightsState } from './state';
import { NOTHING } from './words';

/** What became of findings, what they cost, where Second Pass runs: a pure view of the state. */
export function InsightsPage({ state, acts }: { state: InsightsState; acts: InsightsActs }) {
  return (
    <main class="page insights" aria-busy={state.content.kind === 'loading'}>
      <Patience seconds={state.patience} />
      <Content state={state} acts={acts} />
    </main>
  );
}

function Content({ state, acts }: { state: InsightsState; acts: InsightsActs }) {
  const { content } = state;
  if (content.kind === 'loading') return <Skeleton waitingFor={content.waitingFor} />;
  if (content.kind === 'trouble') {
    const { title, text } = troubleWords(content.trouble);
    return <Empty title={title} text={`While reading ${content.what}. ${text}`} again={acts.again} />;
  }
  return <Shown state={state} content={content} acts={acts} />;
}

type Figures = Extract<InsightsState['content'], { kind: 'figures' }>;

function Shown({ state, content, acts }: { state: InsightsState; content: Figures; acts: InsightsActs }) {
  const { view, projectUrl, use } = state;
  const { aggregate, from } = content;
  const figures = figuresOf(aggregate, view);
  return (
    <>
      <Head figures={figures} aggregate={aggregate} from={from} projectUrl={projectUrl} stop={acts.stop} />
      <Filters view={view} repositories={repositoriesIn(aggregate)} look={acts.look} />
      {view.part === 'coverage' ? (
        <Coverage figures={figures} use={use} />
      ) : figures.pullRequests > 0 ? (
        <>
          <Charts figures={figures} />
          <Copies figures={figures} />
        </>
      ) : from.kind === 'live' && from.isReading ? null : (
        <Empty heading="h2" title={NOTHING.title} text={NOTHING.text} again={acts.again} />
      )}
      <Counted aggregate={aggregate} />
    </>
  );
}
