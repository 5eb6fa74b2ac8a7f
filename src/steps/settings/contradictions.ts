import type { InputProblem } from '../../errors';
import type { Settings } from './settings';

const RULES: readonly Rule[] = [
  {
    broken: ({ provider, endpoint }) => provider === 'foundry' && endpoint === '',
    problem: () => ({
      input: 'endpoint',
      was: '""',
      allowed:
        'with provider "foundry": https://<resource>.services.ai.azure.com/anthropic/, here or in the connection',
    }),
  },
  {
    // Foundry decides the region by the deployment: a promise made here would not be kept.
    broken: ({ provider, inferenceGeo }) => provider === 'foundry' && (inferenceGeo ?? '') !== '',
    problem: ({ inferenceGeo }) => ({
      input: 'inferenceGeo',
      was: `"${inferenceGeo}"`,
      allowed: '(empty) with provider "foundry", where the deployment decides the region',
    }),
  },
  {
    broken: ({ provider, batch }) => provider === 'foundry' && batch === 'wait',
    problem: () => ({ input: 'batch', was: '"wait"', allowed: 'off with provider "foundry", which has no batches' }),
  },
  {
    broken: ({ zeroDataRetention, batch }) => zeroDataRetention === true && batch === 'wait',
    problem: () => ({
      input: 'batch',
      was: '"wait"',
      allowed: 'off with zeroDataRetention: the provider keeps batches for up to 29 days',
    }),
  },
  {
    broken: ({ batch, batchDeadlineMinutes = 0, timeoutMinutes = Number.POSITIVE_INFINITY }) =>
      batch === 'wait' && batchDeadlineMinutes >= timeoutMinutes,
    problem: ({ batchDeadlineMinutes, timeoutMinutes }) => ({
      input: 'batchDeadlineMinutes',
      was: `"${batchDeadlineMinutes}"`,
      allowed: `less than timeoutMinutes, which is ${timeoutMinutes}`,
    }),
  },
  {
    broken: ({ inputPrice, outputPrice }) =>
      inputPrice !== undefined && outputPrice !== undefined && (inputPrice === null) !== (outputPrice === null),
    problem: ({ inputPrice }) => ({
      input: inputPrice === null ? 'inputPrice' : 'outputPrice',
      was: '""',
      allowed: 'a number: both prices are given, or neither',
    }),
  },
];

/** Inputs that are fine alone and impossible together. Values that could not be read are undefined here. */
export function contradictions(settings: Partial<Counted>): InputProblem[] {
  return RULES.filter((rule) => rule.broken(settings)).map((rule) => rule.problem(settings));
}

interface Rule {
  broken(settings: Partial<Counted>): boolean;
  problem(settings: Partial<Counted>): InputProblem;
}

/** The inputs that the rules look at; the second task has most of them too. */
type Counted = Pick<
  Settings,
  | 'provider'
  | 'endpoint'
  | 'inferenceGeo'
  | 'batch'
  | 'zeroDataRetention'
  | 'batchDeadlineMinutes'
  | 'timeoutMinutes'
  | 'inputPrice'
  | 'outputPrice'
>;
