import { effectivePolicy } from '../../../src/steps/policy/effective-policy';
import { limitLines } from '../../../src/steps/policy/limit-lines';
import type { Policy, PolicyProblem } from '../../../src/steps/policy/read-policy';
import { Table } from '../../parts/table';
import { line } from '../../parts/visible';
import type { PolicyView } from './state';
import { MONTHLY } from './words';

interface LimitsProps {
  policy: Policy;
  project: { id: string; name: string };
  repositories: readonly string[];
  chosen: string;
  look(change: Partial<PolicyView>): void;
}

/** Every limit in force, with the scope and the line of the file that it comes from. */
export function Limits({ policy, project, repositories, chosen, look }: LimitsProps) {
  const effective = effectivePolicy(policy, { project: [project.name, project.id], repository: [chosen] });
  const lines = limitLines(effective);
  return (
    <>
      <p>
        <label for="repository">In the repository</label>{' '}
        <select id="repository" value={chosen} onChange={(event) => look({ repository: event.currentTarget.value })}>
          <option value="">(the project as a whole)</option>
          {repositories.map((name) => (
            <option key={name} value={name}>
              {line(name, 120)}
            </option>
          ))}
        </select>
      </p>
      {lines.length === 0 ? (
        <p>It limits nothing here.</p>
      ) : (
        <Table
          caption={`Limits in ${line([project.name, chosen].filter(Boolean).join('/'), 200)}`}
          columns={[{ name: 'Limit' }, { name: 'Holds' }, { name: 'From' }, { name: 'Line', isNumber: true }]}
          rows={lines.map(({ what, holds, from, line: number }) => [
            <code key="what">{line(what, 80)}</code>,
            line(holds, 1000) || '(empty)',
            line(from, 200),
            number,
          ])}
        />
      )}
      {effective.ignored.length === 0 ? null : (
        <ul class="entries">
          {effective.ignored.map((text) => (
            <li key={text}>{line(text, 500)}</li>
          ))}
        </ul>
      )}
      {effective.monthlyUsd === null ? null : <p class="quiet">{MONTHLY}</p>}
    </>
  );
}

/** Problems by line, each with the line itself. */
export function Problems({ problems, text }: { problems: readonly PolicyProblem[]; text: string }) {
  const lines = text.split('\n');
  return (
    <>
      <p>While it is not valid, nothing is sent to Claude.</p>
      <Table
        caption="Problems of the file"
        columns={[{ name: 'Line', isNumber: true }, { name: 'What is wrong' }, { name: 'The line' }]}
        rows={problems.map(({ line: number, member, what }) => [
          number,
          line([member, what].filter(Boolean).join(' '), 500),
          <code key="text">{line((lines[number - 1] ?? '').trim(), 200)}</code>,
        ])}
      />
    </>
  );
}
