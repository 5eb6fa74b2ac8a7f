import { cutText } from '../../cut-text';
import { pathText } from '../diff/path-text';
import { at, type Loose, list, member, string, whole } from './untyped-json';

/** Where a tool says that a file lies. */
export interface Address {
  /** Decoded, with slashes. */
  text: string;
  /** Every way to read it: names hold percent signs, backslashes and white space, too. */
  texts: readonly string[];
  /** Repository paths that it may mean, the surest first; none when it lies below no known folder. */
  paths: readonly string[];
  /** False: it counts from the repository's root, or from wherever the tool ran. */
  isAbsolute: boolean;
  /** It lies beside the folder of the repository, where a job checks out others. */
  isBeside?: boolean;
  /** It lies on a file system where letter case means nothing. */
  ignoresCase: boolean;
}

/** No system opens a path of more bytes than 4,096, and each may be written as three letters. */
const MAX_PATH_LENGTH = 16_384;
/** `/d/x`, `/mnt/d/x` and `/cygdrive/d/x` are `d:/x` to Git Bash, WSL and Cygwin. */
const OTHER_DRIVE = /^\/(?:mnt\/|cygdrive\/)?([a-z])(?=\/)/i;
const NOWHERE = { paths: [], isAbsolute: true, ignoresCase: false };
/** Bytes that are written as letters of an address. */
const ESCAPED = /((?:%[0-9a-f]{2})+)/i;

/** What is known of where the repository lies where tools run. */
export interface Checkout {
  /** Absolute folders that hold the repository, or the folder of its name, on any platform. */
  roots: readonly string[];
  /** Name of the repository: with several checkouts it lies in a folder of that name. */
  repositoryName?: string;
  /** Addresses are paths of the repository, letter for letter: those of our own scan. */
  isExact?: boolean;
}

/** Undefined when the result names no file. Relative addresses count from their base (`uriBaseId`). */
export function addressOf(location: unknown, run: Loose, checkout: Checkout): Address | undefined {
  const listed = whole(member(location, 'index'), 0);
  const artifact = listed === undefined ? undefined : at(list(member(run, 'artifacts'))[listed], 'location');
  const own = string(member(location, 'uri'));
  const source = own === undefined ? artifact : location;
  const uri = own ?? string(member(source, 'uri'));
  if (uri === undefined || uri === '') return undefined;
  if (checkout.isExact) return exactly(uri.replace(/^\.\//, ''));
  if (uri.trim() === '') return undefined;
  const full = [...new Set([uri.trim(), uri])].map((one) => based(one, string(member(source, 'uriBaseId')), run));
  const address = full.flatMap((one) => readings(one, run)).map((reading) => addressed(reading, checkout));
  const [first] = address;
  const [written = ''] = full;
  if (first === undefined) {
    const text = cutText(written, MAX_PATH_LENGTH);
    return { text, texts: [text], ...NOWHERE };
  }
  const paths = first.paths.length === 0 ? [] : address.flatMap((one) => one.paths);
  // The repository itself is no file.
  if (paths.includes('')) return undefined;
  const composed = (texts: readonly string[]) => [...new Set(texts.flatMap((text) => [text, text.normalize('NFC')]))];
  return { ...first, texts: composed(address.map(({ text }) => text)), paths: composed(paths) };
}

function exactly(path: string): Address {
  return { text: path, texts: [path], paths: [path], isAbsolute: false, ignoresCase: false };
}

/** Semgrep and Opengrep write paths as they are, where an address with escapes belongs. */
function writesVerbatim(run: Loose): boolean {
  return /^(?:sem|open)grep/i.test(string(at(run, 'tool', 'driver', 'name')) ?? '');
}

/** As it stands and as it may have been meant: percent signs, and backslashes, are in file names too. */
function readings(address: string, run: Loose): string[] {
  if (address.length > MAX_PATH_LENGTH) return [];
  const plain = withoutScheme(address);
  if (plain === undefined) return [];
  const withSlashes = (text: string) => text.replaceAll('\\', '/');
  const decoded = percentDecoded(plain);
  const asWritten = [pathText(Buffer.from(plain)), plain, withSlashes(plain)];
  const asMeant = [withSlashes(decoded), decoded];
  const isVerbatim = writesVerbatim(run) && !isAbsolute(address);
  return [...new Set((isVerbatim ? [...asWritten, ...asMeant] : [...asMeant, ...asWritten]).map(withDrive))];
}

/** Follows the chain of bases; a base that is unknown, unset or the file system's root counts as the repository's root. */
function based(uri: string, baseId: string | undefined, run: Loose): string {
  let address = uri;
  let id = baseId;
  for (let step = 0; id !== undefined && step < 20 && !isAbsolute(address); step += 1) {
    const base = at(run, 'originalUriBaseIds', id);
    const prefix = string(member(base, 'uri'))?.trim() ?? '';
    if (prefix !== '' && !/^(?:file:)?\/{1,4}$/i.test(prefix)) address = joined(prefix, address);
    id = string(member(base, 'uriBaseId'));
  }
  return address;
}

function joined(base: string, address: string): string {
  return base.endsWith('/') ? base + address : `${base}/${address}`;
}

function isAbsolute(address: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:|[a-z]%3a|[\\/])/i.test(address);
}

/** Undefined for other schemes than `file`, and for files of another machine. */
function withoutScheme(address: string): string | undefined {
  const drive = /^[a-z](?::|%3a)[\\/]/i.test(address);
  const scheme = drive ? null : /^([a-z][a-z0-9+.-]+):/i.exec(address);
  if (!scheme) return address;
  return scheme[1]?.toLowerCase() === 'file' ? withoutFileScheme(address) : undefined;
}

/** `file:///c:/x`, `file://localhost/x`, `file:/x` and the four slashes that some Java tools write. */
function withoutFileScheme(address: string): string | undefined {
  const rest = address.slice('file:'.length).replace(/^\/\/localhost(?=\/)/i, '//');
  const slashes = /^[\\/]*/.exec(rest)?.[0].length ?? 0;
  const path = rest.slice(slashes);
  if (slashes === 2 && !/^[a-z](?:[:|]|%3a|%7c)/i.test(path)) return undefined;
  return `/${path}`;
}

/** `/d:/x`, `/d|/x` and `//?/d:/x` are `d:/x`. */
function withDrive(path: string): string {
  return path.replace(/^(?:\/\/[?.]\/|\/+)?([a-z])[:|](?=\/)/i, '$1:');
}

/** Tools write bare percent signs too: what is no escape stays as it is, and bytes that are no letters are told as paths of git are. */
function percentDecoded(text: string): string {
  const parts = text.split(ESCAPED);
  const bytes = parts.map((part, at) =>
    at % 2 === 0 ? Buffer.from(part) : Buffer.from(part.replaceAll('%', ''), 'hex'),
  );
  return pathText(Buffer.concat(bytes));
}

function addressed(text: string, { roots, repositoryName }: Checkout): Omit<Address, 'texts'> {
  const name = (path: string) => withoutName(path, repositoryName);
  const isCounted = !isAbsolute(text) || OTHER_DRIVE.test(text);
  const ignoresCase = isOnDrive(text) || (isCounted && roots.some(isOnDrive));
  const inside = isAbsolute(text) ? roots.flatMap((root) => below(text, root) ?? []) : [text];
  const shortest = inside.sort((a, b) => a.length - b.length);
  const paths = shortest.flatMap((path) => [path, ...name(path)]).flatMap((path) => normalised(path) ?? []);
  const isBeside = isAbsolute(text) && isBesideRepository(text, roots);
  return {
    text,
    paths,
    isAbsolute: isAbsolute(text) || paths.length === 0,
    ignoresCase,
    ...(isBeside && { isBeside }),
  };
}

/** With several checkouts one root is that of all sources, and the repository's own lies in it. */
function isBesideRepository(text: string, roots: readonly string[]): boolean {
  const own = roots.filter((root) => roots.some((other) => below(root.replaceAll('\\', '/'), other) !== undefined));
  const isInside = (folders: readonly string[]) => folders.some((folder) => below(text, folder) !== undefined);
  return own.length > 0 && isInside(roots) && !isInside(own);
}

/** With several checkouts each repository lies in a folder of its name. */
function withoutName(path: string, name: string | undefined): string[] {
  const isNamed = name !== undefined && path.toLowerCase().startsWith(`${name.toLowerCase()}/`);
  return isNamed ? [path.slice(name.length + 1)] : [];
}

/** Windows paths are compared without case. */
function below(address: string, root: string): string | undefined {
  const folder = root.replaceAll('\\', '/').replace(/\/{1,64}$/, '');
  if (folder === '') return undefined;
  if (!isOnDrive(folder)) return address.startsWith(`${folder}/`) ? address.slice(folder.length + 1) : undefined;
  const path = address.replace(OTHER_DRIVE, '$1:');
  return path.toLowerCase().startsWith(`${folder}/`.toLowerCase()) ? path.slice(folder.length + 1) : undefined;
}

function isOnDrive(path: string): boolean {
  return /^[a-z]:/i.test(path);
}

/** Without `.`, empty and `..` segments; empty when it is the root; undefined when it leaves the repository. */
function normalised(path: string): string | undefined {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join('/');
}
