import { Minimatch } from 'minimatch';
import { madeOnce, madeOnceFor } from '../../made-once';

const GLOB_OPTIONS = {
  dot: true,
  nonegate: true,
  nocomment: true,
  nobrace: true,
  nocase: true,
  platform: 'linux',
} as const;

/** Read once for all results of a run. */
const patternsOf = madeOnce((enforcedRules: readonly string[]) =>
  enforcedRules.map((rule) => ({
    wanted: rule.toLowerCase(),
    glob: new Minimatch(rule === '*' ? '**' : rule, GLOB_OPTIONS),
  })),
);

/** True when a rule is named itself, and not by a glob alone. */
export function isEnforcedById(ruleId: string, enforcedRules: readonly string[]): boolean {
  const id = ruleId.toLowerCase();
  return patternsOf(enforcedRules).some(({ wanted }) => id === wanted);
}

/**
 * True when a rule is named by one of the ids or globs, in whatever letter case; `*` alone names all. `CWE-79/x` is a part of
 * the rule `CWE-79`, so an id stands for its parts too.
 */
export function isEnforced(ruleId: string, enforcedRules: readonly string[]): boolean {
  return namedOnce(enforcedRules, ruleId);
}

/** Thousands of results may be of one rule. */
const namedOnce = madeOnceFor((enforcedRules: readonly string[], ruleId): boolean => {
  const id = ruleId.toLowerCase();
  return patternsOf(enforcedRules).some(
    ({ wanted, glob }) => id === wanted || id.startsWith(`${wanted}/`) || glob.match(ruleId),
  );
});
