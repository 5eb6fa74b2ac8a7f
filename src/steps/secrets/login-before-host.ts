import type { FoundSecret } from './found-secret';
import { isPassword } from './real-values';

/** So far before the sign a user and a password may begin. */
const BEFORE = 200;
const LOGIN = /(?:^|[\s"'`=(,/])(?<user>[\w.-]{1,64}):(?!\d{1,5}[?#/])(?<secret>[^\s/:@"'`<>]{6,128})$/;
const HOST = /[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,24}(?![\w-])/y;
/** What stands before an address of mail and is no user. */
const OF_MAIL =
  /^(?:mailto|e?mail|sips?|xmpp|acct|to|cc|bcc|from|by|author|signed-off-by|co-authored-by|user|contact)$/i;

/** `user:password@host.name` without the scheme of an address: of a path, of a copy between machines, of a data source. */
export function loginsBeforeHosts(text: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    HOST.lastIndex = at + 1;
    if (!HOST.test(text)) continue;
    const { user = '', secret = '' } = LOGIN.exec(text.slice(Math.max(0, at - BEFORE), at))?.groups ?? {};
    if (secret === '' || OF_MAIL.test(user) || !isPassword(secret, true)) continue;
    found.push({ start: at - secret.length, end: at, rule: 'password-in-url', isCertain: false });
  }
  return found;
}
