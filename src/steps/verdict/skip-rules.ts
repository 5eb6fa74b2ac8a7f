import { Minimatch } from 'minimatch';
import { cutText } from '../../cut-text';
import type { PullRequest } from '../../ports/code-host';
import { parseSkipRule, type SkipSubject } from '../settings/skip-rule';

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

/** `*` stands for anything here, a slash too: titles and names are no paths. */
function meets(text: string, pattern: string): boolean {
  const flat = (words: string) => words.replaceAll('/', '\u0001');
  const options = { nocase: true, nonegate: true, nocomment: true, noext: true, nobrace: true, dot: true };
  return text !== '' && new Minimatch(flat(pattern), options).match(flat(cutText(text, MAX_LENGTH)));
}

const MAX_LENGTH = 1000;
