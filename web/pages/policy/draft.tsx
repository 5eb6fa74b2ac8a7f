import { comparePolicies } from '../../../src/steps/policy/compare-policies';
import { type Policy, readPolicy } from '../../../src/steps/policy/read-policy';
import { Table } from '../../parts/table';
import { line } from '../../parts/visible';
import { Problems } from './limits';
import type { ShownPolicy } from './state';

interface DraftProps {
  draft: string;
  shown: ShownPolicy;
  change(text: string): void;
}

/** A text to paste: what would change for whom. It is sent nowhere. */
export function Draft({ draft, shown, change }: DraftProps) {
  return (
    <>
      <p>
        <label for="draft-text">A whole policy; it is sent nowhere and kept nowhere</label>
        <textarea
          id="draft-text"
          class="copy"
          rows={12}
          spellcheck={false}
          value={draft}
          onInput={(event) => change(event.currentTarget.value)}
        />
      </p>
      <p>
        <button type="button" onClick={() => change(shown.text)}>
          Begin with the file
        </button>
      </p>
      <div aria-live="polite">{draft.trim() === '' ? null : <Outcome draft={draft} shown={shown} />}</div>
    </>
  );
}

function Outcome({ draft, shown: { reading } }: { draft: string; shown: ShownPolicy }) {
  const read = readPolicy(draft);
  if (!read.ok) return <Problems problems={read.problems} text={draft} />;
  const before: Policy = reading.ok ? reading.policy : { policyVersion: 1, lines: new Map() };
  const differences = comparePolicies(before, read.policy);
  if (differences.length === 0) return <p>It changes nothing for anybody.</p>;
  return (
    <Table
      caption="What would change for whom"
      columns={['Scope', 'Limit', 'Now', 'Then'].map((name) => ({ name }))}
      rows={differences.map(({ scope, what, now, drafted }) => [
        line(scope, 200),
        <code key="what">{line(what, 80)}</code>,
        line(now, 500),
        line(drafted, 500),
      ])}
    />
  );
}
