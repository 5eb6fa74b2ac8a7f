import type { SecretRule } from './found-secret';
import { isByRule, isPassword, isTyped } from './real-values';
import { looksRandom, looksTyped } from './value-likeness';

const ifPassword = (value: string) => (isPassword(value, false) ? 'likely' : 'no');
const ifMade = (value: string) => (/\d/.test(value) ? ifPassword(value) : 'no');
/** Where a password stands and nothing else. */
const ifTyped = (value: string) => (isPassword(value, false) || isTyped(value) ? 'likely' : 'no');
/** The same where words stand too. */
const ifTypedWithDigit = (value: string) => (/\d/.test(value) && isPasswordOrTyped(value) ? 'likely' : 'no');
/** Where names and versions stand too. */
const ifTypedByRule = (value: string) => (isByRule(value) ? 'likely' : 'no');
const isPasswordOrTyped = (value: string) => isPassword(value, true) || isTyped(value);
/** Where numbers and addresses stand too. */
const ifMixed = (value: string) => (/[A-Za-z]{2}/.test(value) ? ifMade(value) : 'no');

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
    hints: ['btoa(', 'b64encode(', 'ase64_encode(', 'ncodeToString(', 'ToBase64String(', 'Buffer.from('],
    pattern:
      /(?:btoa|b64encode|base64_encode|ncodeToString|ToBase64String|Buffer\.from)\(\s{0,4}(?:[\w.[\]:]{1,60}\(){0,2}b?["'`][^"'`:\s/]{1,64}:(?<secret>[^"'`\s$]{6,128})["'`]/g,
    judge: ifTypedWithDigit,
  },
  {
    // Routers and switches: how it is encrypted, which is hardly at all, and the password.
    name: 'assigned-secret',
    hints: ['password 0 ', 'password 7 ', 'secret 0 ', 'secret 5 ', 'secret 8 ', 'secret 9 '],
    pattern: /\b(?:password|secret) [05789] {1,4}(?<secret>[^\s"']{6,128})/g,
    judge: ifMade,
  },
  {
    // Encrypted with a key that everybody knows.
    name: 'assigned-secret',
    hints: ['"$9$'],
    pattern: /"(?<secret>\$9\$[\w./-]{6,200})"/g,
    judge: () => 'likely',
  },
  {
    name: 'assigned-secret',
    hints: ['assword `', 'assword: `', 'assword is `', 'ASSWORD `'],
    pattern: /\bpassword(?::| is)? `(?<secret>[^`\s]{6,64})`/gi,
    judge: ifMade,
  },
  {
    // What opens a router or a switch to whoever asks, or to its like.
    name: 'assigned-secret',
    hints: [
      'snmp',
      'isakmp key ',
      'radius-server ',
      'tacacs-server ',
      'community',
      'neighbor ',
      'standby ',
      'digest-key ',
    ],
    pattern:
      /^[ \t]{0,20}(?:set[ \t]{1,4})?(?:snmp(?:-server)?|crypto|radius-server|tacacs-server|ntp|neighbor|standby|ip|r[ow]community6?)[ \t](?:[^\n"]{0,120}[ \t])?(?:(?<=community6?[ \t])|community[ \t]{1,4}|key[ \t]{1,4}|password[ \t]{1,4}|md5[ \t]{1,4})(?:[05-9][ \t]{1,4})?"?(?<secret>[^\s"]{6,128})/gm,
    judge: ifMixed,
  },
  {
    name: 'assigned-secret',
    hints: ['ommunity', "option key '"],
    pattern:
      /(?:community(?:[_-]?(?:string|name))?["']?(?:[ \t]{0,4}[=:>][ \t]{0,4}|[ \t](?:read|write|set[ \t][^\n]{0,60}?name=)[ \t]{0,4})["']?|option key ')(?<secret>[^\s"'<>,;(){}[\]]{6,64})(?![^\s"'<>,;}])/gi,
    judge: ifMixed,
  },
  {
    // How a user of SNMP signs and encrypts.
    name: 'assigned-secret',
    hints: ['createUser ', 'snmp-server user '],
    pattern:
      /(?<=(?:createUser|snmp-server user)[ \t][^\n]{1,120}[ \t])(?:md5|sha(?:-?\d{1,3})?|aes(?:[- ]?\d{1,3})?|3?des)[ \t]{1,4}["']?(?<secret>[^\s"']{8,64})/gi,
    judge: ifMade,
  },
  {
    // A comment says what the value before it is.
    name: 'assigned-secret',
    hints: [
      '# pass',
      '# Pass',
      '#pass',
      '// pass',
      '// Pass',
      '//pass',
      '-- pass',
      '# pw',
      '// pw',
      '# secret',
      '# token',
    ],
    pattern:
      /[=:][ \t]{0,8}["'`]?(?<secret>[^\s"'`=:(),;]{6,128})["'`]?[),;]{0,3}[ \t]{1,20}(?:#|\/\/|--)[ \t]{0,4}(?:the[ \t])?(?:pass(?:word|wort|phrase)?|pw|secret|token)[ \t]{0,4}\r?$/gim,
    judge: (value) => (/\d/.test(value) && isPassword(value, true) ? 'likely' : 'no'),
  },
  {
    // Of IPsec, words with blanks too.
    name: 'assigned-secret',
    hints: [': PSK "', ': EAP "', ': XAUTH "', ": PSK '", ': NTLM "'],
    pattern: /: (?:PSK|EAP|XAUTH|NTLM) (?<quote>["'])(?<secret>[^"'\n]{6,128})\k<quote>/g,
    judge: (value) => (isTyped(value.replace(/ /g, '')) ? 'likely' : 'no'),
  },
  {
    // What a browser shows who it is by.
    name: 'assigned-secret',
    hints: ['SESS', 'Sess', 'sess'],
    pattern: /sess(?:ion)?[\w.-]{0,12}=(?<secret>(?:[\w~+/-]|%[0-9a-f]{2}){20,1000}={0,2})(?![\w.(])/gi,
    judge: (value) => (looksRandom(value, 20) && !looksTyped(value) ? 'likely' : 'no'),
  },
  {
    // Who connects, each on a line of its own.
    name: 'assigned-secret',
    hints: ['<auth-user-pass>'],
    pattern: /<auth-user-pass>\s{0,8}[^\s<]{1,128}[ \t]{0,8}\r?\n[ \t]{0,8}(?<secret>[^\s<]{6,128})\s{0,8}<\/auth/g,
    judge: ifTyped,
  },
  {
    // Beside the name of whom it is of.
    name: 'assigned-secret',
    hints: ['pass', 'Pass', 'PASS', 'pw:', 'pw=', 'pwd', 'PW:', 'PW=', 'PWD'],
    pattern:
      /(?<![\w-])(?:user(?:name)?|login|id|benutzer(?:name)?|usuario|utilisateur|gebruiker)["']?[ \t]{0,2}[:=][ \t]{0,2}[^\s,;|:=]{1,64}[ \t,;|/]{1,6}(?:(?<name>passwor[dt])|pass(?:wd)?|pwd?)["']?[ \t]{0,2}[:=][ \t]{0,2}["'`]?(?<secret>[^\s"'`,;|$]{6,128})/gi,
    judge: (value, { groups }) =>
      groups?.name !== undefined && /^[a-z]{8,32}$/.test(value) ? ifTyped(value) : ifTypedWithDigit(value),
  },
  {
    // With one name for both.
    name: 'assigned-secret',
    hints: ['/pw', '/PW', '/ pw', '/ PW', '/pass', '/Pass', '/ pass', '/ Pass'],
    pattern:
      /(?<![\w-])(?:id|user(?:name)?|login)[ \t]?\/[ \t]?(?:pwd?|pass(?:wor[dt]|wd)?)(?!\w)[ \t*_:=(>-]{1,6}[\w.@-]{1,40}[ \t]?[/,:][ \t]?(?<secret>[^\s"'`,;|/()]{6,128})/gi,
    judge: ifTypedWithDigit,
  },
  {
    // Behind the name of an account that everybody knows.
    name: 'assigned-secret',
    hints: [
      'sa / ',
      'dmin / ',
      'root / ',
      'DMIN / ',
      'ator / ',
      'ostgres / ',
      'redentials: ',
      'ugangsdaten',
      'ugang: ',
      'ogin: ',
      'user: ',
      'User: ',
    ],
    pattern:
      /(?:(?<![\w/-])(?:sa|admin|root|administrator|postgres)[`*]{0,2} \/ |(?:credentials|zugangsdaten(?: [\w-]{1,30})?|zugang|login|user): {1,2}[\w.@-]{1,40} ?[:/] ?)[`*"']{0,2}(?<secret>[^\s"'`,;|/]{6,128}?)[`*"']{0,2}(?=[ \t]{0,8}(?:[)\]|,.;<*]|\r?$))/gim,
    judge: ifTypedByRule,
  },
  {
    // Both without one, beside a word for letting in.
    name: 'assigned-secret',
    hints: [' / '],
    pattern:
      /(?<!\w)(?:log-?in|sign-?in|log in|credentials?|creds|account|zugangsdaten|zugang|anmeldung|acceso|connexion|accesso)(?: [\w-]{1,20}){0,2}?(?:[*_`]{0,3}:[*_`]{0,3}| (?:with|as|is|are))[ \t]{1,4}`?[\w.@-]{1,40}`? {1,2}\/ {1,2}`?(?<secret>[^\s"'`,;|/]{8,128})/gi,
    judge: ifTypedWithDigit,
  },
  {
    // As steps of tests have it, and letters to people.
    name: 'assigned-secret',
    hints: ['og in as ', 'og in with ', 'ogged in as ', 'ogs in as ', 'ogin as ', 'ogin with ', 'ogs in with '],
    pattern:
      /log(?:s|ged)?[ -]?in (?:as|with)(?: \w{1,20}){0,3}? (?<quote>["'`]?)[\w.@+-]{1,64}\k<quote>,? (?:and|with)(?: the)?(?: (?:pass(?:wor[dt])?|pwd?):?)? \k<quote>(?<secret>[^\s"'`<>]{5,63}[^\s"'`<>.,;)])/gi,
    judge: ifTypedWithDigit,
  },
  {
    // What is made a hash of where it is used.
    name: 'assigned-secret',
    hints: ['password_hash'],
    pattern: /["'](?<secret>[^"'\n]{6,64})["'][ \t]{0,4}\|[ \t]{0,4}password_hash/g,
    judge: ifTyped,
  },
  {
    // The same by its name, where nothing else is of this form.
    name: 'assigned-secret',
    hints: ['USERPWD', 'asic_auth', 'asicAuth', 'ASIC_AUTH', 'redentials', ' login='],
    pattern:
      /(?:userpwd|basic_?auth|credentials?|(?<= )login(?==))["'\]]{0,2}[ \t]{0,4}(?:[:=,]|=>)[ \t]{0,4}(?<quote>["']|(?<bare>))[\w.@-]{1,64}:(?<secret>[^\s"'`$:/\\,;(){}]{6,128})\k<quote>(?=[ \t]{0,8}(?:[,;)\]}]|\r?$))/gim,
    judge: (value, { groups }) => (groups?.bare === undefined ? ifTyped(value) : ifTypedWithDigit(value)),
  },
  {
    // A user and what lets them in, as one value.
    name: 'assigned-secret',
    hints: ['AUTH=', 'AUTH:', 'addauth digest '],
    pattern: /(?:\w{0,30}AUTH(?:=|["']?:[ \t]{1,4})|addauth digest )["']?[\w.-]{1,40}[/:](?<secret>[^\s"'$/:]{6,128})/g,
    judge: ifTypedWithDigit,
  },
  {
    // Rows of a machine that is being set up.
    name: 'assigned-secret',
    hints: ['chpasswd:'],
    pattern:
      /(?<=chpasswd:[^\n]{0,40}\n[\s\S]{0,400})^[ \t]{1,20}(?:- )?["']?[a-z_][\w-]{0,31}:(?<secret>[^\s:"'$]{6,128})["']?[ \t]{0,8}\r?$/gm,
    judge: (value) => (isPasswordOrTyped(value) ? 'likely' : 'no'),
  },
  {
    // Typed twice, as what asks for a new one wants it.
    name: 'assigned-secret',
    hints: ['passwd'],
    pattern:
      /\([ \t]{0,4}(?:echo|printf)[ \t]{1,4}["']?(?<secret>[^\s"'$;()]{6,128}?)(?:\\n)?["']?[ \t]{0,4};[ \t]{0,4}(?:sleep \d;[ \t]{0,4})?(?:echo|printf)[ \t]{1,4}["']?\k<secret>(?:\\n)?["']?[ \t]{0,4}\)[ \t]{0,4}\|[ \t]{0,4}(?:sudo[ \t]{1,4})?\w{0,8}passwd/g,
    judge: ifTypedWithDigit,
  },
  {
    // What an installer answers.
    name: 'assigned-secret',
    hints: ['password password ', 'again password '],
    pattern:
      /password(?:[_-]again)?[ \t]{1,4}password[ \t]{1,4}(?<secret>[^\s"'$]{6,128})["']?[ \t]{0,8}(?:\r?$|\||<)/gm,
    judge: ifTyped,
  },
  {
    name: 'assigned-secret',
    hints: ['.equals('],
    pattern: /"(?<secret>[^"\n]{6,128})"\.equals\([\w.]{0,40}pass(?:w(?:or)?d|phrase)?(?<rest>\w{0,20})/gi,
    judge: (value, { groups }) => (groups?.rest === '' ? ifTyped(value) : ifPassword(value)),
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
