import type { SecretRule } from './found-secret';
import { isPassword } from './real-values';

const ifPassword = (value: string) => (isPassword(value, false) ? 'likely' : 'no');
const ifMade = (value: string) => (/\d/.test(value) ? ifPassword(value) : 'no');

/** Passwords told by something else than a name right before them: a comparison, a heading, a setting of a device, a sign behind them. */
export const PLACED_SECRETS: readonly SecretRule[] = [
  {
    // What a pipeline keeps as a secret from here on.
    name: 'assigned-secret',
    hints: ['issecret=true', 'isSecret=true', 'issecret=True'],
    pattern: /issecret=true[^\]\n]{0,80}\](?<secret>[^\s"'`$]{6,200})/gi,
    judge: ifPassword,
  },
  {
    name: 'assigned-secret',
    hints: ["PASSWORD = N'", "PASSWORD=N'", "password = N'", "password=N'", "Password = N'", "Password=N'"],
    pattern: /password\s{0,2}=\s{0,2}N'(?<secret>[^'\s]{6,128})'/gi,
    judge: ifPassword,
  },
  {
    // A login, as a header has it.
    name: 'assigned-secret',
    hints: ["'Basic '", '"Basic "', '`Basic `'],
    pattern:
      /["'`]Basic ["'`]\s{0,4}[+.,]\s{0,4}[\w.$:]{1,60}\(\s{0,4}["'`][^"'`:\s]{1,64}:(?<secret>[^"'`\s$]{6,128})["'`]/g,
    judge: ifPassword,
  },
  {
    // Routers and switches: how it is encrypted, which is hardly at all, and the password.
    name: 'assigned-secret',
    hints: ['password 0 ', 'password 7 ', 'secret 0 ', 'secret 5 ', 'secret 8 ', 'secret 9 '],
    pattern: /\b(?:password|secret) [05789] {1,4}(?<secret>[^\s"']{6,128})/g,
    judge: ifMade,
  },
  {
    name: 'assigned-secret',
    hints: ['assword `', 'assword: `', 'assword is `', 'ASSWORD `'],
    pattern: /\bpassword(?::| is)? `(?<secret>[^`\s]{6,64})`/gi,
    judge: ifMade,
  },
  {
    name: 'assigned-secret',
    hints: ['basic_auth('],
    pattern: /basic_auth\([^()\n]{1,80},\s{0,4}Some\(\s{0,2}"(?<secret>[^"\n]{6,128})"/g,
    judge: ifPassword,
  },
  {
    name: 'assigned-secret',
    hints: ['.equals('],
    pattern: /"(?<secret>[^"\n]{6,128})"\.equals\(\w{0,40}pass(?:w(?:or)?d|phrase)?\w{0,20}/gi,
    judge: ifPassword,
  },
  {
    name: 'assigned-secret',
    hints: ['switch (pass', 'switch(pass', 'match pass'],
    pattern: /\b(?:switch ?\(|match )pass\w{0,20}\)?\s{0,4}\{?\s{0,20}case\s{1,4}["'](?<secret>[^"'\n]{6,128})["']/gi,
    judge: ifPassword,
  },
  {
    // A field of a page.
    name: 'assigned-secret',
    hints: ['.value =', '.value='],
    pattern: /pass(?:w(?:or)?d|phrase)?\w{0,10}["'`]\)?\.value\s{0,2}=\s{0,2}["'`](?<secret>[^"'`\n]{6,128})["'`]/gi,
    judge: ifPassword,
  },
  {
    // Who may use Redis.
    name: 'assigned-secret',
    hints: [' on >'],
    pattern: /^user {1,4}\S{1,64} {1,4}on >(?<secret>\S{6,128})/gm,
    judge: ifPassword,
  },
  {
    name: 'assigned-secret',
    hints: ['PASSWORD PIC', 'PASSWORD  PIC', 'PASSWD PIC', 'PWD PIC'],
    pattern: /(?:PASSWORD|PASSWD|PWD) {1,20}PIC {1,10}[^\n']{1,40} VALUE {1,10}'(?<secret>[^'\n]{6,64})'/gi,
    judge: ifPassword,
  },
  {
    // The key of a pair on a line of its own.
    name: 'assigned-secret',
    hints: ['? password', '? secret', '? token', '? "password"'],
    pattern:
      /^[ \t]{0,20}\? {1,4}["']?\w{0,30}(?:password|secret|token)["']?[ \t]{0,4}\r?\n[ \t]{0,20}: {1,4}["']?(?<secret>[^\s"'$]{6,128})/gim,
    judge: ifPassword,
  },
  {
    name: 'assigned-secret',
    hints: ['assword = <<', 'secret = <<', 'token = <<'],
    pattern:
      /(?:password|secret|token) {0,4}= {0,4}<<[-~]?["']?\w{1,20}["']?\r?\n[ \t]{0,20}(?<secret>[^\s$]{6,200})\r?\n/gi,
    judge: ifPassword,
  },
];
