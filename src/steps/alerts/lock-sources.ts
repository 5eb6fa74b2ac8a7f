import { basename } from 'node:path/posix';
import { cutText } from '../../cut-text';
import type { DiffLine, Hunk } from '../diff/changed-file';
import { type Around, kindOf, PAGES } from './lock-kinds';
import { archive, hostOf, withOwner, withoutOwner } from './lock-places';

/** From where a line of a lock file has something come. */
export interface LockSource {
  /** What is trusted or not: the host, with the owner where everybody may publish, and with `http://` where nothing is encrypted. */
  from: string;
  line: number;
}

/** What the lines of one side of a change name, those that are added alone or those that stood there. */
export function sourcesIn(path: string, hunks: readonly Hunk[], side: 'added' | 'before'): LockSource[] {
  const kinds = side === 'added' ? ['added', 'context'] : ['removed', 'context'];
  return hunks.flatMap(({ lines }) => {
    const shown = lines.filter(({ kind }) => kinds.includes(kind));
    const found = sourcesOf(
      path,
      shown.map(({ text }) => text),
    );
    return found.flatMap(({ from, line }) => {
      const at = shown[line - 1];
      return at === undefined || (side === 'added' && at.kind !== 'added') ? [] : [{ from, line: numberOf(at) }];
    });
  });
}

function numberOf({ newLine, oldLine }: DiffLine): number {
  return newLine ?? oldLine ?? 0;
}

/** What the lines of a lock file name. */
export function sourcesOf(path: string, lines: readonly string[]): LockSource[] {
  const kind = kindOf(path);
  if (kind === undefined) return [];
  const speaksOfPages = pagesOf(kind.pages);
  return lines.flatMap((text, index) => {
    if (!/[:\\%"]/.test(text)) return [];
    const written = isOpen(text) ? joined(lines, index) : text;
    const plain = asRead(written);
    const around = { above: lines[index - 1] ?? '', below: lines[index + 1] ?? '', end: lines[index + 2] ?? '' };
    if (speaksOfPages(plain) || (kind.isJson && isItem(plain, around))) return [];
    const all = [...sourcesInLine(written), ...(kind.standsAlone?.(withKey(plain, around), around) ?? [])];
    return all.map((from) => ({ from: kind.isFromOwners ? withoutOwner(from) : from, line: index + 1 }));
  });
}

/** What the lines of a setting name, but for words for people. */
export function sourcesInSettings(path: string, lines: readonly string[]): string[] {
  const ofPackage = basename(path) === 'package.json' ? '|url' : '';
  const own = basename(path) === 'Chart.yaml' ? '' : '|repository';
  const speaksOfPages = pagesOf(`${PAGES}${own}|documentation|author|authors|maintainers|changelog${ofPackage}`);
  return lines.flatMap((text) => (speaksOfPages(asRead(text)) ? [] : sourcesInLine(text)));
}

/** A string of a list that goes on, or whom a package asks to be paid: where something comes from is the value of a key. */
function isItem(line: string, { above, below, end }: Around): boolean {
  if (/^\s*"url"/.test(line))
    return (
      /^\s*\{\s*$/.test(above) &&
      /^\s*"type"\s*:\s*"(?!git|zip|tar|path|hg|svn|fossil|rar|phar|gzip|xz|file|perforce)\w{2,40}"\s*$/i.test(below) &&
      /^\s*\}/.test(end)
    );
  return /^\s*"[^"]*"[\s,]*$/.test(line) && /[[,]$/.test(above.trimEnd());
}

/** A value may stand on the line below its key. */
function withKey(line: string, { above }: Around): string {
  const isValue = /^\s*"/.test(line) && above.trimEnd().endsWith(':');
  const key = isValue ? /"\w{1,20}"\s{0,20}:\s{0,20}$/.exec(above)?.[0] : undefined;
  return key === undefined ? line : key + line.trimStart();
}

function pagesOf(keys: string): (line: string) => boolean {
  const text = '"(?:[^"\\\\]|\\\\[^])*"';
  const quoted = new RegExp(`^\\s*"(?:${keys})"\\s*[:=]\\s*${text}[\\s,]*$`, 'i');
  const plain = new RegExp(`^\\s*(?:${keys})\\s*[:=]\\s*(?:${text}[\\s,]*$|'[^']*'[\\s,]*$|[^"'{[&!\\s])`, 'i');
  return (line) => /^\s*(?:#|\/\/|;)/.test(line) || quoted.test(line) || plain.test(line);
}

/** A text that goes on in the next line is read where it begins. */
function joined(lines: readonly string[], index: number): string {
  if (index > 0 && isOpen(lines[index - 1])) return '';
  let text = '';
  for (let at = index; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    text += line.trim().replace(/\\$/, '');
    if (!isOpen(line)) break;
  }
  return text;
}

function isOpen(line: string | undefined): boolean {
  return /\\\r?$/.test(line ?? '');
}

const ESCAPE = /\\u([\da-fA-F]{4})|\\x([\da-fA-F]{2})|\\U([\da-fA-F]{8})/g;
const QUOTED_LETTER = /%([2-7][0-9a-f])/gi;

/** As a reader of JSON, of YAML and of addresses takes it, which minds no tab in an address, and takes each slash for the other. */
function asRead(text: string): string {
  return /[\\%]/.test(text)
    ? unescaped(text)
        .replace(/\\(["'])/g, '$1')
        .replace(QUOTED_LETTER, letter)
        .replaceAll('\\', '/')
    : text;
}

function unescaped(text: string): string {
  return text
    .replace(ESCAPE, letter)
    .replace(/\\[tnr]/g, '')
    .replace(/\\\//g, '/');
}

function letter(written: string, ...digits: unknown[]): string {
  const code = Number.parseInt(String(digits.find((one) => typeof one === 'string')), 16);
  return code > 0x10ffff ? written : String.fromCodePoint(code);
}

/** A sign before an `@`, which some readers take for the end of the host and others for a letter of a password. */
const BEFORE_AT = /(?<!\\)\\{1,16}(?=[^\s"'<>/\\]{0,400}@)/g;

/** What different readers take a line for: with the escapes of an address and without, and with its backslashes as slashes and as letters. */
function readingsOf(text: string): ReadonlySet<string> {
  if (!/[\\%]/.test(text)) return new Set([text]);
  const kept = unescaped(text).replace(/\\["']/g, '%22');
  return new Set([asRead(text), kept.replaceAll('\\', '/'), kept.replace(BEFORE_AT, '').replaceAll('\\', '/')]);
}

/** For http and https no slash is needed. */
const ADDRESS = /:\/{2,}|(?<=https?):\/?(?!\/)/gi;
const SHORT =
  /(?<![\w.])(file|github|gitlab|bitbucket|gist|[a-z][\w-]{0,30}@[\w-]{1,60}\.[\w.-]{1,100}):(?![/\s])([^\s"'#,;{}()]{1,300})/gi;
/** `host:path`, as git and ssh take it. */
const COPIED = /(?<![^\s"'=,;({[])([^\s"'=,;(){}[\]:/]{1,200}):(?!\/\/)([^\s"'#,;{}()]{1,300})/g;
const MOST_OF_HOST = 2_000;
const MOST_OF_PATH = 400;

/** Of the hosts in a line, what is trusted or not. */
function sourcesInLine(line: string): string[] {
  const found = [...readingsOf(line)].flatMap((text) => (text.includes(':') ? sourcesInReading(text) : []));
  return [...new Set(found)];
}

function sourcesInReading(text: string): string[] {
  const long = [...text.matchAll(ADDRESS)].map(({ 0: { length }, index }) => fromAddress(text, index, index + length));
  const short = [...text.matchAll(SHORT)].map(([, place = '', path = '']) => fromShort(place.toLowerCase(), path));
  const copied = [...text.matchAll(COPIED)].map(([, place = '', path = '']) => fromCopied(place, path));
  return [...long, ...short, ...copied].filter((from) => from !== undefined);
}

const OPEN = /(?:^|[+.-])(?:http|git|svn|ftp|ws|rsync)$/i;
/** `sign` is where `://` begins, and `start` where it ends. */
function fromAddress(text: string, sign: number, start: number): string | undefined {
  const scheme = /(?<![a-z\d+.-])[a-z\d+.-]*$/i.exec(text.slice(Math.max(0, sign - 24), sign))?.[0] ?? '';
  const rest = text.slice(start, start + MOST_OF_HOST + MOST_OF_PATH);
  if (/(?:^|\+)file$/i.test(scheme)) return archive(/^[^\s"'<>(){},;]*/.exec(rest)?.[0] ?? '');
  const authority = authorityOf(rest);
  const written = authority.slice(authority.lastIndexOf('@') + 1);
  if (written === '') return undefined;
  const host = authority.length === MOST_OF_HOST ? undefined : hostOf(written);
  if (start - sign < 3 && !/[.\]]/.test(host ?? '')) return undefined;
  if (host === undefined) return `an address that cannot be read (${cutText(written, 60)})`;
  const path = /^[^\s"'<>(){},;?#]*/.exec(rest.slice(authority.length, authority.length + MOST_OF_PATH))?.[0] ?? '';
  const from = withOwner(host, path.split('/'));
  return OPEN.test(scheme) ? `http://${from}` : from;
}

/** Nearly every letter may stand in a name or password before the host. */
function authorityOf(rest: string): string {
  const whole = /^[^"/?#]*/.exec(rest.slice(0, MOST_OF_HOST))?.[0] ?? '';
  const plain = /^(?:\[[\da-f:.]{2,60}\])?[^\s'<>()[\]{},;]*/i.exec(whole)?.[0] ?? '';
  if (whole.length === MOST_OF_HOST) return whole;
  return whole.includes('@', plain.length) || /(?:^|@)$/.test(plain) ? whole.trimEnd() : plain;
}

const HOSTS: Readonly<Record<string, string>> = {
  github: 'github.com',
  gitlab: 'gitlab.com',
  bitbucket: 'bitbucket.org',
  gist: 'gist.github.com',
};

function fromShort(place: string, path: string): string | undefined {
  if (place === 'file') return archive(path);
  return withOwner(HOSTS[place] ?? place.slice(place.indexOf('@') + 1), path.split('/'));
}

const NAMED_HOST = /\.[a-z\d-]*[a-z][a-z\d-]*\.?$|^\d+\.\d+\.\d+\.\d+$/i;

function fromCopied(place: string, path: string): string | undefined {
  const at = place.lastIndexOf('@');
  const host = place.slice(at + 1);
  // Without a user it may be anything that has a full stop and a colon.
  const isCopied = at > 0 ? NAMED_HOST.test(host) : /^[\w.-]+\.[a-z]{2,}$/i.test(host) && /\/|\.git$/.test(path);
  return isCopied ? withOwner(hostOf(host.toLowerCase()) ?? host.toLowerCase(), path.split('/')) : undefined;
}
