import { line } from '../../parts/visible';
import { type InsightsView, WINDOWS } from './state';

interface FiltersProps {
  view: InsightsView;
  repositories: readonly string[];
  look(change: Partial<InsightsView>): void;
}

/** The window and the repositories; both stand in the address. */
export function Filters({ view, repositories, look }: FiltersProps) {
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <Choice
        legend="Show"
        name="part"
        options={[
          ['figures', 'Figures'],
          ['coverage', 'Coverage'],
        ]}
        chosen={view.part}
        choose={(part) => look({ part: part === 'coverage' ? 'coverage' : 'figures' })}
      />
      <Choice
        legend="Window"
        name="weeks"
        options={WINDOWS.map((weeks) => [String(weeks), `${weeks} weeks`])}
        chosen={String(view.weeks)}
        choose={(weeks) => look({ weeks: WINDOWS.find((one) => String(one) === weeks) ?? 12 })}
      />
      <Repositories view={view} repositories={repositories} look={look} />
    </form>
  );
}

function Repositories({ view, repositories, look }: FiltersProps) {
  const chosen = new Set(view.repositories);
  const toggle = (name: string) =>
    look({ repositories: chosen.has(name) ? view.repositories.filter((one) => one !== name) : [...chosen, name] });
  return (
    <details class="choices">
      <summary>
        {chosen.size === 0 ? 'All repositories' : `${chosen.size} of ${repositories.length} repositories`}
      </summary>
      <fieldset>
        <legend>Repositories</legend>
        <button type="button" onClick={() => look({ repositories: [] })}>
          All
        </button>
        {repositories.map((name) => (
          <label key={name}>
            <input type="checkbox" checked={chosen.has(name)} onChange={() => toggle(name)} /> {line(name, 120)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}

interface ChoiceProps {
  legend: string;
  name: string;
  options: readonly (readonly [value: string, label: string])[];
  chosen: string;
  choose(value: string): void;
}

function Choice({ legend, name, options, chosen, choose }: ChoiceProps) {
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      {options.map(([value, label]) => (
        <label key={value}>
          <input type="radio" name={name} value={value} checked={value === chosen} onChange={() => choose(value)} />{' '}
          {label}
        </label>
      ))}
    </fieldset>
  );
}
