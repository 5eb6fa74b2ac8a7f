import type { FoundSecret, SecretRule } from './found-secret';
import { createHints } from './hints';
import { keyBlocks } from './key-blocks';
import { NAMED_RULES } from './named-rules';
import { PUBLISHED_RULES } from './published-rules';
import { TOKEN_RULES } from './token-rules';

const OWN_RULES = [...TOKEN_RULES, ...NAMED_RULES];
const hintsIn = createHints([...OWN_RULES, ...PUBLISHED_RULES].flatMap(({ hints }) => hints));

/** Letters that nobody sees, inside of a secret as well. */
const WITHOUT_WIDTH = /(?<!^)[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

/** Everything in a text that looks like a secret, in order, none within another. */
export function findSecrets(text: string): FoundSecret[] {
  return apart([...secretsIn(text), ...brokenSecrets(text)]);
}

/** Those that show only when letters without width are left out. */
function brokenSecrets(text: string): FoundSecret[] {
  const bare = text.replace(WITHOUT_WIDTH, '');
  if (bare.length === text.length) return [];
  const inText = new Uint32Array(bare.length);
  let at = 0;
  for (let index = 0; index < bare.length; index += 1, at += 1) {
    while (text[at] !== bare[index]) at += 1;
    inText[index] = at;
  }
  return secretsIn(bare).map((one) => ({
    ...one,
    start: inText[one.start] ?? 0,
    end: (inText[one.end - 1] ?? text.length) + 1,
  }));
}

function secretsIn(text: string): FoundSecret[] {
  const present = hintsIn(text);
  const isAsked = ({ hints }: { hints: readonly string[] }) =>
    hints.length === 0 || hints.some((hint) => present.has(hint));
  const own = OWN_RULES.filter(isAsked).flatMap((rule) => findByRule(rule, text));
  const published = PUBLISHED_RULES.filter(isAsked).flatMap(({ find }) => find(text));
  return [...keyBlocks(text), ...own, ...published];
}

export function findByRule({ name, pattern, judge }: Omit<SecretRule, 'hints'>, text: string): FoundSecret[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const value = match.groups?.secret ?? match[0];
    const judgement = judge?.(value, match) ?? 'certain';
    if (judgement === 'no') return [];
    const start = match.index + match[0].lastIndexOf(value);
    return [{ start, end: start + value.length, rule: name, isCertain: judgement === 'certain' }];
  });
}

/** Finds that overlap are one; the surest of them gives the name, of equal ones the first. */
function apart(found: readonly FoundSecret[]): FoundSecret[] {
  const kept: FoundSecret[] = [];
  for (const one of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || one.start >= last.end) kept.push({ ...one });
    else Object.assign(last, together(last, one));
  }
  return kept;
}

function together(last: FoundSecret, one: FoundSecret): Partial<FoundSecret> {
  const name = one.isCertain && !last.isCertain ? { rule: one.rule } : {};
  return { end: Math.max(last.end, one.end), isCertain: last.isCertain || one.isCertain, ...name };
}
