import type { SecretRule } from './found-secret';
import { isGenerated, isId, isPassword, isTyped } from './real-values';
import { isStandIn } from './value-likeness';

/** Any word of letters, digits and signs that lead to nothing else will do here. */
const ifPassword = (value: string) =>
  isPassword(value, true) || (/^[\w!#%+.~^-]+$/.test(value) && isTyped(value)) ? 'likely' : 'no';
const ifTyped = (value: string) => (isPassword(value, false) || isTyped(value) ? 'likely' : 'no');
const ifGenerated = (value: string) => (isGenerated(value, true) ? 'likely' : 'no');

/** Values that are secrets by their place in a command, an address or a file of some program. */
export const COMMAND_RULES: readonly SecretRule[] = [
  {
    name: 'password-of-a-command',
    hints: [' -u ', '--user', ' -u=', 'http -a'],
    pattern:
      /(?<!\w)(?:curl|wget|http)(?:[ \t](?:[^\n\\]|\\[\s\S]){0,300}?)?[ \t](?:-u|--user|-a)[ \t=]{1,2}["']?[^\s:"'$]{0,64}:(?<secret>[^\s"'@]{6,128})/g,
    judge: ifPassword,
  },
  {
    name: 'password-of-a-command',
    hints: ['mysql -', 'mysqldump', 'mysqladmin', 'mariadb -', 'mysqlimport', 'mariadb-'],
    pattern: /(?<!\w)(?:mysql|mariadb)\w{0,8}(?:[ \t][^\n|;]{0,200}?)?[ \t]-p(?<secret>[^\s"'$-][^\s"']{5,128})/g,
    judge: ifPassword,
  },
  {
    name: 'password-of-a-command',
    hints: ['sqlcmd', 'isql ', 'bcp '],
    pattern: /(?<!\w)(?:sqlcmd|isql|bcp)(?:[ \t][^\n|]{0,200}?)?[ \t]-P[ \t]{0,2}["']?(?<secret>[^\s"']{6,128})/g,
    judge: ifPassword,
  },
  {
    name: 'password-of-a-command',
    hints: [' -p '],
    pattern:
      /(?<!\w)(?:login|sshpass|mongo\w{0,7})(?:[ \t][^\n|]{0,200}?)?[ \t]-p[ \t]{1,4}["']?(?<secret>[^\s"']{6,128})/g,
    judge: ifPassword,
  },
  {
    name: 'password-of-a-command',
    hints: ['sshpass', 'redis-cli', 'ldapsearch', 'ldapadd', 'ldapmodify', 'ldappasswd'],
    pattern:
      /(?<!\w)(?:sshpass[ \t]-p|redis-cli[ \t][^\n|]{0,100}?-a|ldap\w{3,8}[ \t][^\n|]{0,200}?-w)[ \t]{0,4}["']?(?<secret>[^\s"']{6,128})/g,
    judge: ifPassword,
  },
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
    name: 'password-of-a-command',
    hints: ['mysql -', 'mysqldump', 'mysqladmin', 'mariadb -', 'mysqlimport', 'mariadb-'],
    pattern: /(?<!\w)(?:mysql|mariadb)\w{0,8}(?:[ \t][^\n|;]{0,200}?)?[ \t]-p["'](?<secret>[^\s"'$]{6,128})["']/g,
    judge: ifPassword,
  },
  {
    // What a shell writes to the input of what asks for a password.
    name: 'password-of-a-command',
    hints: ['sudo ', 'password-stdin', 'passwd', 'kinit', '--stdin'],
    pattern:
      /(?<!\w)(?:echo|printf)(?:[ \t]-\w{1,3})?[ \t]{1,4}["']?(?:[\w.-]{1,64}:)?(?<secret>[^\s"'$:|<>]{6,128}?)(?:\\n)?["']?[ \t]{0,4}\|[ \t]{0,4}(?:sudo[ \t](?:-\w{1,3}[ \t]{1,2}|chpasswd|passwd){1,3}|(?:\S{1,40}[ \t]{1,4}){0,8}--?(?:password-)?stdin|chpasswd|passwd[ \t]|kinit[ \t])/g,
    judge: ifPassword,
  },
  {
    name: 'password-of-a-command',
    hints: ['pass:'],
    pattern: /[ \t]-pass(?:in|out)?[ \t]{1,4}["']?pass:["']?(?<secret>[^\s"'$]{6,128})/g,
    judge: ifPassword,
  },
  {
    name: 'password-of-a-command',
    hints: [
      'zip ',
      '7z ',
      '7za ',
      'rar ',
      'signtool',
      'psexec',
      'PsExec',
      'cmdkey',
      'smbclient',
      'lftp ',
      'useradd ',
      'encrypt_string',
      'rdesktop ',
      'ipmitool ',
      'freerdp',
      'winexe ',
      'schtasks',
      'nmcli ',
      'security ',
      'sp_addlogin',
    ],
    pattern:
      /(?<!\w)(?:(?:un)?zip[ \t](?:[^\n|;]{0,120}?[ \t])?-P[ \t]{1,4}|(?:7za?|rar)[ \t][^\n|;]{0,120}?[ \t]-h?p|signtool(?:\.exe)?[ \t][^\n]{0,200}?[ \t][/-]p[ \t]{1,4}|psexec(?:64)?(?:\.exe)?[ \t][^\n]{0,200}?[ \t]-p[ \t]{1,4}|cmdkey[ \t][^\n]{0,200}?\/pass:|(?:smbclient|winexe)[ \t][^\n|]{0,200}?-U[ \t]{0,4}["']?[\w.\\/-]{1,64}%|lftp[ \t][^\n|]{0,200}?-u[ \t]{0,4}["']?[\w.@-]{1,64},|useradd[ \t][^\n|;]{0,200}?-p[ \t]{1,4}|encrypt_string[ \t]{1,4}|(?:rdesktop|ipmitool)[ \t][^\n|;]{0,200}?[ \t]-p[ \t]{1,4}|[xw]l?freerdp\w{0,2}[ \t][^\n]{0,200}?[ \t]\/p:|schtasks[ \t][^\n]{0,200}?[ \t]\/rp[ \t]{1,4}|nmcli[ \t][^\n]{0,200}?[ \t]password[ \t]{1,4}|security[ \t][a-z-]{1,40}[ \t][^\n|;]{0,120}?-[pPk][ \t]{1,4}|sp_addlogin[ \t][^\n,]{1,80},[ \t]{0,4}N?)["']?(?<secret>[^\s"'$-][^\s"'$]{5,128})/gi,
    judge: (value) => (/[\d!@#%^*]/.test(value) ? ifPassword(value) : 'no'),
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
    // What an automaton types where it is asked for a password.
    name: 'password-of-a-command',
    hints: ['send "', "send '", 'send -- '],
    pattern: /assword[^\n]{0,40}[\s{;]{1,40}send[ \t]{1,4}(?:--[ \t]{1,4})?["'](?<secret>[^\s"'\\$]{6,128})/g,
    judge: ifPassword,
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
      /ConvertTo-SecureString[ \t]{1,4}(?:-(?:AsPlainText|Force)[ \t]{1,4}){0,2}(?:-String[ \t]{1,4})?\\?["'](?<secret>[^"'$\s\\]{6,200})\\?["']/gi,
    judge: (value) => (isPassword(value, false) ? 'likely' : 'no'),
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
    hints: ['IDENTIFIED BY', 'identified by', 'Identified by'],
    pattern:
      /(?<=\b(?:user|role|to)[ \t]{1,4}\S{1,64}[ \t]{1,4})identified[ \t]by[ \t]{1,4}(?<secret>[^\s"'$&:;({<]{6,128})/gi,
    judge: (value) => (/\d/.test(value) ? ifPassword(value) : 'no'),
  },
  {
    // What puts a secret away.
    name: 'password-of-a-command',
    hints: ['user-secrets set', 'secret set', 'put-parameter', 'create-secret'],
    pattern:
      /(?<!\w)(?:dotnet[ \t]user-secrets[ \t]set[ \t]{1,4}["']?[^\s"']{1,100}["']?|gh[ \t]secret[ \t]set[ \t][^\n|]{0,200}?(?:--body|-b)|az[ \t]keyvault[ \t]secret[ \t]set[ \t][^\n|]{0,200}?--value|aws[ \t](?:ssm[ \t]put-parameter[ \t][^\n|]{0,200}?--value|secretsmanager[ \t]create-secret[ \t][^\n|]{0,200}?--secret-string))[ \t=]{1,4}["']?(?<secret>[^\s"']{6,512})/g,
    judge: ifPassword,
  },
  {
    // Behind the name of a user, with nothing but options between.
    name: 'password-of-a-command',
    hints: [' -p ', ' -P ', ' -w ', ' --password '],
    pattern:
      /[ \t](?:-[uU]|--(?:user(?:name)?|login|apple-id))[ \t=]{1,2}[^\s-][^\s]{0,64}[ \t]{1,4}(?:--?[\w-]{1,30}(?:[ =][^\s-][^\s]{0,64})?[ \t]{1,4}){0,4}(?:-[pPw]|--password)[ \t]{1,2}["']?(?<secret>[^\s"'$-][^\s"'$]{5,128})/g,
    judge: (value) => (/[\d!@#%^*]/.test(value) ? ifPassword(value) : 'no'),
  },
  {
    // What somebody is let in with.
    name: 'password-of-a-command',
    hints: [' login ', ' auth '],
    pattern:
      /(?<![\w-])[a-z][\w-]{1,20}[ \t](?:login|auth)[ \t]{1,4}["']?(?<secret>[\w.-]{20,200})["']?[ \t]{0,8}(?=\r?$|[;&|])/gm,
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
    // What makes somebody known with a password.
    name: 'password-of-a-command',
    hints: ['htpasswd -', 'add_user ', 'change_password '],
    pattern:
      /(?<!\w)(?:htpasswd(?:[ \t]-\w{1,6}){0,4}?[ \t]-\w{0,6}b\w{0,6}(?:[ \t]-\w{1,6}){0,4}[ \t]{1,4}(?:[^\s"']{1,200}[ \t]{1,4})?|rabbitmqctl[ \t](?:add_user|change_password)[ \t]{1,4})["']?[^\s"']{1,64}["']?[ \t]{1,4}["']?(?<secret>[^\s"']{6,128})/g,
    judge: ifPassword,
  },
  {
    name: 'password-of-a-command',
    hints: ['openssl '],
    pattern: /\bopenssl [^\n|;]{1,120}? -k {1,4}["']?(?<secret>[^\s"'$-][^\s"'$]{5,127})/g,
    judge: (value) => (/\d/.test(value) && isPassword(value, false) ? 'likely' : 'no'),
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
    name: 'wordpress-salt',
    hints: ['_KEY', '_SALT'],
    pattern:
      /define\([ \t]{0,4}["'](?:SECURE_AUTH|AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)["'],\s{0,40}(?<quote>["'])(?<secret>(?:(?!\k<quote>)[^\n]){32,200})\k<quote>/g,
    judge: (value) => (/phrase here/i.test(value) ? 'no' : 'likely'),
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
