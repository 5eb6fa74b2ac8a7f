import type { Figures } from '../../../src/steps/insights/figures';
import { coverageText } from '../../../src/steps/insights/figures-text';
import type { RepositoryUse } from '../../../src/steps/insights/repository-use';
import { Bars } from '../../parts/bars';
import { Notice } from '../../parts/notice';
import { useSurroundings } from '../../parts/surroundings';
import { Table } from '../../parts/table';
import { line } from '../../parts/visible';
import { troubleWords } from '../../parts/words';
import type { UseContent } from './state';
import { POLICY_WORDS, REQUIRED } from './words';

/** Who uses it where: pull requests with our status, whether a policy demands it, what ran last and under which policy. */
export function Coverage({ figures, use }: { figures: Figures; use: UseContent }) {
  const { format } = useSurroundings();
  const { coverage, byRepository } = figures;
  const rows = byRepository
    .filter((group) => group.coverage.value !== null)
    .map(({ name, coverage: { value } }) => ({ name: line(name, 120), values: [value ?? 0] }));
  return (
    <section aria-labelledby="coverage-title">
      <h2 id="coverage-title">Coverage: {coverageText(coverage, format)}</h2>
      <p class="quiet">Pull requests whose newest iteration bears our status, of those where it is known.</p>
      <Bars
        title="Coverage by repository"
        what="Repository"
        series={[{ name: 'Coverage', colour: 1 }]}
        rows={rows}
        show={format.share}
        most={40}
        whole={1}
      />
      <Use figures={figures} use={use} />
    </section>
  );
}

function Use({ figures, use }: { figures: Figures; use: UseContent }) {
  if (use.kind === 'unread' || use.kind === 'loading')
    return <p role="status">Reading policies and runs of the project…</p>;
  if (use.kind === 'trouble') {
    const { title, text } = troubleWords(use.trouble);
    return (
      <Notice title={`Without policies and runs: ${title}`} tone="warning">
        <p>{text}</p>
      </Notice>
    );
  }
  return <UseTable figures={figures} rows={use.repositories} />;
}

function UseTable({ figures, rows }: { figures: Figures; rows: readonly RepositoryUse[] }) {
  const { format } = useSurroundings();
  const known = new Map(figures.byRepository.map((group) => [group.name, group]));
  const without = rows.filter(({ policy }) => policy === 'no').map(({ name }) => line(name, 120));
  return (
    <>
      {without.length === 0 ? null : (
        <Notice title="Runs without a policy" tone="warning">
          <p>
            {without.join(', ')}: the key is not that of a service connection that names a policy. Keep the key in the
            connection alone.
          </p>
        </Notice>
      )}
      <Table
        caption="Every repository of the project"
        columns={[...['Repository', 'Required', 'Coverage', 'Last run', 'Version', 'Policy'].map((name) => ({ name }))]}
        rows={rows.map(({ name, required, lastSeen, version, policy }) => [
          line(name, 120),
          REQUIRED[required],
          coverageText(known.get(name)?.coverage ?? { value: null, cases: 0 }, format),
          lastSeen === 0 ? 'none is kept' : format.date(new Date(lastSeen).toISOString()),
          line(version, 40) || 'not known',
          POLICY_WORDS[policy],
        ])}
      />
    </>
  );
}
