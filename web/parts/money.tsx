import { useSurroundings } from './surroundings';

interface MoneyProps {
  title: string;
  spent: number;
  cap: number;
}

/** What was spent of what was allowed. */
export function Money({ title, spent, cap }: MoneyProps) {
  const { format } = useSurroundings();
  const share = cap > 0 ? Math.min(1, spent / cap) : 1;
  const tone = share < 0.8 ? 'good' : share < 1 ? 'warning' : 'bad';
  return (
    <div class={title === '' ? 'money bare' : 'money'}>
      {title === '' ? null : <span>{title}</span>}
      <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect class="track" width={100} height={10} />
        <rect class={`fill-${tone}`} width={100 * share} height={10} />
      </svg>
      <span>
        {format.money(spent)} of {format.money(cap)}
      </span>
    </div>
  );
}
