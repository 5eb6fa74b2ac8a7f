import { thousands } from '../../thousands';
import type { EffectivePolicy, InForce } from './effective-policy';
import { textOf } from './policy-shape';

/** One limit that holds, in words. */
export interface LimitLine {
  what: string;
  holds: string;
  from: string;
  /** Of the file, 1-based. */
  line: number;
}

/** Everything that an effective policy limits, in the order in which people ask for it. */
export function limitLines(effective: EffectivePolicy): LimitLine[] {
  const { enabled, message, models, endpoints, monthlyUsd, enforced } = effective;
  const off = message === '' ? 'switched off' : `switched off: ${message}`;
  return [
    ...(enabled.value ? [] : [lineOf('reviews', enabled, off)]),
    ...models.map((list) => lineOf('models', list, list.value.join(', '))),
    ...endpoints.map((list) => lineOf('endpoints', list, list.value.join(', '))),
    ...CAPS.flatMap((name) => capLine(name, effective[name])),
    ...Object.entries(enforced).map(([name, rule]) => lineOf(name, rule, textOf(rule.value).replaceAll('\n', '; '))),
    ...(monthlyUsd
      ? [lineOf('monthlyUsd', monthlyUsd, `warns above ${usdText(monthlyUsd.value)}; stops nothing`)]
      : []),
  ];
}

const CAPS = ['budgetUsd', 'budgetUsdPerPullRequest', 'budgetUsdPerSession', 'budgetUsdPerDay'] as const;

export function limitText({ what, holds, from, line }: LimitLine): string {
  return `${what}: ${holds || '(empty)'} (${from}, line ${line})`;
}

function capLine(name: string, cap: InForce<number> | null): LimitLine[] {
  return cap === null ? [] : [lineOf(name, cap, `at most ${usdText(cap.value)}`)];
}

/** Cents at least, and thousands apart: `$2,000.00`, `$0.125`. */
function usdText(usd: number): string {
  const [whole = '', cents = ''] = usd
    .toFixed(4)
    .replace(/0{1,2}$/, '')
    .split('.');
  return `$${thousands(Number(whole))}.${cents}`;
}

function lineOf(what: string, { from, line }: InForce<unknown>, holds: string): LimitLine {
  return { what, holds, from, line };
}
