import { at, type Loose, list, member, string, whole } from './untyped-json';

export interface Unplaced {
  unplaced: 'noLocation' | 'outside';
}

const MAX_PATH_LENGTH = 4_096;

/**
 * Path in the repository of an artifact location. Relative addresses count from the repository's root, or from their
 * base (`uriBaseId`); absolute ones must lie in one of `roots` (absolute folders that hold the repository, any platform).
 */
export function pathOf(location: unknown, run: Loose, roots: readonly string[]): { path: string } | Unplaced {
  const listed = whole(member(location, 'index'), 0);
  const artifact = listed === undefined ? undefined : at(list(member(run, 'artifacts'))[listed], 'location');
  const own = string(member(location, 'uri'));
  const source = own === undefined ? artifact : location;
  const uri = own ?? string(member(source, 'uri'));
  if (uri === undefined || uri.trim() === '') return { unplaced: 'noLocation' };
  const full = based(uri.trim(), string(member(source, 'uriBaseId')), run);
  const address = isVerbatim(run) && !isAbsolute(full) ? full : decoded(full);
  const path = address === undefined ? undefined : inRepository(address, roots);
  if (path === undefined) return { unplaced: 'outside' };
  return path === '' ? { unplaced: 'noLocation' } : { path };
}

/** Semgrep and Opengrep write paths as they are, where an address with escapes belongs. */
function isVerbatim(run: Loose): boolean {
  return /^(?:sem|open)grep/i.test(string(at(run, 'tool', 'driver', 'name')) ?? '');
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
  return /^(?:[a-z][a-z0-9+.-]*:|[\\/])/i.test(address);
}

/** The address as a path with slashes, decoded once; undefined for schemes other than `file`. */
function decoded(address: string): string | undefined {
  if (address.length > MAX_PATH_LENGTH) return undefined;
  const drive = /^[a-z]:[\\/]/i.test(address);
  const scheme = drive ? null : /^([a-z][a-z0-9+.-]+):/i.exec(address);
  if (scheme && scheme[1]?.toLowerCase() !== 'file') return undefined;
  const rest = scheme ? withoutFileScheme(address) : address;
  return rest === undefined ? undefined : percentDecoded(rest).replaceAll('\\', '/');
}

/** `file:///c:/x`, `file://localhost/x`, `file:/x` and the four slashes that some Java tools write. */
function withoutFileScheme(address: string): string | undefined {
  const rest = address.slice('file:'.length).replace(/^\/\/localhost(?=\/)/i, '//');
  const slashes = /^[\\/]*/.exec(rest)?.[0].length ?? 0;
  const path = rest.slice(slashes);
  if (slashes === 2 && !/^[a-z]:/i.test(path)) return undefined;
  return /^[a-z]:[\\/]/i.test(path) ? path : `/${path}`;
}

/** Tools write bare percent signs too; what is no valid escape stays as it is. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function inRepository(address: string, roots: readonly string[]): string | undefined {
  if (!isAbsolute(address)) return normalised(address);
  const inside = roots
    .map((root) => below(address, root))
    .filter((path) => path !== undefined)
    .sort((a, b) => a.length - b.length)[0];
  return inside === undefined ? undefined : normalised(inside);
}

/** Windows paths are compared without case. */
function below(address: string, root: string): string | undefined {
  const folder = root.replaceAll('\\', '/').replace(/\/+$/, '');
  if (folder === '') return undefined;
  const windows = /^[a-z]:/i.test(folder);
  const fold = (text: string) => (windows ? text.toLowerCase() : text);
  return fold(address).startsWith(fold(`${folder}/`)) ? address.slice(folder.length + 1) : undefined;
}

/** Without `.`, empty and `..` segments; empty when it is the root; undefined when it leaves the repository. */
function normalised(path: string): string | undefined {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  const result = segments.join('/');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: such a path is no answer of a tool
  return /[\u0000-\u001f]/.test(result) ? undefined : result;
}
