import type { PullRequest } from '../../ports/code-host';
import { parseSkipRule, type SkipSubject } from '../settings/skip-rule';
import { meets } from '../settings/wildcard';

type Facts = Pick<
  PullRequest,
  'author' | 'pushers' | 'hasUnknownPushers' | 'authorAccount' | 'title' | 'labels' | 'targetBranch'
>;

export interface MetRule {
  /** As it was written. */
  line: string;
  /** Why whoever made the change can have met it alone; empty where nobody can. */
  doubt: string;
}

/** Each subject as the texts that a rule may meet. */
const TEXTS: Readonly<Record<SkipSubject, (facts: Facts) => readonly string[]>> = {
  author: ({ author, authorAccount }) => [author.name, authorAccount, author.id],
  label: ({ labels }) => labels,
  title: ({ title }) => [title],
  target: ({ targetBranch }) => [targetBranch, targetBranch.replace(/^refs\/heads\//, '')],
};

/** The first rule of `skipWhen` that the pull request meets, one without doubt before others; undefined when it meets none. */
export function skipRuleMet(rules: readonly string[], facts: Facts): MetRule | undefined {
  const met = rules.flatMap((line): MetRule[] => {
    const rule = parseSkipRule(line);
    if (rule === null || !TEXTS[rule.subject](facts).some((text) => meets(text, rule.pattern))) return [];
    return [{ line, doubt: DOUBTS[rule.subject](facts, rule.pattern) }];
  });
  return met.find(({ doubt }) => doubt === '') ?? met[0];
}

/** True where who its author is decides that nobody reviews it, as far as is known. */
export function isSkippedForAuthor(rules: readonly string[], facts: Facts): boolean {
  const met = skipRuleMet(rules, facts);
  return met?.doubt === '' && parseSkipRule(met.line)?.subject === 'author';
}

/** A title and a label are written by whoever likes to; who an account is, and where a change goes, says the service. */
const DOUBTS: Readonly<Record<SkipSubject, (facts: Facts, pattern: string) => string>> = {
  author: ({ author, pushers = [], hasUnknownPushers, authorAccount }, pattern) => {
    if (![authorAccount, author.id].some((text) => meets(text, pattern)))
      return 'only the name of its author meets it, which is no account: write the account or the id';
    const others = pushers.filter(({ id }) => id !== author.id);
    if (others.length > 0) return `others pushed to it as well (${others.map(({ name }) => name).join(', ')})`;
    return hasUnknownPushers ? 'who else pushed to it is not known here' : '';
  },
  label: () => 'its author can set a label',
  title: () => 'its author writes the title',
  target: () => '',
};
