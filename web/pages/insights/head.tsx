import type { Aggregate } from '../../../src/steps/insights/aggregate';
import type { Figures } from '../../../src/steps/insights/figures';
import { headLines } from '../../../src/steps/insights/figures-text';
import { Link } from '../../parts/link';
import { Notice } from '../../parts/notice';
import { useSurroundings } from '../../parts/surroundings';
import { line } from '../../parts/visible';
import type { FiguresFrom } from './state';

interface HeadProps {
  figures: Figures;
  aggregate: Aggregate;
  from: FiguresFrom;
  projectUrl: string;
  stop(): void;
}

/** What was counted and when, and the figures that stand alone. */
export function Head({ figures, aggregate, from, projectUrl, stop }: HeadProps) {
  const { format } = useSurroundings();
  return (
    <header class="head">
      <h1>
        {format.count(figures.reviewed)} of {format.count(figures.pullRequests)} pull requests reviewed
      </h1>
      <Source from={from} aggregate={aggregate} projectUrl={projectUrl} stop={stop} />
      <div class="tiles">
        {headLines(figures, format).map(([name, text]) => (
          <section key={name} class="card tile">
            <h2>{name.charAt(0).toUpperCase() + name.slice(1)}</h2>
            <p>{text}</p>
          </section>
        ))}
      </div>
    </header>
  );
}

function Source({ from, aggregate, projectUrl, stop }: Omit<HeadProps, 'figures'>) {
  const { format } = useSurroundings();
  if (from.kind === 'nightly')
    return (
      <p class="quiet">
        Counted {format.date(aggregate.madeAt)} by{' '}
        <Link to={`${projectUrl}_build/results?buildId=${from.runId}`}>a nightly run</Link>. No figure is of a person.
      </p>
    );
  if (from.isReading)
    return (
      <p class="quiet" role="status">
        Reading: {from.read} of {from.of} pull requests.{' '}
        <button type="button" onClick={stop}>
          Stop here
        </button>
      </p>
    );
  return (
    <p class="quiet">
      Read just now from {from.read} pull requests, as far as you may read them. No figure is of a person.
    </p>
  );
}

/** Whose threads were counted, and what was left out. */
export function Counted({ aggregate: { identities, leftOut } }: { aggregate: Aggregate }) {
  const { pullRequests, threads, repositories } = leftOut;
  return (
    <section class="counted" aria-label="What was counted">
      {repositories.length > 0 ? (
        <Notice title="Without what you may not read" tone="warning">
          <p>Some pull requests could not be read: {repositories.map((name) => line(name, 120)).join(', ')}.</p>
        </Notice>
      ) : null}
      {pullRequests > 0 ? (
        <p>
          {pullRequests} older pull requests were left out: a page reads 500 at most. A nightly run of{' '}
          <code>second-pass stats --attach</code> counts all of them.
        </p>
      ) : null}
      {threads > 0 ? (
        <p>{threads} threads bear the marks of Second Pass and do not count: other accounts wrote them.</p>
      ) : null}
      <p class="quiet">
        {identities.length === 0
          ? 'No account has written like Second Pass here.'
          : `Counted: threads of ${identities.map(({ name, id }) => `${line(name, 120)} (${line(id, 60)})`).join(', ')}.`}
      </p>
    </section>
  );
}
