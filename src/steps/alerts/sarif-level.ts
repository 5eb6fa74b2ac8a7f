import { madeOnce } from '../../made-once';
import { at, type Loose, list, member, string } from './untyped-json';

export type Level = 'error' | 'warning' | 'note';

/**
 * Level of a result: its own, else what its kind implies, else the run's override of its rule, else the rule's
 * `security-severity` (7 and more is an error, 4 and more a warning), else the rule's default, else warning.
 * Null for results that report no problem.
 */
export function levelOf(result: Loose, rule: Loose | undefined, run: Loose): Level | null {
  const kind = string(member(result, 'kind'));
  if (kind === 'pass' || kind === 'notApplicable') return null;
  const own = known(member(result, 'level'));
  if (own) return own;
  if (kind !== undefined && kind !== 'fail') return 'note';
  return (
    overridden(rule, run) ??
    bySeverity(rule) ??
    known(at(rule, 'defaultConfiguration', 'level')) ??
    known(at(rule, 'configuration', 'level')) ??
    'warning'
  );
}

function known(level: unknown): Level | undefined {
  if (level === 'error' || level === 'warning' || level === 'note') return level;
  return level === 'none' ? 'note' : undefined;
}

function overridden(rule: Loose | undefined, run: Loose): Level | undefined {
  const id = string(member(rule, 'id'));
  return id === undefined ? undefined : levelsIn(run).get(id);
}

/** By the id of the rule; the first one counts. */
const levelsIn = madeOnce((run: Loose): ReadonlyMap<string, Level> => {
  const levels = new Map<string, Level>();
  for (const invocation of list(member(run, 'invocations'))) {
    for (const override of list(member(invocation, 'ruleConfigurationOverrides'))) {
      const id = string(at(override, 'descriptor', 'id'));
      const level = known(at(override, 'configuration', 'level'));
      if (id !== undefined && level && !levels.has(id)) levels.set(id, level);
    }
  }
  return levels;
});

function bySeverity(rule: Loose | undefined): Level | undefined {
  const written = at(rule, 'properties', 'security-severity');
  const score = typeof written === 'string' ? Number.parseFloat(written) : written;
  if (typeof score !== 'number' || !Number.isFinite(score) || score <= 0) return undefined;
  if (score >= 7) return 'error';
  return score >= 4 ? 'warning' : 'note';
}
