import { grouped } from '../../grouped';
import type { ChangedFile, DiffLine } from '../diff/changed-file';
import { isGenerated, isPassword } from './real-values';
import { isMostlyWords, isStandIn } from './value-likeness';

/** A value that stands open on one side of a change where the other side has it encrypted, or only says where it lies. */
export interface ExposedValue {
  value: string;
  rule: 'encrypted-elsewhere' | 'referred-to-elsewhere';
  isCertain: boolean;
}

/** Values of SOPS, eyaml, Jasypt, Spring, Vault, KMS and openssl, and what begins one over several lines. */
const ENCRYPTED =
  /ENC\[[A-Z0-9_]{3,20},[^\]\s]{8,4000}\]|ENC\([^()\s]{8,4000}\)|\{cipher\}[^\s"']{8,4000}|vault:v\d{1,3}:[\w+/=]{8,4000}|AQICA[\w+/=]{40,4000}|U2FsdGVkX1[\w+/=]{8,4000}|!vault(?:-encrypted)?(?: ?\|-?)?/g;
const REFERENCE =
  /\$\{\{[^{}]{1,200}\}\}|\{\{[^{}]{1,200}\}\}|\$\([\w.: -]{1,200}\)|\$\{[\w.:-]{1,200}\}|<%=[^%<]{1,200}%>|@Microsoft\.KeyVault\([^()]{1,400}\)|(?:process\.env|import\.meta\.env|os\.environ)(?:\.get\([^()]{1,200}\)|\.\w{1,100}|\[[^[\]]{1,100}\])|(?:[Gg]etenv|env|GetEnvironmentVariable)\([^()]{1,200}\)|op:\/\/[^\s"']{1,200}|\$(?:env:)?[A-Za-z_]\w{2,100}|%[A-Z_]{3,100}%/g;

/** A file, or a part of one, of which every value is encrypted. */
const ALL_ENCRYPTED =
  /\$ANSIBLE_VAULT;|^[ \t]{0,8}"?sops(?:_version|_mac)?"?[ \t]{0,4}[:=]|kind: SealedSecret|encryptedData:|-----BEGIN (?:PGP MESSAGE|AGE ENCRYPTED FILE)/;

/** `secrets.enc.yaml` is `secrets.yaml`, encrypted. */
const OF_ENCRYPTED = /[._-](?:enc|encrypted|sops|vault|sealed|crypt|gpg|pgp|asc|age)(?=[._-]|$)/gi;

/** A longer line is data, and of a line a few places are looked at. */
const LONGEST_LINE = 4_000;
const MOST_PLACES = 16;

/** For each file in which something is open that was not, or will not be any more. */
export function exposedValues(files: readonly ChangedFile[]): ReadonlyMap<ChangedFile, readonly ExposedValue[]> {
  if (!files.some(({ hunks }) => hunks.some(({ lines }) => lines.some(showsClosed)))) return new Map();
  const sides = files.flatMap((file) => [sideOf(file, 'removed'), sideOf(file, 'added')]);
  const groups = grouped(
    sides.filter(({ hunks }) => hunks.some(({ lines }) => lines.some(isClosed))),
    ({ kind, stem }) => `${kind} ${stem}`,
  );
  const closed = new Map([...groups].map(([name, group]) => [name, closedIn(group.flatMap(({ hunks }) => hunks))]));
  const exposed = new Map<ChangedFile, ExposedValue[]>();
  for (const { file, kind, stem, hunks } of sides) {
    const other = closed.get(`${kind === 'added' ? 'removed' : 'added'} ${stem}`);
    const values = other ? exposedIn(hunks, other) : [];
    if (values.length > 0) exposed.set(file, [...(exposed.get(file) ?? []), ...values]);
  }
  return exposed;
}

/** The lines that one side of a file has alone. */
interface Side {
  file: ChangedFile;
  kind: 'added' | 'removed';
  stem: string;
  hunks: readonly OneSided[];
}

/** The lines of a hunk that one side has alone. */
interface OneSided {
  /** Which hunk of which file. */
  place: string;
  lines: readonly string[];
}

function sideOf(file: ChangedFile, kind: Side['kind']): Side {
  const isOurs = (line: DiffLine) => line.kind === kind && line.text.length <= LONGEST_LINE;
  const hunks = file.hunks.map((hunk, at) => ({
    place: `${at} ${file.path}`,
    lines: hunk.lines.filter(isOurs).map(({ text }) => text),
  }));
  return { file, kind, stem: file.path.replace(OF_ENCRYPTED, ''), hunks };
}

/** Nearly no change has such a line. */
function showsClosed({ kind, text }: DiffLine): boolean {
  return kind !== 'context' && text.length <= LONGEST_LINE && isClosed(text);
}

function isClosed(line: string): boolean {
  return MAY_BE_CLOSED.test(line) && [ENCRYPTED, REFERENCE, ALL_ENCRYPTED].some((sign) => line.search(sign) >= 0);
}

/** Most lines have none of these. */
const MAY_BE_CLOSED = /[$%{]|ENC|env|AQICA|U2FsdGVkX1|vault|sops|encrypted|SealedSecret|-----BEGIN/i;

/** What stands before a value that is not open, and behind it. */
interface ClosedValues {
  after: ReadonlyMap<string, ClosedValue>;
  areAllEncrypted: boolean;
}

interface ClosedValue {
  behind: string;
  isEncrypted: boolean;
}

function closedIn(hunks: readonly OneSided[]): ClosedValues {
  const after = new Map<string, ClosedValue>();
  for (const { lines, place } of hunks) {
    for (const line of lines.filter((one) => MAY_BE_CLOSED.test(one))) {
      for (const [name, closed] of closedOf(line)) after.set(placeOf(name, place), closed);
    }
  }
  return { after, areAllEncrypted: hunks.some(({ lines }) => lines.some((line) => ALL_ENCRYPTED.test(line))) };
}

function closedOf(line: string): [name: string, closed: ClosedValue][] {
  return [REFERENCE, ENCRYPTED].flatMap((sign) =>
    [...line.matchAll(sign)].flatMap(({ index, 0: value }): [string, ClosedValue][] => {
      const before = line.slice(0, index);
      const name = nameBefore(CALL.test(value) ? before.replace(/[\w.:]{1,60}$/, '') : before);
      const rest = line.slice(index + value.length).replace(/^["'`]/, '');
      const isEncrypted = sign === ENCRYPTED;
      return /\w/.test(name) || isEncrypted ? [[name, { behind: rest.trimEnd(), isEncrypted }]] : [];
    }),
  );
}

/** Words of languages and names of one letter stand everywhere: they mean the same place within one hunk alone. */
const EVERYWHERE =
  /^\W*(?:(?:return|yield|await|throw|raise|case|default|else|print|echo|export|local|const|let|var|val|set|if|and|or|not|in|[a-z_])\b\W*){1,4}$/i;

function placeOf(name: string, hunk: string): string {
  return EVERYWHERE.test(name) ? `${name}\n${hunk}` : name;
}

/** What is called belongs to the call. */
const CALL = /^(?:[Gg]etenv|env|GetEnvironmentVariable)\(/;

/** However it is indented and quoted. */
function nameBefore(text: string): string {
  return text.replace(/["'`]/g, '').trim();
}

function exposedIn(hunks: readonly OneSided[], closed: ClosedValues): ExposedValue[] {
  const areShown = !hunks.some(({ lines }) => lines.some((line) => ALL_ENCRYPTED.test(line)));
  const isAll = closed.areAllEncrypted && areShown;
  return hunks.flatMap(({ lines, place }) =>
    lines.flatMap((line) => {
      if (isClosed(line)) return [];
      const ofPlace = valueInPlace(line, place, closed);
      return ofPlace ? [ofPlace] : isAll ? valueIn(line) : [];
    }),
  );
}

/** A value that stands behind the same words as one that is not open on the other side. */
function valueInPlace(line: string, place: string, { after }: ClosedValues): ExposedValue | undefined {
  for (const { index } of [...line.matchAll(BEGINS)].slice(0, MOST_PLACES)) {
    const closed = after.get(placeOf(nameBefore(line.slice(0, index)), place));
    if (closed === undefined) continue;
    const rest = line.slice(index);
    const isSame = closed.behind !== '' && rest.trimEnd().endsWith(closed.behind);
    const value = unquoted(isSame ? rest.trimEnd().slice(0, -closed.behind.length) : rest);
    const one = closed.isEncrypted ? encrypted(value) : referredTo(value);
    if (one) return one;
  }
  return undefined;
}

/** Where a value may begin. */
const BEGINS = /(?<=^|[\s:=(,[{"'`])[^\s:=(,[{"'`]/g;

function valueIn(line: string): ExposedValue[] {
  const value =
    /^[\s"'-]{0,80}(?:[\w.-]{1,128}["']?[ \t]{0,8}[:=][ \t]{0,8})?(?<value>[^\s#].*)$/.exec(line)?.groups?.value ?? '';
  const one = encrypted(unquoted(value));
  return one ? [one] : [];
}

function unquoted(text: string): string {
  const bare = text.trim().replace(/[,;]$/, '').trim();
  return /^(?<quote>["'`])(?<inner>.*)\k<quote>/.exec(bare)?.groups?.inner ?? bare.replace(/^["'`]|["'`]$/g, '');
}

/** Whoever encrypts names and numbers too hides little by it; commands and code are read, wherever they stand. */
function encrypted(value: string): ExposedValue | undefined {
  if (value.length < 6 || /^[\d.]+$|^[.~]{0,2}\//.test(value) || isStandIn(value)) return undefined;
  const isCertain = isReal(value);
  return isCertain || !OF_CODE.test(value) ? { value, rule: 'encrypted-elsewhere', isCertain } : undefined;
}

function referredTo(value: string): ExposedValue | undefined {
  const isValue = isReal(value) && !OF_CODE.test(value) && !isName(value);
  return isValue ? { value, rule: 'referred-to-elsewhere', isCertain: false } : undefined;
}

/** An image, a constant or a list of names: words of one case, with digits between. */
function isName(value: string): boolean {
  const name = value.replace(/@sha\d{3}:[0-9a-f]{32,128}$/, '');
  return (/^(?:[a-z0-9./:,_-]+|[A-Z0-9_]+)$/.test(name) || PATH_OF_NAMES.test(name)) && isMostlyWords(name);
}

/** `aws:policy/AmazonEC2ReadOnly`: digits stand behind the capitals of an abbreviation alone. */
const PATH_OF_NAMES = /^[a-z]{2,40}:[a-z-]{2,40}\/(?:[A-Za-z_.-]|(?<=[A-Z])\d){4,100}$/;

const OF_CODE = /[\s(){}[\]<>;|&`]/;

function isReal(value: string): boolean {
  return !/\s/.test(value) && (isPassword(value, true) || isGenerated(value, true));
}
