import { sumOf } from '../../sum-of';
import { byteLists } from './byte-lists';
import { CALL_SIGNS, callArguments } from './call-arguments';
import { calledNames, markCalled } from './called-names';
import { type Clues, NO_CLUES } from './clues';
import { withoutCode } from './code-within';
import { COMMAND_SIGNS, commandPasswords } from './command-passwords';
import { COMMAND_RULES } from './command-rules';
import type { Reading } from './file-reading';
import type { FoundSecret, SecretRule } from './found-secret';
import { INSERT_SIGNS, insertedByLetters } from './inserted-values';
import { BLOCK_HINTS, keyBlocks } from './key-blocks';
import { KEY_SIGNS, keysBelow } from './keys-below';
import { KUBERNETES_HINTS, kubernetesSecrets } from './kubernetes-secrets';
import { loginsBeforeHosts } from './login-before-host';
import { type Letters, type LongRun, lettersOf } from './long-runs';
import { NAMED_RULES } from './named-rules';
import { PASSWORD_HASHES } from './password-hashes';
import { PLACED_SECRETS } from './placed-secrets';
import { PUBLISHED_RULES } from './published-rules';
import { readThrough } from './read-through';
import { TOKEN_SIGNS, tokensIn } from './read-tokens';
import { signedValues } from './signed-values';
import { createSigns } from './signs';
import { TELLING_SIGNS } from './telling-names';
import { thrownValues } from './thrown-values';
import { TOKEN_RULES } from './token-rules';
import { toldValues } from './told-values';
import { wrappedSecrets } from './wrapped-secrets';

const OWN_RULES = [...TOKEN_RULES, ...NAMED_RULES, ...COMMAND_RULES, ...PASSWORD_HASHES, ...PLACED_SECRETS];
const placesIn = createSigns([
  ...[...OWN_RULES, ...PUBLISHED_RULES].flatMap(({ hints }) => hints),
  ...BLOCK_HINTS,
  ...TOKEN_SIGNS,
  ...TELLING_SIGNS,
  ...KUBERNETES_HINTS,
  ...CALL_SIGNS,
  ...COMMAND_SIGNS,
  ...KEY_SIGNS,
  ...INSERT_SIGNS,
]);

/** Everything in a text that looks like a secret, in order, none within another: as it stands, and as a machine reads it. */
export function findSecrets(
  text: string,
  clues: Clues = NO_CLUES,
  reading: Reading = 'code',
  letters: Letters = lettersOf(bytesOf(text)),
): FoundSecret[] {
  const read = readThrough(text);
  const disguised = read
    ? secretsIn(read.text, clues, reading, lettersOf(bytesOf(read.text))).map((one) => read.placed(one))
    : [];
  return apart([...secretsIn(text, clues, reading, letters), ...disguised]);
}

/** And whatever a generator threw, which nothing says what it is. */
export function findAll(text: string, clues?: Clues, reading?: Reading, bytes = bytesOf(text)): FoundSecret[] {
  const letters = lettersOf(bytes);
  return apart([
    ...findSecrets(text, clues, reading, letters),
    ...thrownValues(text, letters),
    ...signedValues(text, bytes).flatMap((one) => withoutCode(text, one)),
  ]);
}

const DIGITS = '0123456789';
const IS_DIGIT = Uint8Array.from({ length: 256 }, (_, byte) => Number(DIGITS.includes(String.fromCharCode(byte))));

/** At how many places of a text a secret may begin: by a sign, or in letters that may have been thrown; and how many signs stand for other letters. */
export function placesToLook(bytes: Uint8Array): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const signs = sumOf([...placesIn(text, bytes).values()], ({ length }) => length);
  const mayBeThrown = ({ start, end }: LongRun) => bytes.subarray(start, end).some((byte) => IS_DIGIT[byte] === 1);
  return signs + lettersOf(bytes).runs.filter(mayBeThrown).length + disguisesIn(bytes);
}

/** `\x41`, `%41`, `&#65;` */
function disguisesIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const next = FOLLOWS[bytes[at] ?? 0];
    if (next?.includes(bytes[at + 1] ?? 0)) count += 1;
  }
  return count;
}

const DISGUISES: Readonly<Record<string, string>> = { '\\': 'uUx01', '%': '234567', '&': '#' };
const FOLLOWS: readonly (Uint8Array | undefined)[] = Array.from({ length: 256 }, (_, code) => {
  const next = DISGUISES[String.fromCharCode(code)];
  return next === undefined ? undefined : bytesOf(next);
});

/** One for each letter; of those that need two the half, which no sign of ours has. */
export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function secretsIn(text: string, clues: Clues, reading: Reading, { bytes, runs }: Letters): FoundSecret[] {
  const wrapped = wrappedSecrets(text, runs, (inner) => shownSecrets(inner, 'code', bytesOf(inner)), clues);
  const listed = byteLists(text, (inner) => madeSecrets(inner));
  const logins = loginsBeforeHosts(text).flatMap((one) => withoutCode(text, one));
  return [...shownSecrets(text, reading, bytes), ...wrapped, ...listed, ...logins];
}

/** What stands in a text that nothing else stands in. */
function madeSecrets(text: string): FoundSecret[] {
  const letters = lettersOf(bytesOf(text));
  return apart([...shownSecrets(text, 'code', letters.bytes), ...thrownValues(text, letters)]);
}

function shownSecrets(text: string, reading: Reading, bytes: Uint8Array): FoundSecret[] {
  const places = placesIn(text, bytes);
  if (places.size === 0) return [];
  const isCalled = calledNames(text);
  const isAsked = ({ hints }: { hints: readonly string[] }) => hints.some((hint) => places.has(hint));
  return [
    ...keyBlocks(text, (hint) => places.has(hint)),
    ...tokensIn(text, places),
    ...OWN_RULES.filter(isAsked).flatMap((rule) =>
      markCalled(text, findByRule(rule, text), isCalled).flatMap((one) => withoutCode(text, one)),
    ),
    ...PUBLISHED_RULES.filter(isAsked).flatMap(({ find }) => find(text)),
    ...[
      ...callArguments(text, places),
      ...commandPasswords(text, places),
      ...insertedByLetters(text, places),
      ...keysBelow(text, places, reading),
    ].flatMap((one) => withoutCode(text, one)),
    ...toldValues(text, places, reading, isCalled).flatMap((one) => withoutCode(text, one)),
    ...(KUBERNETES_HINTS.some((hint) => places.has(hint))
      ? kubernetesSecrets(text, reading).flatMap((one) => withoutCode(text, one))
      : []),
  ];
}

export function findByRule({ name, pattern, judge }: Omit<SecretRule, 'hints'>, text: string): FoundSecret[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const value = match.groups?.secret ?? match[0];
    const judgement = judge?.(value, match) ?? 'certain';
    if (judgement === 'no') return [];
    const start = match.index + match[0].lastIndexOf(value);
    const found = { start, end: start + value.length, rule: name, isCertain: judgement === 'certain' };
    return [judgement === 'leads' ? { ...found, mayLead: true as const } : found];
  });
}

/** Whether another find says of all of a find what it is. */
type Tells = (one: FoundSecret, other: FoundSecret) => boolean;

/** Finds that overlap are one; the surest of them gives the name, of equal ones the first. What may lead to something still may, unless it is told. */
export function apart(found: readonly FoundSecret[], isTold: Tells = isToldByMore): FoundSecret[] {
  const kept: FoundSecret[] = [];
  for (const one of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || one.start >= last.end) kept.push({ ...one });
    else kept[kept.length - 1] = together(last, one, isTold);
  }
  return kept;
}

function together(last: FoundSecret, one: FoundSecret, isTold: Tells): FoundSecret {
  const leads = last.mayLead ? !isTold(last, one) : one.mayLead && !isTold(one, last);
  const rule = one.isCertain && !last.isCertain ? one.rule : last.rule;
  return {
    start: last.start,
    end: Math.max(last.end, one.end),
    isCertain: last.isCertain || one.isCertain,
    rule,
    ...(leads && { mayLead: true as const }),
  };
}

/** By more than its letters. */
function isToldByMore({ start, end }: FoundSecret, { mayLead, ...other }: FoundSecret): boolean {
  return !mayLead && other.rule !== 'random-value' && other.start <= start && end <= other.end;
}
