import { type Clues, NO_CLUES } from './clues';
import type { FoundSecret, SecretRule } from './found-secret';
import { createHints } from './hints';
import { BLOCK_HINTS, keyBlocks } from './key-blocks';
import { NAMED_RULES } from './named-rules';
import { PUBLISHED_RULES } from './published-rules';
import { readThrough } from './read-through';
import { TOKEN_RULES } from './token-rules';
import { VENDOR_TOKENS } from './vendor-tokens';
import { wrappedSecrets } from './wrapped-secrets';

const OWN_RULES = [...TOKEN_RULES, ...VENDOR_TOKENS, ...NAMED_RULES];
const hintsIn = createHints([...[...OWN_RULES, ...PUBLISHED_RULES].flatMap(({ hints }) => hints), ...BLOCK_HINTS]);

/** Everything in a text that looks like a secret, in order, none within another: as it stands, and as a machine reads it. */
export function findSecrets(text: string, clues: Clues = NO_CLUES): FoundSecret[] {
  const read = readThrough(text);
  const disguised = read ? secretsIn(read.text, clues).map((one) => read.placed(one)) : [];
  return apart([...secretsIn(text, clues), ...disguised]);
}

function secretsIn(text: string, clues: Clues): FoundSecret[] {
  return [...shownSecrets(text), ...wrappedSecrets(text, shownSecrets, clues)];
}

function shownSecrets(text: string): FoundSecret[] {
  const present = hintsIn(text);
  const isAsked = ({ hints }: { hints: readonly string[] }) =>
    hints.length === 0 || hints.some((hint) => present.has(hint));
  const own = OWN_RULES.filter(isAsked).flatMap((rule) => findByRule(rule, text));
  const published = PUBLISHED_RULES.filter(isAsked).flatMap(({ find }) => find(text));
  return [...keyBlocks(text, (hint) => present.has(hint)), ...own, ...published];
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
export function apart(found: readonly FoundSecret[]): FoundSecret[] {
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
