import type { Story } from '../../../src/steps/insights/story';
import { Badge, toneOf, wordOf } from '../../parts/badge';
import { Money } from '../../parts/money';
import { Ring } from '../../parts/ring';
import { useSurroundings } from '../../parts/surroundings';
import { line } from '../../parts/visible';
import { withoutThread } from './counts';
import type { ShownStories } from './state';

const SEVERITIES = ['blocker', 'warning', 'suggestion'] as const;

/** Where the pull request stands, in one sentence and three tiles. */
export function Head({ story, shown }: { story: Story; shown: ShownStories }) {
  const last = story.iterations.at(-1);
  const verdict = last?.verdict ?? 'NONE';
  return (
    <header class="head">
      <p class="verdict">
        <span class={`verdict-sign ground-${toneOf(verdict)}`}>
          <Badge kind={verdict}>{wordOf(verdict)}</Badge>
        </span>
        {last ? <span class="quiet">iteration {last.iteration}</span> : null}
      </p>
      <h1>{line(last?.text ?? '', 400) || 'No status of this review was found'}</h1>
      <p class="quiet">
        Review <strong>{line(story.name, 80)}</strong>, written by{' '}
        <strong>{line(story.writtenBy.name, 120) || 'an account that is gone'}</strong>
      </p>
      <div class="tiles">
        <OpenTile story={story} />
        <DecidedTile story={story} />
        <MoneyTile story={story} shown={shown} />
      </div>
    </header>
  );
}

function OpenTile({ story }: { story: Story }) {
  const { open, decided } = story;
  const listed = withoutThread(story);
  const counting = decided.filter(({ whyItCounts }) => whyItCounts !== '').length;
  return (
    <section class="card tile" aria-label="Open findings">
      <h2>Open findings</h2>
      <ul class="counts">
        {SEVERITIES.map((kind) => {
          const count = open.filter(({ severity }) => severity === kind).length;
          return (
            <li key={kind} class={count === 0 ? 'none' : ''}>
              <span class={`figure tone-${count === 0 ? 'quiet' : toneOf(kind)}`}>{count}</span>{' '}
              <Badge kind={kind}>{count === 1 ? kind : `${kind}s`}</Badge>
            </li>
          );
        })}
      </ul>
      {listed === 0 ? null : (
        <p class="quiet">
          and {listed} without a thread of {listed === 1 ? 'its' : 'their'} own
        </p>
      )}
      {counting === 0 ? null : (
        <p class="quiet">
          and {counting} that {counting === 1 ? 'was' : 'were'} closed and still {counting === 1 ? 'counts' : 'count'}
        </p>
      )}
    </section>
  );
}

function DecidedTile({ story: { open, decided } }: { story: Story }) {
  const { format } = useSurroundings();
  const fixed = decided.filter(({ how }) => how === 'fixed').length;
  const parts = [
    { name: 'fixed', tone: 'good', value: fixed },
    { name: 'accepted or closed', tone: 'quiet', value: decided.length - fixed },
    { name: 'open', tone: 'bad', value: open.length },
  ];
  const all = decided.length + open.length;
  return (
    <section class="card tile coverage" aria-label="Decided findings">
      <Ring parts={parts} label={all === 0 ? '–' : format.share(decided.length / all)} />
      <div>
        <h2>Decided</h2>
        <ul class="plain">
          {parts.map(({ name, value, tone }) => (
            <li key={name}>
              <strong class={`tone-${tone}`}>{value}</strong> {name}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function MoneyTile({ story: { spentUsd }, shown: { newestRun } }: { story: Story; shown: ShownStories }) {
  const { format } = useSurroundings();
  const cap = newestRun.kind === 'read' ? newestRun.pullRequestCapUsd : undefined;
  return (
    <section class="card tile" aria-label="Spent">
      <h2>Spent on this pull request</h2>
      <p class="figure">{format.money(spentUsd)}</p>
      {cap === undefined ? (
        <p class="quiet">by all runs that wrote here</p>
      ) : (
        <Money title="" spent={spentUsd} cap={cap} />
      )}
    </section>
  );
}
