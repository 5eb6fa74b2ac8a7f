import type { Story, StoryIteration } from '../../../src/steps/insights/story';
import { Badge, toneOf, wordOf } from '../../parts/badge';
import { Bars } from '../../parts/bars';
import { Link } from '../../parts/link';
import { useSurroundings } from '../../parts/surroundings';
import { line } from '../../parts/visible';
import { countsIn } from './counts';

interface IterationsProps {
  story: Story;
  pushes: readonly { iteration: number; at: number }[];
}

/** Every push in a line, with what the review came to; then how the findings went. */
export function Iterations({ story, pushes }: IterationsProps) {
  const numbers = [...new Set([...pushes, ...story.iterations].map(({ iteration }) => iteration))].sort(
    (a, b) => a - b,
  );
  return (
    <>
      <ol class="line">
        {numbers.map((number) => (
          <Step
            key={number}
            number={number}
            reviewed={story.iterations.find(({ iteration }) => iteration === number)}
            pushedAt={pushes.find(({ iteration }) => iteration === number)?.at ?? 0}
          />
        ))}
      </ol>
      <Course iterations={story.iterations} />
    </>
  );
}

function Step({
  number,
  reviewed,
  pushedAt,
}: {
  number: number;
  reviewed: StoryIteration | undefined;
  pushedAt: number;
}) {
  const { format } = useSurroundings();
  const verdict = reviewed === undefined ? 'notReviewed' : (reviewed.verdict ?? 'NONE');
  const at = reviewed?.at || pushedAt;
  return (
    <li class={reviewed ? `step step-${toneOf(verdict)}` : 'step step-open'}>
      <strong>Iteration {number}</strong>
      <div>
        <Badge kind={verdict}>{reviewed ? stateWord(reviewed) : 'not reviewed'}</Badge>
      </div>
      {reviewed ? <p>{line(reviewed.text, 300)}</p> : null}
      <p class="quiet">
        {at > 0 ? <time dateTime={new Date(at).toISOString()}>{format.date(new Date(at).toISOString())}</time> : null}
        {reviewed?.url ? ' · ' : ''}
        {reviewed?.url ? <Link to={reviewed.url}>its run</Link> : null}
      </p>
    </li>
  );
}

const STATES: Readonly<Record<string, string>> = {
  pending: 'under way',
  error: 'not reviewed as a whole',
  succeeded: 'passed',
  failed: 'failed',
};

function stateWord({ verdict, state }: StoryIteration): string {
  return verdict === null ? (STATES[state] ?? line(state, 40)) : wordOf(verdict);
}

/** Open findings after each review, as the statuses tell them. */
function Course({ iterations }: { iterations: readonly StoryIteration[] }) {
  const rows = iterations.flatMap(({ iteration, text }) => {
    const values = countsIn(text);
    return values ? [{ name: `Iteration ${iteration}`, values }] : [];
  });
  if (rows.length < 2) return null;
  return (
    <div class="charts">
      <Bars
        title="Open findings after each review"
        what="Iteration"
        series={[
          { name: 'Blockers', colour: 7 },
          { name: 'Warnings', colour: 8 },
          { name: 'Suggestions', colour: 9 },
        ]}
        rows={rows}
        show={String}
        most={20}
      />
    </div>
  );
}
