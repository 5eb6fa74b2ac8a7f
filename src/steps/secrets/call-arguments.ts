import { grouped } from '../../grouped';
import type { FoundSecret } from './found-secret';
import { lineBefore } from './line-before';
import { isByRule, isGenerated, isPassword, isTyped } from './real-values';
import type { Places } from './signs';
import { isStandIn } from './value-likeness';

/** Which argument of a call is a password or a key; 0 is the last one, and -1 the last of several. */
interface Call {
  sign: string;
  argument: number;
  /** What has to stand before it on its line, where the call alone says little, or right behind the value. */
  before?: RegExp;
  behind?: RegExp;
  /** A longer name may end with the sign. */
  endsName?: true;
  /** Its name says that what comes last lets somebody in. */
  isOfLogin?: true;
  /** What stands before it where any word is what it sets. */
  isSet?: RegExp;
}

/** By their argument; a name begins where a word does. */
const BY_ARGUMENT: Readonly<Record<number, readonly string[]>> = {
  1: [
    ...['cookieParser(', 'HMAC256(', 'HMAC384(', 'HMAC512(', 'SecretKeySpec(', 'PBEKeySpec(', 'hmacShaKeyFor('],
    ...['setSigningKey(', 'signWith(', 'SymmetricSecurityKey(', 'Rfc2898DeriveBytes(', 'AzureKeyCredential('],
    ...[
      'SignedString(',
      'hmac.new(',
      'AES.new(',
      'TimedSerializer(',
      'WithClientSecret(',
      'pbkdf2Sync(',
      'scryptSync(',
      'hashSync(',
    ],
    ...[
      'HDWalletProvider(',
      'bcrypt.hash(',
      'bcrypt.compare(',
      'compareSync(',
      'Hash::make(',
      '.Unprotect "',
      '.Protect "',
      'Fernet(',
    ],
  ],
  2: [
    ...['jwt.sign(', 'jwt.verify(', 'jwt.encode(', 'jwt.decode(', 'JWT.encode(', 'JWT.decode(', 'JWT::encode('],
    ...['jsonwebtoken.sign(', 'jsonwebtoken.verify(', 'createHmac(', 'createCipheriv(', 'createDecipheriv('],
    ...['createCipher(', 'AES.encrypt(', 'AES.decrypt(', 'HmacSHA256(', 'HmacSHA512(', 'HMAC.hexdigest('],
    ...[
      'NetworkCredential(',
      'NetworkCredential]::new(',
      'X509Certificate2(',
      'X509Certificate2]::new(',
      'CreateAsync(',
      'AddPasswordAsync(',
      'signWith(',
    ],
    ...['UsernamePasswordAuthenticationToken(', 'UsernamePasswordCredentials(', 'PasswordAuthentication('],
    ...['HTTPBasicAuth(', 'HTTPDigestAuth(', 'BasicAuth(', 'SetBasicAuth(', 'auth=(', 'smtp.login(', 'server.login('],
    ...["basic_auth '", 'basic_auth "', 'basic_auth(', 'ftp.login(', 'imap.login(', 'mail.login(', 'WiFi.begin('],
    ...['username_pw_set(', '->login(', 'SECURITY_CREDENTIALS', 'CURLOPT_PASSWORD'],
    ...['.addIdentity(', 'BasicAuthCredentials(', 'db.auth(', 'createAccount('],
  ],
  3: [
    ...['getConnection(', 'Sequelize(', 'PDO(', 'mysqli(', 'mysqli_connect(', 'mysql_connect(', 'pymysql.connect('],
    ...['MySQLdb.connect(', 'hash_hmac(', 'openssl_encrypt(', 'openssl_decrypt(', 'ldap_bind(', 'create_superuser('],
    ...['create_user(', 'ClientSecretCredential(', 'ftp_login(', '.Open "', 'PlainAuth(', 'DBI->connect('],
    ...['FTP.open(', 'set_authentication('],
  ],
  4: ['Credentials(', 'mysql_real_connect('],
  5: ['UsernamePasswordCredentialsImpl('],
};
const LAST_OF_SEVERAL = -1;
const OF_A_PASSWORD = /pass(?:w(?:or)?d|phrase)?(?![a-z])|pwd/i;
const DOUBTFUL: readonly Call[] = [
  ...['.type(', '.fill(', '.sendKeys(', '.send_keys('].map((sign) => ({ sign, argument: 0, before: OF_A_PASSWORD })),
  ...['assword(', 'ASSWORD('].map((sign) => ({
    sign,
    argument: 0,
    before: /(?:set_?|with_?|make_|from_?|hash_?|and|[^\w]|ssh\.)p$|^p$/i,
    isSet: /(?:set_?|ssh\.)p$/i,
  })),
  ...['.equals(', '.equalsIgnoreCase('].map((sign) => ({
    sign,
    argument: 0,
    before: /pass(?:w(?:or)?d|phrase)?\w{0,10}(?:(?:\.(?:get)?text)?(?:\(\))?)?$/i,
    isSet: /(?<!is|has|no)pass(?:w(?:or)?d|phrase)(?:(?:\.(?:get)?text)?(?:\(\))?)?$/i,
  })),
  { sign: 'auth(', argument: 0, before: /(?<![a-z])red(?:is)?\w{0,10}[.:]$/i },
  { sign: 'AUTH = (', argument: 2, endsName: true },
  { sign: 'asswordEncoder.encode(', argument: 1, endsName: true },
  // A host, a port and an account stand before it.
  { sign: '.connect(', argument: 4 },
  // Who it is stands before it.
  ...['auth(', 'Auth(', 'basic(', 'login(', 'Login(', 'loginAs(', 'ogIn(', 'ignIn(', 'sign_in(', 'onnect('].map(
    (sign) => ({
      sign,
      argument: LAST_OF_SEVERAL,
      endsName: true as const,
    }),
  ),
  ...['redential(', 'redentials(', 'swordToken(', 'swordLogin('].map((sign) => ({
    sign,
    argument: LAST_OF_SEVERAL,
    endsName: true as const,
    isOfLogin: true as const,
  })),
  ...['.load(', '.getKey(', '.setKeyEntry('].map((sign) => ({ sign, argument: 0, behind: /^\.toCharArray\(/ })),
];
const CALLS: readonly Call[] = [
  ...Object.entries(BY_ARGUMENT).flatMap(([at, signs]) => signs.map((sign) => ({ sign, argument: Number(at) }))),
  ...DOUBTFUL,
];

const CALLS_BY_SIGN = grouped(CALLS, ({ sign }) => sign);
export const CALL_SIGNS: readonly string[] = [...CALLS_BY_SIGN.keys()];

/** What stands in quotes at the place of a call where a password or a key stands; the reviewer judges what it opens. */
export function callArguments(text: string, places: Places): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const [sign, at] of places) {
    for (const call of CALLS_BY_SIGN.get(sign) ?? [])
      found.push(...at.flatMap((one) => secretOf(call, text, one) ?? []));
  }
  return found;
}

function secretOf(
  { sign, argument, before, behind, endsName, isOfLogin, isSet }: Call,
  text: string,
  at: number,
): FoundSecret | null {
  if (/^\w/.test(sign) && !before && !endsName && /\w/.test(text[at - 1] ?? '')) return null;
  const line = lineBefore(text, at, WIDEST);
  if (before && !before.test(line)) return null;
  // Of what is called without brackets the sign holds the first quote.
  const texts = textsOf(text, /["']$/.test(sign) ? at + sign.length - 1 : at + sign.length);
  const one = argument <= 0 ? texts.at(-1) : texts.find((each) => each.argument === argument);
  if (!one || (behind && !behind.test(text.slice(one.end + 1, one.end + 16)))) return null;
  const value = text.slice(one.start, one.end).replace(/^\{noop\}/, '');
  if (argument === LAST_OF_SEVERAL && !(texts.length > 1 && (isOfLogin || isByRule(value)))) return null;
  const isTold = argument > 0 || isSet?.test(line) || text.startsWith('{noop}', one.start);
  const isSecret = (isTold || /\d/.test(value)) && (isReal(value) || (OF_CIPHER.test(sign) && isTypedKey(value)));
  return isSecret ? { start: one.start, end: one.end, rule: 'argument-of-a-call', isCertain: false } : null;
}

function isReal(value: string): boolean {
  return value.length >= SHORTEST && (isPassword(value, false) || isGenerated(value, false) || isTyped(value));
}

const OF_CIPHER = /^(?:AES\.new|createCipheriv|createDecipheriv|SecretKeySpec)\($/;

/** Words of as many letters as ciphers want. */
function isTypedKey(value: string): boolean {
  return [16, 24, 32].includes(value.length) && /^[\w !#%+-]+$/.test(value) && !isStandIn(value);
}

const SHORTEST = 6;
const WIDEST = 160;
/** Letters of a call that are read, and how deep its arguments may be nested. */
const MOST = 600;
const DEEPEST = 6;

/** A text in quotes that is all of an argument. */
interface TextArgument {
  argument: number;
  start: number;
  end: number;
}

/** What bytes and texts are made with. */
const MADE = /^\s{0,60}(?:\[\]byte\(|Buffer\.from\(|[\w.]{0,24}(?:GetBytes|encode|bytes|Some)\()?[@bru]{0,2}$/;
/** Any other word before it. */
const DEFAULT = /(?:\|\||\?\?|\bor)[ \t]{0,4}$/;

/** Of one pass over the call, however its arguments are nested. */
function textsOf(text: string, from: number): TextArgument[] {
  const texts: TextArgument[] = [];
  let [argument, begin, depth] = [1, from, 0];
  for (let at = from; at < Math.min(text.length, from + MOST); at += 1) {
    const sign = text[at] ?? '';
    if (sign === '"' || sign === "'" || sign === '`') {
      const end = endOfText(text, at, sign);
      if (end < 0) return texts;
      const lead = text.slice(begin, at);
      const isWhole = depth === 0 ? MADE.test(lead) || DEFAULT.test(lead) : MADE.test(lead);
      const goesOn = /^[)\s]{0,4}[+%]/.test(text.slice(end + 1, end + 8));
      // Between these signs some languages run what stands there.
      if (sign !== '`' && isWhole && !goesOn) texts.push({ argument, start: at + 1, end });
      at = end;
    } else if ('([{'.includes(sign)) {
      depth += 1;
      if (depth > DEEPEST) return texts;
    } else if (')]}'.includes(sign)) {
      depth -= 1;
      if (depth < 0) return texts;
    } else if (sign === ';' || (sign === '\n' && depth === 0 && text[from - 1] !== '(')) return texts;
    else if (sign === ',' && depth === 0) [argument, begin] = [argument + 1, at + 1];
  }
  return texts;
}

function endOfText(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < from + MOST; at += 1) {
    if (text[at] === quote) return at;
    if (text[at] === '\\') at += 1;
    if (text[at] === '\n' || text[at] === undefined) return -1;
  }
  return -1;
}
