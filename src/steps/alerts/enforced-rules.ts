import { minimatch } from 'minimatch';

const GLOB_OPTIONS = {
  dot: true,
  nonegate: true,
  nocomment: true,
  nobrace: true,
  nocase: true,
  platform: 'linux',
} as const;

/**
 * True when a rule is named by one of the ids or globs, in whatever letter case; `*` alone names all. `CWE-79/x` is a part of
 * the rule `CWE-79`, so an id stands for its parts too.
 */
export function isEnforced(ruleId: string, enforcedRules: readonly string[]): boolean {
  const id = ruleId.toLowerCase();
  return enforcedRules.some((rule) => {
    const wanted = rule.toLowerCase();
    return id === wanted || id.startsWith(`${wanted}/`) || minimatch(ruleId, rule === '*' ? '**' : rule, GLOB_OPTIONS);
  });
}
