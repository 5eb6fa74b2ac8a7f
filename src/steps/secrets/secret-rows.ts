import type { FoundSecret } from './found-secret';
import { isGenerated, isPassword, isTyped } from './real-values';

/** What programs read who may come in from, and what people call a list of that; an ending says nothing more. */
const LIST =
  /(?:^|[/._-])(?:secrets|passwd|passwords|logins|credentials|accounts|userlist)(?:\.(?:txt|lst|list|conf|bak|old))?$/i;
/** One secret, in a file of its own or in a folder of such. */
const IN_FOLDER = /(?:^|\/)secrets?\/[\w.-]{1,80}$/i;
const ONE =
  /(?:^|[/._-])(?:\w{0,20}(?:pass(?:w(?:or)?d|phrase)?|secret|token|keyfile)|(?:api|master|secret|private)[._-]?key)(?:[._-]file)?(?:\.(?:txt|secret|conf|b64))?$/i;
/** Where programs lie, whatever they are called, and endings that no program has. */
const AMONG_PROGRAMS = /(?:^|\/)(?:s?bin|scripts?|tools?|hooks?|\.husky|\.githooks)\/[^/]*$/i;
const OF_DATA = /\.(?:txt|secret|conf|cfg|b64|key|token|pw|pass|lst|list|dat|bak|old)$/i;
const MOST_OF_ONE = 2_048;

/** Each with its separator behind it. */
const FIELD = /"(?<quoted>[^"\n]{1,128})"|[^\s:|,;"#]{1,256}/g;
const MOST_FIELDS = 6;
const MOST_ROWS = 5_000;
/** Hosts, mail addresses, files and networks. */
const PLACE = /^[\w+%-]{0,64}@?[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[a-z]{2,10}$|^[\d.:/*]{1,64}$|^[[(<{]/i;

/** In a file that by its name holds who may come in, whatever stands behind the first word of a line that no sentence is; and all of one that by its name is a secret. */
export function secretRows(text: string, path: string): FoundSecret[] {
  const isWhole = (ONE.test(path) || IN_FOLDER.test(path)) && text.length <= MOST_OF_ONE;
  const whole = isWhole ? wholeOf(text, isProgram(path)) : [];
  return whole.length === 0 && LIST.test(path) ? rowsOf(text) : whole;
}

function rowsOf(text: string): FoundSecret[] {
  const rows = [...text.matchAll(/[^\n]+/g)].filter(({ 0: line }) => !/^\s*(?:[#;]|$)/.test(line)).slice(0, MOST_ROWS);
  return rows.flatMap(({ 0: line, index }) => {
    const fields = [...line.matchAll(FIELD)];
    return fields.length > MOST_FIELDS ? [] : fields.slice(1).flatMap((field) => valueIn(field, index));
  });
}

/** What lies in a folder of secrets may be a script as well, of one line. */
function isProgram(path: string): boolean {
  return AMONG_PROGRAMS.test(path) || !(ONE.test(path) || OF_DATA.test(path));
}

/** One word, or lines of base64, below comments. */
function wholeOf(text: string, mayLead: boolean): FoundSecret[] {
  const value = text.replace(/^(?:#[^\n]{0,400}\n){1,20}/, '').trim();
  const letters = value.replace(/\s+/g, '');
  if (letters !== value && !/^[A-Za-z0-9+/]{40,}={0,2}$/.test(letters)) return [];
  if (!isPassword(letters, true) && !isTyped(letters) && !isGenerated(letters, true)) return [];
  const start = text.indexOf(value);
  const found = foundAt(start, value, 'file-of-a-secret');
  return [mayLead ? { ...found, mayLead } : found];
}

function valueIn({ 0: whole, index, groups }: RegExpMatchArray, lineAt: number): FoundSecret[] {
  const value = groups?.quoted ?? whole;
  if (PLACE.test(value) && !/^\d{6,20}$/.test(value)) return [];
  if (!isPassword(value, groups?.quoted === undefined) && !isTyped(value)) return [];
  const start = lineAt + (index ?? 0) + (value === whole ? 0 : 1);
  return [rowSecret(start, value)];
}

export function rowSecret(start: number, value: string): FoundSecret {
  return foundAt(start, value, 'row-of-secrets');
}

/** A word alone may be a command, and the file a script. */
function foundAt(start: number, value: string, rule: string): FoundSecret {
  const isWord = !isPassword(value, true);
  return { start, end: start + value.length, rule, isCertain: false, ...(isWord && { mayLead: true as const }) };
}
