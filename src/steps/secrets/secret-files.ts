import { findByRule, findSecrets } from './find-secrets';
import type { FoundSecret, SecretRule } from './found-secret';
import { isStandIn, looksRandom } from './value-likeness';

/** In a file whose name says that it holds secrets, a name that speaks of one is enough, however the value looks. */
const named: Omit<SecretRule, 'hints'> = {
  name: 'value-in-secret-file',
  pattern:
    /(?:pass|pwd|secret|token|key|credential|auth|connection|conn_?str|dsn|sas|webhook)[\w.:-]{0,60}["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(?<secret>[^\s"',#][^\s"',]{3,2000})/gi,
  judge: (value) => (isStandIn(value) || /^(?:\d{1,9}|https?:\/\/[^@?]{1,200})$/.test(value) ? 'no' : 'certain'),
};

/** And in one of any name, a value that nobody would type. */
const assigned: Omit<SecretRule, 'hints'> = {
  name: 'value-in-secret-file',
  pattern:
    /^[ \t]{0,8}(?:export[ \t]{1,4})?[A-Za-z_][\w.]{0,80}[ \t]{0,4}=[ \t]{0,4}["']?(?<secret>[^\s"',#]{16,2000})/gm,
  judge: (value) => (looksRandom(value) && !/^https?:\/\/[^@?]{1,200}$/.test(value) ? 'certain' : 'no'),
};

/** Secrets of a file that is never sent, to tell what a change has put into it. */
export function findInSecretFile(text: string): FoundSecret[] {
  const found = [...findSecrets(text), ...findByRule(named, text), ...findByRule(assigned, text)];
  const byPlace = found.sort((a, b) => a.start - b.start || b.end - a.end);
  return byPlace.filter((one, index) => byPlace.slice(0, index).every(({ end }) => end <= one.start));
}
