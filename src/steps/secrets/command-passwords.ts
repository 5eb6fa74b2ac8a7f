import type { FoundSecret } from './found-secret';
import { matchAt } from './match-at';
import { isPassword, isTyped } from './real-values';
import type { Places } from './signs';
import { isRealId } from './told-judges';

const ACCOUNT = '-~u *:? | -u*:? | --user *:? | --user=*:?';
const OF_MYSQL = '-p? | --password ?';
const OF_LDAP = '-w ?';
const OF_MONGO = '-p ? | --password ?';
const OF_ORACLE = '*/?@';
const OF_SAMBA = '-U *%? | --user *%?';
const OF_ZIP = '-p? | -hp?';
const OF_KEYS =
  '-storepass ? | -keypass ? | -srcstorepass ? | -deststorepass ? | -srckeypass ? | -destkeypass ? | -new ?';
const OF_TERMINAL = '-pw ?';
const OF_CREDENTIALS = '--creds *:? | --src-creds *:? | --dest-creds *:?';
const OF_SNMP = '-A ? | -X ? | -c !';
const OF_MINIO = '^ * * * ?';

/**
 * Where the manual of a command says that a password stands, each form by the words of which it consists: `?` is a password, `!` one
 * with a digit or a sign since words stand there too, `*` any word or part of one, `~` other letters of one option; `^`
 * follows the command at once, and behind `$` nothing does. In a list of a program they are texts of their own.
 */
const COMMANDS: Readonly<Record<string, string>> = {
  curl: `${ACCOUNT} | -~U *:? | --proxy-user *:?`,
  wget: '--password ? | --http-password ? | --ftp-password ? | --proxy-password ?',
  'http ': '-a *:? | --auth *:?',
  login: '-p ? | --password ?',
  sshpass: '-p ? | -p?',
  mysql: OF_MYSQL,
  mysqldump: OF_MYSQL,
  mysqlimport: OF_MYSQL,
  mysqladmin: `${OF_MYSQL} | password ?`,
  mariadb: OF_MYSQL,
  'mariadb-dump': OF_MYSQL,
  'mariadb-admin': `${OF_MYSQL} | password ?`,
  sqlcmd: '-P ? | -P?',
  isql: '-P ? | -P?',
  osql: '-P ? | -P?',
  bcp: '-P ? | -P?',
  sqlplus: OF_ORACLE,
  expdp: OF_ORACLE,
  impdp: OF_ORACLE,
  sqlpackage: '/tp:? | /sp:? | /TargetPassword:? | /SourcePassword:?',
  SqlPackage: '/tp:? | /sp:? | /TargetPassword:? | /SourcePassword:?',
  'az ': '-p ! | --password ? | --admin-password ?',
  'aws ': '--password ? | --master-user-password ? | --temporary-password ?',
  'az keyvault secret': '--value ?',
  'secretsmanager create-secret': '--secret-string ?',
  'ssm put-parameter': '--value ?',
  'gh secret set': '--body ? | -b ?',
  'user-secrets set': '^ * ?',
  gcloud: '--password ? | --root-password ?',
  'redis-cli': '-a ? | --pass ? | AUTH ? | auth ? | requirepass ?',
  'redis-server': '--requirepass ?',
  mongo: OF_MONGO,
  mongosh: OF_MONGO,
  mongodump: OF_MONGO,
  mongorestore: OF_MONGO,
  mongoimport: OF_MONGO,
  mongoexport: OF_MONGO,
  cqlsh: '-p ?',
  influx: '-password ? | --password ?',
  'clickhouse-client': '--password ?',
  'cypher-shell': '-p ? | --password ?',
  'set-initial-password': '^ ?',
  'reset-admin-password': '^ ?',
  rabbitmqctl: 'add_user * ? | change_password * ?',
  rabbitmqadmin: '-p ? | --password ?',
  ldapsearch: OF_LDAP,
  ldapadd: OF_LDAP,
  ldapmodify: OF_LDAP,
  ldapdelete: OF_LDAP,
  ldapwhoami: OF_LDAP,
  ldappasswd: '-s ? | -w ? | -a ?',
  slappasswd: '-s ?',
  kadmin: '-w ? | -pw ?',
  smbclient: OF_SAMBA,
  rpcclient: OF_SAMBA,
  winexe: OF_SAMBA,
  'net rpc': OF_SAMBA,
  lftp: '-u *,?',
  ncftpput: '-p ?',
  ncftpget: '-p ?',
  'zip ': '-P ?',
  unzip: '-P ?',
  '7z ': OF_ZIP,
  '7za': OF_ZIP,
  'rar ': OF_ZIP,
  unrar: OF_ZIP,
  gpg: '--passphrase ?',
  openssl:
    '-passin pass:? | -passout pass:? | -pass pass:? | -password pass:? | -k ! | passwd ? | passwd -1 ? | passwd -5 ? | passwd -6 ? | passwd -apr1 ? | passwd -~1 -salt * ? | passwd -~5 -salt * ? | passwd -~6 -salt * ?',
  mkpasswd: '^ ? | -m * ? | --method * ?',
  'hash-password': '--plaintext ? | -p ?',
  htpasswd: '-~b~ * * ? | -~b~ * ?',
  keytool: OF_KEYS,
  jarsigner: OF_KEYS,
  apksigner: '--ks-pass pass:? | --key-pass pass:?',
  'ssh-keygen': '-N ? | -P ?',
  useradd: '-p !',
  usermod: '-p !',
  ipmitool: '-P ?',
  racadm: '-p ?',
  rdesktop: '-p ?',
  xfreerdp: '/p:?',
  wlfreerdp: '/p:?',
  nmcli: 'password ? | wifi-sec.psk ?',
  wpa_passphrase: '^ * ?',
  x11vnc: '-passwd ?',
  'unlock-keychain': '-p ?',
  'create-keychain': '-p ?',
  'set-keychain-password': '-p ? | -o ?',
  'set-key-partition-list': '-k ?',
  'security import': '-P ?',
  altool: '-p ? | --password ?',
  notarytool: '--password ?',
  osslsigncode: '-pass ?',
  signtool: '/p ? | -p ?',
  encrypt_string: '^ ?',
  sp_addlogin: '^ * ?',
  sp_password: '^ * ?',
  svn: '--password ?',
  nuget: '-p ? | --password ? | -Password ?',
  twine: '-p ? | --password ?',
  poetry: 'http-basic.* * ?',
  composer: 'http-basic.* * ?',
  snmpwalk: OF_SNMP,
  snmpbulkwalk: OF_SNMP,
  snmpget: OF_SNMP,
  snmpset: OF_SNMP,
  check_snmp: '-C !',
  'mc alias set': OF_MINIO,
  'mc config host add': OF_MINIO,
  'mc admin user add': '^ * * ?',
  'cf auth': '^ * ?',
  'vault kv put': '*password=? | *pass=?',
  'vault write': 'password=?',
  kcadm: '--password ? | --new-password ?',
  'jenkins-cli.jar': '-auth *:?',
  'sonar-scanner': '-Dsonar.password=? | -Dsonar.login=!',
  skopeo: OF_CREDENTIALS,
  etcdctl: '--user *:? | user add *:?',
  'rclone obscure': '^ ?',
  pulumi: '--secret * ?',
  'net user': '^ * ?',
  'net use': '/user:* ? | /USER:* ? | /u:* ?',
  'sc config': 'password= ?',
  'sc create': 'password= ?',
  'sc.exe config': 'password= ?',
  'sc.exe create': 'password= ?',
  schtasks: '/rp ? | /RP ?',
  psexec: '-p ?',
  PsExec: '-p ?',
  cmdkey: '/pass:?',
  wmic: '/password:?',
  DefaultPassword: '/d ? | -Value ?',
  certutil: '-p ?',
  dsadd: '-pwd ?',
  netdom: '/passwordd:? | /passwordo:? | /PasswordD:?',
  winrs: '-p:? | /p:? | -password:?',
  plink: OF_TERMINAL,
  pscp: OF_TERMINAL,
  psftp: OF_TERMINAL,
  putty: OF_TERMINAL,
  requirepass: '^ ? $',
  '--requirepass': '^ ?',
  masterauth: '^ ? $',
  bindpw: '^ ? $',
  'quote PASS': '^ ?',
};

/** As a shell has the words of its name, and as a list has them. */
const SIGNED = Object.entries(COMMANDS).flatMap(([command, forms]) =>
  [' ', '", "', "', '"].map(
    (between) =>
      [command.trimEnd().replaceAll(' ', between) + (/ $/.test(command) ? between.slice(0, 1) : ''), forms] as const,
  ),
);
const FORMS_BY_SIGN: ReadonlyMap<string, string> = new Map(SIGNED);
export const COMMAND_SIGNS: readonly string[] = [...FORMS_BY_SIGN.keys()];

/** What stands in a command where its manual says that a password does. */
export function commandPasswords(text: string, places: Places): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const [sign, all] of places) {
    const forms = FORMS_BY_SIGN.get(sign);
    if (forms === undefined) continue;
    let read = 0;
    for (const at of all) {
      // What was read already was read with the same command before it.
      if (at < read || /[\w.$-]/.test(text[at - 1] ?? '')) continue;
      const from = at + sign.trimEnd().replace(/["']$/, '').length;
      const behind = matchAt(BEHIND_NAME, text, from);
      if (!behind) continue;
      const words = wordsOf(text, from + behind[0].length);
      read = words.at(-1)?.end ?? from;
      for (const form of forms.split(' | ')) found.push(...passwordsOf(form.split(' '), words));
    }
  }
  return found;
}

/** What a name of a program may end with, and what parts it from its first word. */
const BEHIND_NAME = /(?:64)?(?:\.(?:exe|local|sh|cmd|bat))?(?=\\?["'`]|[ \t])/iy;

/** A word without its quotes; the last letter of it stands before the end. */
interface Word {
  text: string;
  end: number;
}

/** Letters of a command that are read. */
const MOST = 600;
const BETWEEN = /(?:[ \t"'`,]|\\(?=["'`])|[\\^`]\r?\n|(?<=,)\s)+/y;
const WORD = /(?:[^\s"'`|;&<>(),\\]|,(?![\s`])|\\(?![\s"'`]))+/y;
const QUOTED = /[^\s"'`]{1,128}(?=\\{0,2}["'`])/y;

/** To the end of the command. */
function wordsOf(text: string, from: number): Word[] {
  const words: Word[] = [];
  let at = from;
  while (at < from + MOST) {
    at += matchAt(BETWEEN, text, at)?.[0].length ?? 0;
    const isOpen = /["'`]/.test(text[at - 1] ?? '');
    const word = (isOpen && matchAt(QUOTED, text, at)?.[0]) || matchAt(WORD, text, at)?.[0];
    if (word === undefined) return words;
    at += word.length;
    // Quotes may begin within a word.
    const quoted = /["']/.test(text[at] ?? '') && !isOpen ? matchAt(QUOTED, text, at + 1)?.[0] : undefined;
    if (quoted !== undefined && !/^[,)\]]/.test(quoted)) {
      at += 1 + quoted.length;
      words.push({ text: word + quoted, end: at });
      continue;
    }
    words.push(...optionAndValue(word, at));
  }
  return words;
}

/** `--name=value` says the same as two words. */
function optionAndValue(word: string, end: number): Word[] {
  const option = /^--[\w-]{1,60}=/.exec(word)?.[0];
  if (option === undefined) return [{ text: word, end }];
  return [
    { text: option.slice(0, -1), end: end - word.length + option.length - 1 },
    { text: word.slice(option.length), end },
  ];
}

function passwordsOf(form: readonly string[], words: readonly Word[]): FoundSecret[] {
  if (form.at(-1) === '$') return words.length === form.length - 2 ? passwordsOf(form.slice(0, -1), words) : [];
  if (form[0] === '^') return passwordAt(form.slice(1), words, 0);
  return words.flatMap((_, at) => passwordAt(form, words, at));
}

/** The last part of a form is the one with the password. */
function passwordAt(form: readonly string[], words: readonly Word[], at: number): FoundSecret[] {
  const last = form.length - 1;
  const leads = form.slice(0, last).every((part, index) => isPart(part, words[at + index]?.text ?? ''));
  const word = words[at + last];
  if (!leads || word === undefined) return [];
  const {
    before = '',
    sign = '',
    behind = '',
  } = /^(?<before>[^?!]*)(?<sign>[?!])(?<behind>.*)$/.exec(form[last] ?? '')?.groups ?? {};
  const from = behindLead(before, word.text);
  if (from < 0) return [];
  const rest = word.text.slice(from);
  const value = behind === '' ? rest : (rest.split(behind, 1)[0] ?? rest);
  if (!isReal(value) || (sign === '!' && !/[\d!@#%^*]/.test(value))) return [];
  const start = word.end - rest.length;
  return [{ start, end: start + value.length, rule: 'password-of-a-command', isCertain: false }];
}

function isPart(part: string, word: string): boolean {
  if (part === '*') return word !== '' && !word.startsWith('-');
  if (part.includes('~')) return isFlag(part, word);
  return part.endsWith('*') ? word.startsWith(part.slice(0, -1)) : part === word;
}

/** Letters of several options in one word. */
function isFlag(part: string, word: string): boolean {
  const letter = part.replace(/[-~]/g, '');
  if (!/^-[A-Za-z\d]{1,7}$/.test(word)) return false;
  return part.endsWith('~') ? word.includes(letter) : word.endsWith(letter);
}

/** Where the password begins in a word; -1 where the word has another form. */
function behindLead(before: string, word: string): number {
  const [lead = '', between] = before.split('*');
  if (!word.startsWith(lead)) return -1;
  if (between === undefined) return lead.length;
  const at = word.indexOf(between, lead.length);
  return at < 0 || /[$/@=]/.test(word.slice(lead.length, at)) ? -1 : at + between.length;
}

/** Any word of letters, digits and signs that lead to nothing else will do here. */
function isReal(value: string): boolean {
  if (!/^[^$-]/.test(value) || value.length > 128) return false;
  return isPassword(value, true) || isRealId(value) || (/^[\w!#%+.~^-]+$/.test(value) && isTyped(value));
}
