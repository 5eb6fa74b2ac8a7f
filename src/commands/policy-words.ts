import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { badInputs, SecondPassError } from '../errors';
import { subjectOf } from '../steps/policy/compare-policies';
import type { PolicySubject } from '../steps/policy/effective-policy';
import { governReview } from '../steps/policy/govern';
import { type Policy, problemLines, readPolicy } from '../steps/policy/read-policy';
import { quoted } from '../steps/settings/kinds';
import type { Terminal } from './terminal';

/** @throws SecondPassError `POLICY_UNREADABLE` with every problem on a line of its own */
export function policyIn(file: string, { folder }: Terminal): Policy {
  const path = resolve(folder, file);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw badInputs([{ input: 'policy', was: quoted(file), allowed: 'a file that exists' }]);
  const reading = readPolicy(readFileSync(path, 'utf8'));
  if (reading.ok) return reading.policy;
  const message = [`${file} is no valid policy.`, ...problemLines(reading.problems)].join('\n');
  throw new SecondPassError({ kind: 'policy', code: 'POLICY_UNREADABLE', message });
}

export function subjectNamed(scope = ''): PolicySubject {
  const [project, , ...more] = scope.split('/');
  if (more.length === 0 && (scope === '' || project !== '')) return subjectOf(scope);
  throw badInputs([{ input: '--for', was: quoted(scope), allowed: 'a project, or project/repository' }]);
}

/** What a policy that is tried here makes of the inputs of a review. */
export function triedPolicy(
  { policy = '', for: scope }: { policy?: string; for?: string },
  inputs: Readonly<Record<string, string>>,
  terminal: Terminal,
): ReturnType<typeof governReview> {
  const governed = governReview(policyIn(policy, terminal), subjectNamed(scope), inputs);
  const off = governed.switchedOff === undefined ? [] : [`It switches reviews off. ${governed.switchedOff}`.trim()];
  const refusals = [...off, ...governed.refusals];
  if (refusals.length === 0) return governed;
  const message = `Nothing is sent to Claude. ${refusals.join(' ')}`;
  throw new SecondPassError({ kind: 'policy', code: 'POLICY_REFUSES', message, advice: `See ${policy}.` });
}
