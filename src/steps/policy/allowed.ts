import { meets } from '../settings/wildcard';
import type { EffectivePolicy } from './effective-policy';

type Values = Readonly<Record<string, unknown>>;

const OWN_ENDPOINT = 'https://api.anthropic.com/';

export function isAllowed(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => meets(name, pattern));
}

/** Why the model may not be asked; empty when it may. It is judged by the name that is sent, not by the family it claims. */
export function modelProblem({ model }: Values, { models }: EffectivePolicy): string {
  const broken = models.find(({ value }) => !isAllowed(String(model), value));
  if (broken === undefined) return '';
  return `The policy allows the models ${broken.value.join(', ')} (${broken.from}, line ${broken.line}); \`model\` is ${model}.`;
}

export function endpointProblem({ endpoint }: Values, { endpoints }: EffectivePolicy): string {
  const asked = String(endpoint || OWN_ENDPOINT);
  const broken = endpoints.find(({ value }) => !value.some((pattern) => isBelow(asked, pattern)));
  if (broken === undefined) return '';
  return `The policy allows the endpoints ${broken.value.join(', ')} (${broken.from}, line ${broken.line}); the run would ask ${asked}.`;
}

/** A star ends at a slash, so that no host can hide behind another's path. */
function isBelow(url: string, pattern: string): boolean {
  const parts = url.split('/');
  const wanted = pattern.replace(/(?<!\/)\/+$/, '').split('/');
  return wanted.length <= parts.length && wanted.every((one, at) => one === parts[at] || meets(parts[at] ?? '', one));
}
