import { entropyOf } from '../diff/entropy';
import type { SecretRule } from './found-secret';
import { isGenerated, isId, isPassword, isTyped } from './real-values';
import { isRealId } from './told-judges';
import { isStandIn, kindsOf } from './value-likeness';

/** Any word of letters, digits and signs that lead to nothing else will do here. */
const ifPassword = (value: string) =>
  isPassword(value, true) || isRealId(value) || (/^[\w!#%+.~^-]+$/.test(value) && isTyped(value)) ? 'likely' : 'no';
const ifWithDigit = (value: string) => (/[\d!@#%^*]/.test(value) ? ifPassword(value) : 'no');
const ifTyped = (value: string) => (isPassword(value, false) || isTyped(value) ? 'likely' : 'no');
/** What asks for no password hands what it is written to what it starts. */
function ifNotRun(
  given: string,
  { 0: found, index = 0, input = '', groups }: RegExpMatchArray,
): 'likely' | 'leads' | 'no' {
  const value = groups?.once ?? given;
  const command = found + input.slice(index + found.length, index + found.length + 80).split(/[\n|;]/, 1)[0];
  return ifPassword(value) === 'likely' && INTERPRETER.test(command) ? 'leads' : ifPassword(value);
}
const INTERPRETER =
  /\bsudo[ \t](?:[^\n]{0,80}[ \t/])?(?:\w{0,3}sh|python[\d.]{0,4}|perl|node|ruby|php|xargs|env|su|parallel|at|batch|-[is])(?![\w.-])/;
/** Keys that a generator made of a whole keyboard are beyond doubt. */
function ifSalt(value: string): 'certain' | 'likely' | 'no' {
  if (/phrase here/i.test(value)) return 'no';
  if (value.length >= 48 && kindsOf(value) === 4 && entropyOf(value) >= 4.5) return 'certain';
  return value.length >= 32 || isPassword(value, false) ? 'likely' : 'no';
}
const ifGenerated = (value: string) => (isGenerated(value, true) ? 'likely' : 'no');

/** Values that are secrets by their place in a command, an address or a file of some program. */
export const COMMAND_RULES: readonly SecretRule[] = [
  {
    name: 'password-of-a-command',
    hints: ['net use', 'NET USE', 'Net Use'],
    pattern: /(?<!\w)net[ \t]use[ \t][^\n]{0,200}?\\\\\S{1,200}[ \t]{1,4}(?<secret>[^\s/]\S{5,128})[ \t]{1,4}\/user/gi,
    judge: ifPassword,
  },
  {
    name: 'password-of-a-command',
    hints: ['net use', 'NET USE', 'Net Use', 'net user', 'NET USER', 'Net User'],
    pattern:
      /(?<!\w)net[ \t](?:use[ \t][^\n]{0,200}?\/user:\S{1,100}|user[ \t]{1,4}["']?[\w.-]{1,64}["']?)[ \t]{1,4}["']?(?<secret>[^\s/"'][^\s"']{5,128})/gi,
    judge: ifPassword,
  },
  {
    // What a shell writes to the input of what asks for a password, once or twice, as it stands or in a format.
    name: 'password-of-a-command',
    hints: ['sudo ', '--stdin', 'passwd', 'kinit', 'word-stdin', 'on-stdin', 'cryptsetup', 'passphrase-fd'],
    pattern:
      /(?<!\w)(?:echo|printf)(?:[ \t]-\w{1,3})?[ \t]{1,4}(?:\\?["'](?:[\w.-]{1,64}:)?%s(?:\\n)?\\?["'][ \t]{1,4})?\\?["']?(?:[\w.-]{1,64}:)?(?<secret>(?<once>[^\s"'$:|<>\\]{6,128}?)(?:\\n\k<once>)?)(?:\\n)?\\?["']?[ \t]{0,4}\|[ \t]{0,4}(?:sudo[ \t](?:-\w{1,3}[ \t]{1,2}|chpasswd|passwd){1,3}|(?:\S{1,40}[ \t]{1,4}){0,8}--(?:password-|passwd-on-)stdin|(?:sudo[ \t]{1,2})?(?:chpasswd|(?:openssl[ \t]|smb|vnc)?passwd[ \t]|kinit[ \t]|cryptsetup[ \t]|gpg2?[ \t][^\n|]{0,100}?passphrase-fd))/g,
    judge: ifNotRun,
  },
  {
    name: 'password-of-a-command',
    hints: ['<<<'],
    pattern:
      /(?<![\w-])(?:sudo[ \t](?:-\w{1,3}[ \t]{1,2}){0,3}-\w{0,2}S|(?:ch|smb|vnc)?passwd|kinit|cryptsetup|gpg2?[ \t][^\n|;<]{0,100}?passphrase-fd|\w[\w-]{1,20}[ \t][^\n|;<]{0,120}?--(?:password-|passwd-on-)stdin)(?!\w)[^\n|;<]{0,120}<<<[ \t]{0,4}\\?["']?(?:[\w.-]{1,64}:)?(?<secret>[^\s"'$:;|<>\\]{6,128})/g,
    judge: ifNotRun,
  },
  {
    // What is kept where a program reads it.
    name: 'password-of-a-command',
    hints: ['.pgpass', 'vault_pass', 'vault-pass', 'password.txt', 'password_file', 'passwd_file', '/secrets/'],
    pattern:
      /(?<!\w)(?:echo|printf)(?:[ \t]-\w{1,3})?[ \t]{1,4}["']?(?:[\w.*-]{1,64}:){0,4}(?<secret>[^\s"'$:|<>\\]{6,128})(?:\\n)?["']?[ \t]{0,4}>{1,2}[ \t]{0,4}["']?[^\s"'|;]{0,100}(?:pass|\/secrets\/)/g,
    judge: ifWithDigit,
  },
  {
    // Set for one program alone, which reads it.
    name: 'password-of-a-command',
    hints: ['PGPASSWORD=', 'MYSQL_PWD=', 'SSHPASS=', 'REDISCLI_AUTH=', 'RESTIC_PASSWORD=', 'BORG_PASSPHRASE='],
    pattern:
      /(?<![\w$-])(?:PGPASSWORD|MYSQL_PWD|SSHPASS|REDISCLI_AUTH|RESTIC_PASSWORD|BORG_PASSPHRASE)=\\?["']?(?<secret>[\w!#%+.~^@*-]{6,128})\\?["']?(?=[ \t]{1,4}(?:\w{1,40}=[^\s;|&]{0,60}[ \t]{1,4}){0,3}(?:sudo[ \t]{1,4}|(?:\/[\w.-]{1,40}){1,6}\/)?(?:psql|pg_\w{3,12}|createdb|dropdb|createuser|vacuumdb|pgbench|mysql\w{0,8}|mariadb|sshpass|redis-cli|restic|borg)(?![\w./-]))/g,
    judge: ifPassword,
  },
  {
    // As programs of PostgreSQL read them, in a file of another name.
    name: 'password-of-a-command',
    hints: [':5432:', ':5433:', ':6432:'],
    pattern:
      /^[ \t]{0,12}[\w.*-]{1,255}:(?:5432|5433|6432):[\w*-]{1,64}:[\w*.-]{1,64}:(?<secret>[^\s:]{6,128})[ \t]{0,4}$/gm,
    judge: ifPassword,
  },
  {
    // What an automaton types where it is asked for a password: a word alone may be a command.
    name: 'password-of-a-command',
    hints: ['send "', "send '", 'send -- ', 'sendline("', "sendline('"],
    pattern:
      /assword[^\n]{0,40}?[\s{;)]{1,40}(?:\w{1,20}\.)?(?:exp_)?send(?:line)?[ \t(]{1,4}(?:--[ \t]{1,4})?\\?["'](?<secret>[^\s"'\\$]{6,128})/g,
    judge: (value) => (ifPassword(value) === 'likely' && !/[A-Z!@#%^*]/.test(value) ? 'leads' : ifPassword(value)),
  },
  {
    name: 'password-of-a-command',
    hints: ['sqlplus', 'sqlldr', 'expdp', 'impdp', 'oracle:thin:'],
    pattern:
      /(?<!\w)(?:sqlplus|sqlldr|expdp|impdp|oracle:thin:)[^\n]{0,60}?(?<!\w)\w{1,30}\/(?<secret>[^\s/@"']{6,128})@/g,
    judge: ifPassword,
  },
  {
    name: 'password-of-a-command',
    hints: ['ConvertTo-SecureString', 'convertto-securestring'],
    pattern:
      /ConvertTo-SecureString[ \t]{1,4}(?:-(?:AsPlainText|Force)[ \t]{1,4}){0,2}(?:-String[ \t]{1,4})?\\?["']?(?<secret>(?<=["'])[^"'$\s\\]{6,200}(?=\\?["'])|(?<!["'])[^\s"'$(@\\-][^\s"'$()\\;|]{5,128})/gi,
    judge: ifTyped,
  },
  {
    name: 'password-of-a-command',
    hints: ['ConvertTo-SecureString', 'convertto-securestring'],
    pattern: /\\?["'](?<secret>[^"'$\s\\]{6,200})\\?["'][ \t]{0,4}\|[ \t]{0,4}ConvertTo-SecureString/gi,
    judge: ifTyped,
  },
  {
    name: 'password-of-a-command',
    hints: ['IDENTIFIED ', 'identified by', 'identified with', 'Identified by'],
    pattern:
      /identified[ \t](?:with[ \t][\w'"\x60]{1,40}[ \t])?(?:by|as)[ \t]{1,4}(?:password[ \t]{1,4})?["'](?<secret>[^"'$\s]{6,200})["']/gi,
    judge: ifTyped,
  },
  {
    name: 'password-of-a-command',
    hints: ['PASSWORD', "password '", "password = '"],
    pattern:
      /\b(?:encrypted|with|by|(?:user|role|login)[ \t]{1,4}\S{1,64})[ \t]{1,4}password[ \t]{0,4}=?[ \t]{0,4}N?'(?<secret>[^'$\s]{6,200})'/gi,
    judge: ifTyped,
  },
  {
    name: 'password-of-a-command',
    hints: ['SET PASSWORD FOR', 'set password for', 'Set password for'],
    pattern:
      /\bset[ \t]password[ \t]for[ \t]{1,4}\S{1,80}[ \t]{0,4}=[ \t]{0,4}(?:password\()?'(?<secret>[^'$\s]{6,200})'/gi,
    judge: ifTyped,
  },
  {
    name: 'password-of-a-command',
    hints: ['IDENTIFIED BY', 'identified by', 'Identified by'],
    pattern:
      /(?<=\b(?:user|role|to)[ \t]{1,4}\S{1,64}[ \t]{1,4}(?:account[ \t]unlock[ \t]{1,4})?)identified[ \t]by[ \t]{1,4}(?<secret>[^\s"'$&:;({<]{6,128})/gi,
    judge: (value) => (/\d/.test(value) ? ifPassword(value) : 'no'),
  },
  {
    // Behind the name of a user, with nothing but options between.
    name: 'password-of-a-command',
    hints: [' -p ', ' -P ', ' -w ', ' --password '],
    pattern:
      /[ \t](?:-[uU]|--(?:user(?:name)?|login|apple-id))[ \t=]{1,2}[^\s-][^\s]{0,64}[ \t]{1,4}(?:--?[\w-]{1,30}(?:[ =][^\s-][^\s]{0,64})?[ \t]{1,4}){0,4}(?:-[pPw]|--password)[ \t]{1,2}["']?(?<secret>[^\s"'$-][^\s"'$]{5,128})/g,
    judge: ifWithDigit,
  },
  {
    // What somebody is let in with.
    name: 'password-of-a-command',
    hints: [' login ', ' auth '],
    pattern:
      /(?<=[a-z][\w-]{1,20}[ \t])(?:login|auth)[ \t]{1,4}["']?(?<secret>[\w.-]{20,200})["']?[ \t]{0,8}(?=\r?$|[;&|])/gm,
    judge: (value) => (isGenerated(value, false) || isId(value) ? 'likely' : 'no'),
  },
  {
    name: 'password-of-a-command',
    hints: ['stats auth '],
    pattern: /\bstats auth {1,4}[\w.-]{1,64}:(?<secret>[^\s"'$]{6,128})/g,
    judge: ifPassword,
  },
  {
    // Of an account on a machine that is being set up.
    name: 'password-of-a-command',
    hints: ['rootpw '],
    pattern: /^[ \t]{0,8}rootpw[ \t]{1,4}(?:--plaintext[ \t]{1,4})?["']?(?<secret>[^\s"'$-][^\s"'$]{5,128})/gm,
    judge: ifPassword,
  },
  {
    name: 'password-in-url',
    hints: ['@tcp(', '@unix('],
    pattern: /(?<![\w/])[\w.-]{1,64}:(?<secret>[^\s/:"'`<>]{4,128})@(?:tcp|unix)\(/g,
    judge: ifPassword,
  },
  {
    name: 'machine-key',
    hints: ['validationKey', 'decryptionKey'],
    pattern: /(?:validation|decryption)Key[ \t]{0,4}=[ \t]{0,4}["'](?<secret>[0-9A-Fa-f]{32,128})["']/g,
    judge: (value) => (new Set(value).size > 8 ? 'certain' : 'likely'),
  },
  {
    name: 'instrumentation-key',
    hints: ['InstrumentationKey='],
    pattern: /InstrumentationKey=(?<secret>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/g,
    judge: (value) => (/^(?:0{8}|(.)\1{7})/.test(value) ? 'no' : 'likely'),
  },
  {
    // Letters of a whole keyboard: some of them read as code elsewhere.
    name: 'wordpress-salt',
    hints: [
      'AUTH_KEY',
      'AUTH_SALT',
      'LOGGED_IN_',
      'NONCE_KEY',
      'NONCE_SALT',
      'auth_key',
      'auth_salt',
      'logged_in_',
      'nonce_key',
      'nonce_salt',
    ],
    pattern:
      /(?:auth|logged_in|nonce)_(?:key|salt)(?:["'],|["']?[ \t]{0,4}(?:=>|[:=]))\s{0,40}(?<quote>["'])(?<secret>(?:(?!\k<quote>)[^\n]){12,200})\k<quote>/gi,
    judge: ifSalt,
  },
  {
    name: 'wordpress-salt',
    hints: ['AUTH_KEY=', 'AUTH_SALT=', 'LOGGED_IN_', 'NONCE_KEY=', 'NONCE_SALT='],
    pattern: /(?:AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)=(?<secret>[^\s"']{48,80})(?=["']?\r?$)/gm,
    judge: ifSalt,
  },
  {
    name: 'app-key',
    hints: ['base64:'],
    pattern: /(?<![\w:])base64:(?<secret>[A-Za-z0-9+/]{43}=)/g,
    judge: ifGenerated,
  },
  {
    name: 'group-policy-password',
    hints: ['cpassword'],
    pattern: /cpassword[ \t]{0,4}=[ \t]{0,4}"(?<secret>[A-Za-z0-9+/]{16,400}={0,2})"/g,
  },
  {
    name: 'twilio-token',
    hints: ['"AC', "'AC", '`AC'],
    pattern: /["'`]AC[0-9a-f]{32}["'`][ \t,:;]{1,8}["'`](?<secret>[0-9a-f]{32})["'`]/g,
  },
  {
    name: 'one-time-password-seed',
    hints: ['otpauth://', 'TOTP('],
    pattern: /(?:otpauth:\/\/[^\s"'`<>]{1,300}?[?&]secret=|TOTP\([ \t]{0,4}["'])(?<secret>[A-Z2-7]{16,128})/gi,
    judge: (value) => (isStandIn(value) ? 'no' : 'likely'),
  },
  {
    name: 'wallet-key',
    hints: ['accounts'],
    pattern: /accounts["']?[ \t]{0,4}[:=]\s{0,40}\[\s{0,40}["'](?<secret>(?:0x)?[0-9a-f]{64})["']/g,
    judge: ifGenerated,
  },
  {
    name: 'wallet-key',
    hints: ['xprv', 'yprv', 'zprv', 'tprv', 'uprv', 'vprv'],
    pattern: /(?<![A-Za-z0-9])[t-z]prv(?<secret>[1-9A-HJ-NP-Za-km-z]{107})(?![A-Za-z0-9])/g,
    judge: () => 'likely',
  },
  {
    // Whoever knows the address may send to it.
    name: 'key-in-url',
    hints: ['hooks.zapier.com', 'maker.ifttt.com'],
    pattern:
      /(?:hooks\.zapier\.com\/hooks\/catch\/\d{4,10}\/|maker\.ifttt\.com\/trigger\/[\w-]{1,64}\/(?:json\/)?with\/key\/)(?<secret>[\w-]{6,64})/g,
    judge: (value) => (/\d/.test(value) && !isStandIn(value) ? 'likely' : 'no'),
  },
  {
    name: 'key-in-url',
    hints: ['infura.io', 'alchemy.com', 'alchemyapi.io', 'quiknode.pro'],
    pattern: /(?:infura\.io|alchemy(?:api)?\.(?:com|io)|quiknode\.pro)\/(?:v\d\/)?(?<secret>[\w-]{32,64})(?![\w-])/g,
    judge: ifGenerated,
  },
  {
    name: 'encrypted-secret',
    hints: ['AQAAABAAAA'],
    pattern: /\{(?<secret>AQAAABAAAA[A-Za-z0-9+/]{20,2000}={0,2})\}/g,
    judge: () => 'likely',
  },
];
