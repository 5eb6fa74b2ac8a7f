import { type Clues, NO_CLUES } from './clues';
import { withoutCode } from './code-within';
import { isCode, nameOf, readingOf } from './file-reading';
import { apart, bytesOf, findAll, findByRule, findSecrets } from './find-secrets';
import type { FoundSecret, SecretRule } from './found-secret';
import { isImageName } from './image-name';
import { createPlaceholders, type MaskedText, maskedText } from './placeholders';
import { secretRows } from './secret-rows';
import { isOfProgram } from './telling-names';
import { inTextsOfCode } from './texts-in-code';
import { isStandIn, isWeak, looksRandom } from './value-likeness';
import { mayBeValue } from './within-text';

const NAMED =
  /(?:pass|pwd|secret|token|key|credential|auth|connection|conn_?str|dsn|sas|webhook)[\w.:-]{0,60}["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(?<secret>[^\s"',#][^\s"',]{3,2000})/gi;

/** In a file whose name says that it holds secrets, a name that speaks of one is enough, however the value looks. */
const named: Omit<SecretRule, 'hints'> = {
  name: 'value-in-secret-file',
  pattern: NAMED,
  judge: (value, match) => (isHarmless(value) || isOfImage(match) ? 'no' : 'certain'),
};

/** And in one of any name, a value that nobody would type. */
const assigned: Omit<SecretRule, 'hints'> = {
  name: 'value-in-secret-file',
  pattern:
    /^[ \t]{0,8}(?:export[ \t]{1,4})?[A-Za-z_][\w.]{0,80}[ \t]{0,4}=[ \t]{0,4}["']?(?<secret>[^\s"',#]{16,2000})/gm,
  judge: (value) => (looksRandom(value) && !isHarmless(value) && !isImageName(value) ? 'certain' : 'no'),
};

/** Host, port, database, user and password, as programs of PostgreSQL read them. */
const fields: Omit<SecretRule, 'hints'> = {
  name: 'value-in-secret-file',
  pattern: /^[^\s:#]{1,255}:[\d*]{1,5}:[^\s:]{1,128}:[^\s:]{1,128}:(?<secret>[^\s]{1,500})$/gm,
  judge: (value) => (isStandIn(value) ? 'no' : 'certain'),
};

/** Longest name of an image before what speaks of a key in it. */
const MAX_IMAGE = 200;

/** Secrets of a file that is never sent, to tell what a change has put into it. */
export function findInSecretFile(text: string, _path = '', clues: Clues = NO_CLUES): FoundSecret[] {
  return apart([
    ...findSecrets(text, clues, 'settings'),
    ...[named, assigned, fields].flatMap((rule) => findByRule(rule, text)),
  ]);
}

/** Settings of one environment, of which some hold secrets and some hold none. */
const ENVIRONMENT = /^(?:\.env(?:rc|[._-].{1,80})?|.{1,80}\.env)$/i;
/** Those that show which settings there are. */
const NO_ENVIRONMENT = /example|sample|template|dist|default|schema|tmpl|tpl|\.(?:md|snap)$/i;

/** The same, of which the reviewer judges what somebody may have typed for a test. */
const likely: Omit<SecretRule, 'hints'> = {
  name: 'value-in-secret-file',
  pattern: NAMED,
  judge: (value, match) =>
    isHarmless(value) || isOfImage(match) || isOfAProgram(match)
      ? 'no'
      : isWeak(value) || !looksRandom(value, 8)
        ? 'likely'
        : 'certain',
};

/** Secrets of a file that is reviewed, by more rules where its name speaks of settings; in code, without a parser. */
export function findInFile(
  text: string,
  path: string,
  clues: Clues = NO_CLUES,
  bytes: Uint8Array = bytesOf(text),
): FoundSecret[] {
  const found = findInFileOrCode(text, path, clues, bytes);
  return isCode(path) ? found.filter((one) => mayBeValue(text, one)) : found;
}

/** The same, and what may be code: a parser has to tell. */
export function findInFileOrCode(text: string, path: string, clues: Clues, bytes: Uint8Array): FoundSecret[] {
  const name = nameOf(path);
  const found = apart([
    ...findAll(text, clues, readingOf(name, text), bytes),
    ...(isCode(name) ? inTextsOfCode(text, inText) : secretRows(text, path).flatMap((one) => withoutCode(text, one))),
  ]);
  if (!ENVIRONMENT.test(name) || NO_ENVIRONMENT.test(name) || isCode(name)) return found;
  const values = [likely, assigned].flatMap((rule) => findByRule(rule, text));
  return apart([...found, ...values.flatMap((one) => withoutCode(text, one))]);
}

/** A name tells of them as in a file of its own. */
function inText(text: string): FoundSecret[] {
  const found = findSecrets(text, NO_CLUES, 'text').filter(({ rule }) => rule !== 'assigned-word');
  return found.map((one) => ({
    ...one,
    rule: one.rule === 'assigned-secret' ? 'secret-in-a-text' : one.rule,
  }));
}

/** Another file that is shown beside the change, as that would be shown if it were changed. */
export function fileWithoutSecrets(text: string, path: string): string {
  return maskedFile(text, path).text;
}

export function maskedFile(text: string, path: string, placeholders = createPlaceholders()): MaskedText {
  return maskedText(text, findInFile(text, path), placeholders);
}

function isHarmless(value: string): boolean {
  return isStandIn(value) || /^(?:\d{1,9}|https?:\/\/[^@?]{1,200})$/.test(value);
}

/** `SUDO_ASKPASS`, `AUTH_DISABLED`. */
function isOfAProgram({ 0: found, index = 0, input = '' }: RegExpMatchArray): boolean {
  const before = input.slice(Math.max(0, index - 'ask_'.length), index);
  return isOfProgram(before + found.split(/["':=\s]/, 1)[0]);
}

/** `valkey/valkey:8.1`, of which the first half would be a name that speaks of a key. */
function isOfImage({ 0: found, index = 0, input = '' }: RegExpMatchArray): boolean {
  const upTo = input.slice(Math.max(0, index - MAX_IMAGE), index + found.length);
  return isImageName(upTo.split(/[\s="']/).at(-1) ?? '');
}
