import type { SecretRule } from './found-secret';
import { lineBefore } from './line-before';
import { isGenerated, isId as isGuid, isPassword, isTyped } from './real-values';
import { isStandIn, isWeak, looksRandom, looksThrown, looksTyped } from './value-likeness';

/** Values that are secrets by what stands before them. */
export const NAMED_RULES: readonly SecretRule[] = [
  {
    name: 'connection-string-password',
    hints: ['assword=', 'ASSWORD=', 'assword =', 'pwd=', 'Pwd=', 'PWD=', 'pwd =', 'Pwd ='],
    pattern: /(?:password|pwd)[ \t]{0,4}=[ \t]{0,4}(?<secret>[^;"'\s<>{}]{4,128})/gi,
    judge: (value, match) => (isPart(match) ? judgeConnection(value, surroundings(match)) : 'no'),
  },
  {
    // In quotes of its own it may hold signs that end a part.
    name: 'connection-string-password',
    hints: ['assword=', 'ASSWORD=', 'assword =', 'pwd=', 'Pwd=', 'PWD=', 'pwd =', 'Pwd ='],
    pattern:
      /(?:password|pwd)[ \t]{0,4}=[ \t]{0,4}(?:\\{0,2}["']|&quot;|&apos;)(?<secret>[^"'\\\s<>{}&]{4,128})(?:\\{0,2}["']|&)/gi,
    judge: (value, match) => (isPart(match) ? judgeConnection(value, surroundings(match)) : 'no'),
  },
  {
    // In the words of libpq, JDBC and Redis.
    name: 'connection-string-password',
    hints: ['assword=', 'ASSWORD=', 'pwd=', 'Pwd=', 'PWD=', ' pw='],
    pattern: /(?<=[\s,&?;])(?:password|pwd|pw)=["']?(?<secret>[^\s;,&"'`<>{}]{6,128})/gi,
    judge: (value, match) =>
      /(?:host|server|user|uid|db|dbname|database|databasename|port|ssl|sslmode|abortconnect)=|jdbc:|:63(?:79|80)|^[ \t]*\/[a-z][\w/ -]{0,60} (?:add|set) /i.test(
        surroundings(match),
      ) &&
      (isPassword(value, true) || isTyped(value) || isGuid(value))
        ? 'likely'
        : 'no',
  },
  {
    name: 'password-in-url',
    hints: ['://'],
    pattern: /:\/\/[^\s/:@"'`<>]{0,64}:(?<secret>[^\s/:@"'`<>]{4,128})@(?<host>[A-Za-z0-9.-]{1,128})/g,
    judge: (value, match) => {
      const isPublic = isPublicHost(match.groups?.host ?? '');
      if (isStandIn(value) || PORT_OF_ADDRESS.test(value) || !/^[\w.~!$&*+,;=%#^?|-]+$/.test(value)) return 'no';
      if (/[#^?|]/.test(value)) return isPassword(value, false) ? 'likely' : 'no';
      if (isWeak(value)) return !isOwnMachine(match.groups?.host ?? '') && isTyped(value) ? 'likely' : 'no';
      return isPublic && /\d/.test(value) ? 'certain' : 'likely';
    },
  },
  {
    // What stands where a variable has no value, or beside one.
    name: 'password-in-url',
    hints: ['://'],
    pattern: /:\/\/[^\s/@"'`<>]{0,100}:\$\{[\w.]{1,60}(?::[-=]?|-)(?<secret>[^\s/@"'`<>{}$]{6,128})\}@/g,
    judge: (value) => (isPassword(value, true) || isTyped(value) ? 'likely' : 'no'),
  },
  {
    // A user with an address of their own.
    name: 'password-in-url',
    hints: ['://'],
    pattern: /:\/\/[\w.+-]{1,64}@[\w.-]{1,64}:(?<secret>[^\s/:@"'`<>]{6,128})@[A-Za-z0-9]/g,
    judge: (value) => (isPassword(value, true) || isTyped(value) ? 'likely' : 'no'),
  },
  {
    name: 'key-in-url',
    hints: ['?key=', '&key=', '?token=', '&token=', '?secret=', '&secret='],
    pattern: /[?&](?:key|token|secret)=(?<secret>[\w-]{16,128})(?![\w.(-])/g,
    judge: (value) => (isGenerated(value, true) || isGuid(value) || looksThrown(value, 12) ? 'likely' : 'no'),
  },
  {
    name: 'token-in-url',
    hints: [':x-oauth-basic@', '://oauth2:', '://x-access-token:'],
    pattern: /:\/\/(?:(?:oauth2|x-access-token):)?(?<secret>[\w-]{20,255})(?::x-oauth-basic)?@[a-z]/g,
    judge: (value) => (looksRandom(value) ? 'certain' : 'no'),
  },
  {
    name: 'jwt',
    hints: ['eyJ'],
    pattern: /(?<![\w-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,6000}\.[\w-]{16,1400}/g,
    judge: (value) => judgeJwt(value),
  },
  {
    name: 'npm-token',
    hints: ['_authToken', '_auth', '_password'],
    pattern:
      /(?<![\w.>$-])_(?:authToken|auth|password)(?:[ \t]{0,4}=[ \t]{0,4}|[ \t]{1,2})["']?(?<secret>[A-Za-z0-9+/=_.-]{16,500})/g,
    judge: (value) => (looksRandom(value) ? 'certain' : (judgeLogin(value) ?? 'no')),
  },
  {
    name: 'netrc-password',
    hints: ['machine '],
    pattern:
      /(?<!\w)machine\s{1,4}(?<host>\S{1,128})\s{1,8}login\s{1,4}\S{1,128}\s{1,8}password\s{1,4}(?<secret>[^\s$<>{}]{4,256})/g,
    judge: (value, match) => {
      if (isStandIn(value)) return 'no';
      return isWeak(value) || /example|test|localhost|invalid/i.test(match.groups?.host ?? '') ? 'likely' : 'certain';
    },
  },
  {
    name: 'nuget-password',
    hints: ['ClearTextPassword'],
    pattern: /ClearTextPassword"[ \t]{1,4}value[ \t]{0,4}=[ \t]{0,4}"(?<secret>[^"\s]{6,256})"/g,
    judge: (value) => (isStandIn(value) ? 'no' : isWeak(value) ? 'likely' : 'certain'),
  },
  {
    name: 'docker-auth',
    hints: ['"auth"'],
    pattern: /"auth"[ \t]{0,4}:[ \t]{0,4}"(?<secret>[A-Za-z0-9+/]{16,500}={0,2})"/g,
    judge: (value) => judgeLogin(value) ?? 'no',
  },
  {
    name: 'kubernetes-client-key',
    hints: ['client-key-data'],
    pattern: /client-key-data[ \t]{0,4}:[ \t]{0,4}["']?(?<secret>[A-Za-z0-9+/]{200,8000}={0,2})/g,
  },
  {
    name: 'google-refresh-token',
    hints: ['"refresh_token"'],
    pattern: /"refresh_token"[ \t]{0,4}:[ \t]{0,4}"(?<secret>1\/\/[\w-]{30,200})"/g,
  },
  {
    name: 'private-json-web-key',
    hints: ['"kty"'],
    pattern: /"d"[ \t]{0,4}:[ \t]{0,4}"(?<secret>[A-Za-z0-9_-]{40,700})"/g,
    judge: (value) => (looksRandom(value) ? 'certain' : 'likely'),
  },
  {
    name: 'private-xml-key',
    hints: ['<D>'],
    pattern: /<D>(?<secret>[A-Za-z0-9+/\s]{80,2000}={0,2})<\/D>/g,
  },
  {
    // Without a word that says what it is.
    name: 'bearer-token',
    hints: ['uthorization:', 'uthorization"', "uthorization'"],
    pattern: /authorization["']?[ \t]{0,4}[:=,][ \t]{0,4}["'`]?(?<secret>[A-Za-z0-9+/_.~-]{20,2000}={0,2})(?![\w(])/gi,
    judge: (value) => (isGenerated(value, true) || isGuid(value) ? 'likely' : 'no'),
  },
  {
    // A word that somebody typed, all of the header.
    name: 'bearer-token',
    hints: ['earer ', 'SSWS ', 'oken '],
    pattern:
      /authorization["']?\]?[ \t]{0,4}[:=,][ \t]{0,4}["'`](?:bearer|ssws|token)[ \t]{1,4}(?<secret>[^\s"'`$\\]{8,64})["'`]/gi,
    judge: (value) =>
      isTyped(value) && isPassword(value, false) && !ABOUT_TOKEN.test(value) && /\d/.test(value) ? 'likely' : 'no',
  },
  {
    name: 'bearer-token',
    hints: ['earer ', 'asic ', 'SSWS ', 'oken '],
    pattern:
      /authorization["']?[ \t]{0,4}[:=,][ \t]{0,4}["'`]?(?:bearer|basic|ssws|token)[ \t]{1,4}(?:token=)?(?<secret>[A-Za-z0-9+/_.~-]{20,2000}={0,2})/gi,
    judge: (value) =>
      looksRandom(`${value}0`, 20) && !looksTyped(value) && !value.startsWith('eyJ') ? 'likely' : 'no',
  },
];

/** `http://host:8080?mail=a@b` has a port there. */
const PORT_OF_ADDRESS = /^\d{1,5}[#?]/;

/** As tests write one. */
const ABOUT_TOKEN = /token|key|jwt|auth|bearer|valid|abc|123/i;

/** What names a user and a password in base64; undefined where it does not. */
function judgeLogin(value: string): 'certain' | 'likely' | undefined {
  const text = Buffer.from(value, 'base64').toString('latin1');
  if (!/^[\x21-\x7e]{1,128}:[\x21-\x7e]{4,400}$/.test(text)) return undefined;
  const password = text.slice(text.indexOf(':') + 1);
  return isStandIn(password) || isWeak(password) ? 'likely' : 'certain';
}

/** True for a part of a connection string, and not for an argument of a call. */
function isPart({ index = 0, input = '' }: RegExpMatchArray): boolean {
  const before = input.slice(Math.max(0, index - 8), index).trimEnd();
  return before === '' || /[;"'`:=>\\]$/.test(before);
}

/** The rest of the line, as far as it can matter. */
function surroundings({ index = 0, input = '', 0: whole }: RegExpMatchArray): string {
  const after = input.slice(index + whole.length, index + whole.length + 200);
  return lineBefore(input, index, 400) + whole + after.split('\n', 1)[0];
}

function judgeConnection(value: string, line: string): 'certain' | 'likely' | 'no' {
  const isConnection =
    /(?:server|data source|host|user id|uid|initial catalog|database|addr|encrypt|trusted_connection)[ \t]{0,4}=/i.test(
      line,
    );
  if (!isConnection || isStandIn(value)) return 'no';
  if (isOnThisMachine(line)) return isWeak(value) && !isTyped(value) ? 'no' : 'likely';
  return isWeak(value) ? 'likely' : 'certain';
}

/** What nobody can use from elsewhere: a server that runs beside the tests. */
function isOnThisMachine(text: string): boolean {
  return /(?:=|@|\/\/)[ \t]*(?:tcp:)?(?:localhost|127\.0\.0\.1|\(local|\(localdb|\.[\\;]|::1|host\.docker|db[;,:]|sqlserver[;,:]|postgres[;,:]|mysql[;,:]|mssql[;,:])/i.test(
    text,
  );
}

/** Nobody else can come in there, and manuals name no other. */
function isOwnMachine(host: string): boolean {
  return /^(?:localhost|127\.|0\.0\.0\.0)|(?:^|\.)(?:example|test|invalid|localhost)(?:\.(?:com|org|net))?$/i.test(
    host,
  );
}

function isPublicHost(host: string): boolean {
  return (
    /\.[a-z]{2,}$/i.test(host) &&
    !/(?:^|\.)(?:example|test|invalid|localhost|local|internal)(?:\.(?:com|org|net))?$/i.test(host)
  );
}

const SAMPLE_CLAIMS = /1234567890|John Doe|example|test|sample|localhost|mock|fake|dummy/i;
/** Claims that say for whom a token is. */
const SUBJECTS = /^(?:sub|oid|uid|user_?id|client_?id|appid|azp|jti|sid|ref|account_?id|tenant_?id|email|upn)$/i;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Tokens of manuals and of tests come from nobody, or are of nobody: they are hidden and left to the reviewer. One is beyond doubt if a
 * service of the open network issued it, or if it is dated and of somebody whose id a generator made.
 */
function judgeJwt(value: string): 'certain' | 'likely' | 'no' {
  const [head = '', body = ''] = value.split('.');
  const [header, claims] = [jsonOf(head), jsonOf(body)];
  if (header === null || claims === null || !('alg' in header)) return 'no';
  if (SAMPLE_CLAIMS.test(JSON.stringify(claims))) return 'likely';
  return isIssued(claims) || isOfSomebody(claims) ? 'certain' : 'likely';
}

function isIssued({ iss }: Readonly<Record<string, unknown>>): boolean {
  if (typeof iss !== 'string') return false;
  const host = /^https?:\/\/([A-Za-z0-9.-]{1,128})/.exec(iss)?.[1];
  return host === undefined ? isId(iss) : isPublicHost(host);
}

function isOfSomebody(claims: Readonly<Record<string, unknown>>): boolean {
  const isDated = 'exp' in claims || 'iat' in claims;
  if (claims.role === 'service_role') return isDated;
  return isDated && Object.entries(claims).some(([name, id]) => SUBJECTS.test(name) && isId(String(id)));
}

function isId(text: string): boolean {
  return GUID.test(text) || looksRandom(text, 14);
}

function jsonOf(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const text = Buffer.from(part, 'base64url').toString('utf8');
    // What throws takes long, and there may be thousands that are none.
    if (!/[}]\s*$/.test(text.slice(-8))) return null;
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
