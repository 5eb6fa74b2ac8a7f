import { effectivePolicy, type PolicySubject } from './effective-policy';
import { limitLines } from './limit-lines';
import type { Policy } from './read-policy';

/** One limit that a draft would change, and for whom. */
export interface PolicyDifference {
  /** `everybody else`, a project, or project/repository. */
  scope: string;
  what: string;
  now: string;
  drafted: string;
}

const NOBODY = 'no limit';

/** What would change for whom: for every scope that one of both names, and for everybody whom neither does. */
export function comparePolicies(now: Policy, draft: Policy): PolicyDifference[] {
  const named = [...Object.keys(now.scopes ?? {}), ...Object.keys(draft.scopes ?? {})];
  const scopes = [...new Map(named.map((name) => [name.toLowerCase(), name])).values()];
  return ['', ...scopes].flatMap((scope) => {
    const [before, after] = [limitsFor(now, scope), limitsFor(draft, scope)];
    const names = [...new Set([...before.keys(), ...after.keys()])];
    return names.flatMap((what) => {
      const [was, will] = [before.get(what) ?? NOBODY, after.get(what) ?? NOBODY];
      return was === will ? [] : [{ scope: scope || 'everybody else', what, now: was, drafted: will }];
    });
  });
}

export function subjectOf(scope: string): PolicySubject {
  const [project = '', repository = ''] = scope.split('/');
  return { project: [project], repository: [repository] };
}

function limitsFor(policy: Policy, scope: string): ReadonlyMap<string, string> {
  const lines = limitLines(effectivePolicy(policy, subjectOf(scope)));
  const names = [...new Set(lines.map(({ what }) => what))];
  const holds = (name: string) => lines.filter(({ what }) => what === name).map((one) => one.holds || '(empty)');
  return new Map(names.map((name) => [name, holds(name).join(' and ')]));
}
