import type { PullRequest } from '../../ports/code-host';
import { parseSkipRule, type SkipSubject } from '../settings/skip-rule';
import { meets } from '../settings/wildcard';

type Facts = Pick<PullRequest, 'author' | 'authorAccount' | 'title' | 'labels' | 'targetBranch'>;

/** Each subject as the texts that a rule may meet. */
const TEXTS: Readonly<Record<SkipSubject, (facts: Facts) => readonly string[]>> = {
  author: ({ author, authorAccount }) => [author.name, authorAccount],
  label: ({ labels }) => labels,
  title: ({ title }) => [title],
  target: ({ targetBranch }) => [targetBranch, targetBranch.replace(/^refs\/heads\//, '')],
};

/** The first rule of `skipWhen` that the pull request meets, as it was written; undefined when it meets none. */
export function skipRuleMet(rules: readonly string[], facts: Facts): string | undefined {
  return rules.find((line) => {
    const rule = parseSkipRule(line);
    return rule !== null && TEXTS[rule.subject](facts).some((text) => meets(text, rule.pattern));
  });
}
