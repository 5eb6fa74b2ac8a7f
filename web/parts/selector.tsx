import { line } from './visible';

interface SelectorProps {
  label: string;
  options: readonly { id: string; label: string }[];
  chosen: string;
  choose(id: string): void;
}

/** One of several; not there when there is nothing to choose. */
export function Selector({ label, options, chosen, choose }: SelectorProps) {
  if (options.length < 2) return null;
  return (
    <label class="selector">
      {label}{' '}
      <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {line(option.label, 120)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SwitchProps {
  label: string;
  options: readonly { id: string; label: string }[];
  chosen: string;
  choose(id: string): void;
}

/** One of a few, all of them seen. */
export function Switch({ label, options, chosen, choose }: SwitchProps) {
  return (
    <fieldset class="switch">
      <legend class="hidden">{label}</legend>
      {options.map(({ id, label: name }) => (
        <button key={id} type="button" aria-pressed={id === chosen} onClick={() => choose(id)}>
          {name}
        </button>
      ))}
    </fieldset>
  );
}
