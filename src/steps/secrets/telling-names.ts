import { matchAt } from './match-at';

const WORDS = [
  'pass',
  'pwd',
  'pswd',
  'psk',
  'bindpw',
  'secret',
  'token',
  'credential',
  'kennwort',
  'senha',
  'clave',
  'authtok',
  'masterauth',
  'totp',
];
const KEYS = ['api', 'jwt', 'access', 'auth', 'account', 'master', 'private', 'shared', 'signing', 'encryption'];

/** What a password is called elsewhere, and where two letters are all of its name. */
const WORDS_ABROAD = [
  ...['mot de passe', 'mot_de_passe', 'mot-de-passe', 'motDePasse', 'motdepasse', 'mdp', 'contraseña', 'contrasena'],
  ...['wachtwoord', 'hasło', 'haslo', 'пароль', 'パスワード', '密码', '密碼', '비밀번호', '비번', '패스워드', '암호'],
  ...['lösenord', 'losenord', 'adgangskode', 'kodeord', 'passord', 'lykilorð', 'salasana', 'parool', 'slaptažodis'],
  ...['jelszó', 'jelszo', 'şifre', 'sifre', 'lozinka', 'zaporka', 'лозинка', 'парола', 'гасло', 'contrasenya'],
  ...[
    'contrasinal',
    'pasahitza',
    'kata sandi',
    'kata_sandi',
    'katasandi',
    'mật khẩu',
    'mật_khẩu',
    'mat_khau',
    'matkhau',
  ],
  ...[
    'รหัสผ่าน',
    'كلمة المرور',
    'كلمة_المرور',
    'كلمة السر',
    'رمز عبور',
    'گذرواژه',
    'סיסמה',
    'סיסמא',
    'पासवर्ड',
    'συνθηματικό',
  ],
].flatMap(casesOf);
/** These mean a word, a slogan or a code besides. */
const OTHER_THINGS = ['parola', 'parolă', 'heslo', 'geslo', 'κωδικός πρόσβασης', 'κωδικός', 'κωδικος'].flatMap(casesOf);
const SHORT_WORDS: ReadonlySet<string> = new Set(
  ['pw', 'Pw', 'PW'].flatMap((word) => [':', '=', ' ', '"', "'"].map((next) => word + next)),
);

/** Files are looked through as one letter for each byte. */
const SIGNS_OF_OTHERS: ReadonlySet<string> = new Set(OTHER_THINGS.map(asRead));
const SIGNS_ABROAD: ReadonlySet<string> = new Set([...WORDS_ABROAD.map(asRead), ...SIGNS_OF_OTHERS]);

/** As names are written that speak of a secret: `dbPassword`, `DB_PASSWORD`, `db.password`. */
export const TELLING_SIGNS: readonly string[] = [
  ...[...WORDS, ...KEYS.flatMap(keysOf)].flatMap(casesOf),
  ...SIGNS_ABROAD,
  ...SHORT_WORDS,
];

function asRead(word: string): string {
  return Buffer.from(word).toString('latin1');
}

function casesOf(word: string): string[] {
  return [word, word.toUpperCase(), word.slice(0, 1).toUpperCase() + word.slice(1)];
}

function keysOf(kind: string): string[] {
  return [`${kind}key`, `${kind}Key`, `${kind}_key`, `${kind}-key`, `${kind}-Key`, `${kind}.key`];
}

/** From the word that tells to the end of the name. */
const NAME =
  /(?<word>pass(?:w(?:or)?[dt]|phrase|wd|code|key)?|ps?wd|psk|bindpw|kennwort|senha|clave|authtok|masterauth|totp|secret|token|credential|[a-z]{3,10}[_.-]?key)(?<rest>[\w.-]{0,40})/iy;

/** Names of something about a secret that is none itself. */
const ABOUT =
  /(?:name|path|file|dir|ref|ur[il]|host|types?|len|length|size|ttl|polic(?:y|ies)|hash(?:ed)?|sha\d*|digest|regex|pattern|fields?|label|hint|prompt|help|text|message|attempts|enabled|ids?|mode|format|version|algorithm|encoding|params?|header|column|prefix|suffix|class|s?iz(?:e|er|ed|ing|ation)|expir\w{0,8}|length|provider|store|manager|request|response|endpoint|stdin)$/i;

/** Names of what is run, loaded or switched on where a secret is needed: their values are programs. */
const RUNS =
  /(?:command|cmd|eval|helper|process|hooks?|exec|executable|script|program|bin|binary|encoder|decoder|module|plugin|handler|enabled|disabled|backend|driver|engine|generator|validator|checker|verifier|factory|callback|wrapper|interpreter|loader|resolver|strategy|adapter|middleware|listener|interceptor|filter|function|method|image|package|library|agent|tool)$/i;

/** Whether the value of a name that speaks of a secret is a program: `passwordCommand`, `GIT_ASKPASS`. */
export function isOfProgram(name: string): boolean {
  return RUNS.test(name) || /ask[_-]?pass$/i.test(name);
}

/** The word that tells, and the rest of the name behind it. */
export interface Name {
  word: string;
  rest: string;
  /** It speaks of a password, which people think of. */
  isWord: boolean;
  /** Which may as well mean something else. */
  isVague?: true;
}

export function nameAt(text: string, at: number, sign: string): Name | null {
  if (SIGNS_ABROAD.has(sign) || SHORT_WORDS.has(sign)) return nameAbroad(text, at, sign);
  const { word = '', rest = '' } = matchAt(NAME, text, at)?.groups ?? {};
  if (word === '' || isPartOfWord(text, at, word) || isOfPublicKey(text, at)) return null;
  return {
    word,
    rest,
    isWord: /^(?:pass|ps?wd|psk|bindpw|shared[_.-]key|kennwort|senha|clave|authtok|masterauth)/i.test(word),
  };
}

/** By its `PublicKeyToken` each assembly of .NET is called, in projects and settings alike. */
function isOfPublicKey(text: string, at: number): boolean {
  return /public[_.-]?key[_.-]?$/i.test(text.slice(Math.max(0, at - 12), at));
}

function nameAbroad(text: string, at: number, sign: string): Name | null {
  const before = text[at - 1] ?? '';
  const isCamel = /[a-z]/.test(before) && /^[A-Z]/.test(sign);
  if (SHORT_WORDS.has(sign)) {
    const isPart = /[A-Za-z\d]/.test(before) && !(isCamel && /^Pw|[:=]$/.test(sign));
    return isPart ? null : { word: sign.slice(0, -1), rest: '', isWord: true };
  }
  const rest = matchAt(REST, text, at + sign.length)?.[0] ?? '';
  if (/^[a-z]/.test(rest) || (/[A-Za-z]/.test(before) && !isCamel)) return null;
  return { word: sign, rest, isWord: true, ...(SIGNS_OF_OTHERS.has(sign) && { isVague: true as const }) };
}

const REST = /[\w.-]{0,40}/y;

/** `bypass`, `passed` */
function isPartOfWord(text: string, at: number, word: string): boolean {
  if (!/^pass$/i.test(word)) return false;
  const next = text[at + word.length] ?? '';
  const isCamel = /[a-z]/.test(word) && /[A-Z]/.test(next);
  if (/[a-z]/i.test(next) && !isCamel) return true;
  return /(?:by|com|tres|under|over|sur|im|ask[_-]?)$/i.test(text.slice(Math.max(0, at - 5), at));
}

/** `passwordLength` is none. */
export function isAboutOne({ rest }: Pick<Name, 'rest'>): boolean {
  return ABOUT.test(withoutField(rest));
}

/** What a field of a form holds is what it is called, and so is what has to be typed twice. */
export function withoutField(rest: string): string {
  return rest.replace(OF_FIELD, '');
}

const OF_FIELD = /^(?:\d{0,3}\.(?:text|value)|[_-]?confirm(?:ation)?|[_-]?(?:again|repeat(?:ed)?))$/i;
