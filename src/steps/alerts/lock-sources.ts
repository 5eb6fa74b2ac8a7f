import { basename, dirname, join } from 'node:path/posix';
import type { DiffLine, Hunk } from '../diff/changed-file';

/** From where a line of a lock file has something come. */
export interface LockSource {
  /** What is trusted or not: the host, with the owner where everybody may publish, and with `http://` where nothing is encrypted. */
  from: string;
  line: number;
}

/** Lock files that name where their packages come from. */
interface Kind {
  names: RegExp;
  /** Where packages come from when no setting says so. */
  registries: readonly string[];
  /** Files beside the lock file, or in a folder above it, that say where packages come from. */
  settings: readonly string[];
  /** Keys whose texts speak of pages: nothing is taken from there. */
  pages: string;
  isJson?: true;
  /** Names of owners stand alone. */
  hasOwners?: true;
  /** Where a package lies is told by the registry alone: each new one has another owner. */
  isFromOwners?: true;
}

const PAGES = 'funding|homepage|deprecated|description|license|bugs|notification-url';
const OF_SCRIPTS: Pick<Kind, 'registries' | 'settings'> = {
  registries: ['registry.npmjs.org', 'jsr.io', 'npm.jsr.io', 'deno.land'],
  settings: [
    ...['.npmrc', '.yarnrc', '.yarnrc.yml', 'package.json', 'pnpm-workspace.yaml', 'bunfig.toml'],
    ...['deno.json', 'deno.jsonc'],
  ],
};
const OF_PYTHON: Pick<Kind, 'registries' | 'settings'> = {
  registries: ['pypi.org', 'conda.anaconda.org/conda-forge'],
  settings: [
    ...['pyproject.toml', 'pip.conf', 'pip.ini', 'uv.toml', 'poetry.toml', 'Pipfile', 'requirements.txt'],
    ...['requirements.in', 'environment.yml', 'environment.yaml', 'pixi.toml'],
  ],
};

const KINDS: readonly Kind[] = [
  { names: /^(?:package-lock|npm-shrinkwrap)\.json$/i, ...OF_SCRIPTS, pages: `${PAGES}|url`, isJson: true },
  { names: /^(?:yarn\.lock|pnpm-lock\.yaml|bun\.lock|deno\.lock)$/i, ...OF_SCRIPTS, pages: PAGES },
  { names: /^(?:(?:poetry|uv|pdm|pixi|pipfile|requirements)\.lock|conda-lock\.yml)$/i, ...OF_PYTHON, pages: PAGES },
  {
    names: /^cargo\.lock$/i,
    registries: ['crates.io'],
    settings: ['Cargo.toml', '.cargo/config.toml', '.cargo/config'],
    pages: PAGES,
  },
  {
    names: /^composer\.lock$/i,
    registries: ['github.com', 'packagist.org'],
    settings: ['composer.json'],
    pages: `${PAGES}|support|docs|issues|source|wiki|forum|chat|rss|irc|email|security`,
    isJson: true,
    isFromOwners: true,
  },
  {
    names: /^(?:gemfile\.lock|gems\.locked)$/i,
    registries: ['rubygems.org'],
    settings: ['Gemfile', 'gems.rb', '.bundle/config'],
    pages: PAGES,
  },
  { names: /^paket\.lock$/i, registries: ['nuget.org'], settings: ['paket.dependencies'], pages: PAGES },
  { names: /^package\.resolved$/i, registries: [], settings: ['Package.swift'], pages: PAGES },
  {
    names: /^podfile\.lock$/i,
    registries: ['cdn.cocoapods.org', 'github.com/cocoapods'],
    settings: ['Podfile'],
    pages: PAGES,
  },
  { names: /^pubspec\.lock$/i, registries: ['pub.dev'], settings: ['pubspec.yaml'], pages: PAGES },
  { names: /^mix\.lock$/i, registries: ['hex.pm'], settings: ['mix.exs'], pages: PAGES },
  { names: /^flake\.lock$/i, registries: [], settings: ['flake.nix'], pages: PAGES, hasOwners: true },
  { names: /^chart\.lock$/i, registries: [], settings: ['Chart.yaml'], pages: PAGES },
];

/** True for lock files whose lines name where packages come from. */
export function namesSources(path: string): boolean {
  return kindOf(path) !== undefined;
}

/** True for two lock files of the same tools. */
export function isSameKind(path: string, other: string): boolean {
  return kindOf(path)?.names.test(basename(other)) ?? false;
}

export function isBeside(path: string, other: string): boolean {
  return dirname(path) === dirname(other);
}

export function registriesOf(path: string): readonly string[] {
  return kindOf(path)?.registries ?? [];
}

/** Paths at which a file may stand that says where the packages of a lock file come from: beside it and above it. */
export function settingsOf(path: string): readonly string[] {
  const folders = foldersAbove(path);
  return (kindOf(path)?.settings ?? []).flatMap((name) => folders.map((folder) => join(folder, name)));
}

function foldersAbove(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === '.' || folder === '/' ? ['.'] : [folder, ...foldersAbove(folder)];
}

function kindOf(path: string): Kind | undefined {
  return KINDS.find(({ names }) => names.test(basename(path)));
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
    if (!text.includes(':') && !text.includes('\\')) return [];
    const plain = asRead(isOpen(text) ? joined(lines, index) : text);
    const around = { above: lines[index - 1] ?? '', below: lines[index + 1] ?? '' };
    if (speaksOfPages(plain) || (kind.isJson && isItem(plain, around))) return [];
    const owner = kind.hasOwners ? /"owner"\s*:\s*"([^"]{1,100})"/.exec(plain)?.[1] : undefined;
    const bare = kind.isJson ? bareSource(plain, around) : undefined;
    const all = [
      ...sourcesInLine(plain),
      ...(owner === undefined ? [] : [`github.com/${owner.toLowerCase()}`]),
      ...(bare === undefined ? [] : [bare]),
    ];
    return all.map((from) => ({ from: kind.isFromOwners ? withoutOwner(from) : from, line: index + 1 }));
  });
}

/** What the lines of a setting name, but for words for people. */
export function sourcesInSettings(path: string, lines: readonly string[]): string[] {
  const ofPackage = basename(path) === 'package.json' ? '|url' : '';
  const speaksOfPages = pagesOf(`${PAGES}|repository|documentation|author|authors|maintainers|changelog${ofPackage}`);
  return lines.flatMap((text) => {
    const plain = asRead(text);
    return speaksOfPages(plain) ? [] : sourcesInLine(plain);
  });
}

interface Around {
  above: string;
  below: string;
}

/** A string of a list that goes on, or whom a package asks to be paid: where something comes from is the value of a key. */
function isItem(line: string, { above, below }: Around): boolean {
  if (/^\s*"url"/.test(line))
    return (
      /^\s*\{\s*$/.test(above) &&
      /^\s*"type"\s*:\s*"(?!git|zip|tar|path|hg|svn|fossil|rar|phar|gzip|xz|file|perforce)\w{2,40}"\s*$/.test(below)
    );
  return /^\s*"[^"]*"[\s,]*$/.test(line) && /[[,]$/.test(above.trimEnd());
}

/** npm takes `owner/name` and the path of an archive as well; what is a link is a folder. */
function bareSource(line: string, { below }: Around): string | undefined {
  const [, value = ''] = /"resolved"\s*:\s*"([^":]{1,300})"/.exec(line) ?? [];
  if (value === '' || below.includes('"link"')) return undefined;
  return (
    archive(value) ?? (/^[\w-]+\/[^/]+$/.test(value) ? `github.com/${value.split('/')[0]?.toLowerCase()}` : undefined)
  );
}

function pagesOf(keys: string): (line: string) => boolean {
  const text = '"(?:[^"\\\\]|\\\\[^])*"';
  const quoted = new RegExp(`^\\s*"(?:${keys})"\\s*[:=]\\s*${text}[\\s,]*$`, 'i');
  const plain = new RegExp(`^\\s*(?:${keys})\\s*[:=]\\s*(?:${text}[\\s,]*$|'[^']*'[\\s,]*$|[^"'{[\\s])`, 'i');
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
  return line?.endsWith('\\') ?? false;
}

const ESCAPE = /\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|%([2-7][0-9a-f])/gi;

/** As a reader of JSON, of YAML and of addresses takes it, which minds no tab in an address, and takes each slash for the other. */
function asRead(text: string): string {
  if (!/[\\%]/.test(text)) return text;
  const letter = (_: string, ...digits: string[]) =>
    String.fromCharCode(Number.parseInt(digits.find((one) => one !== undefined) ?? '0', 16));
  return text
    .replace(ESCAPE, letter)
    .replace(/\\[tnr]/g, '')
    .replace(/\\(["'])/g, '$1')
    .replaceAll('\\', '/');
}

const PLACE = '(\\[[\\da-f:.]{2,60}\\][^\\s"\'<>(){},;]{0,400}|[^\\s"\'<>()[\\]{},;]{1,400})';
const ADDRESS = new RegExp(`(?<![a-z+.])((?:[a-z]{2,10}\\+)?[a-z]{2,8}):/{2,10}${PLACE}`, 'gi');
/** For these no slash is needed. */
const LOOSE = new RegExp(`(?<![a-z+.])((?:[a-z]{2,10}\\+)?https?):/?(?=[^/])${PLACE}`, 'gi');
const SHORT =
  /(?<![\w.])(file|github|gitlab|bitbucket|gist|[a-z][\w-]{0,30}@[\w-]{1,60}\.[\w.-]{1,100}):(?![/\s])([^\s"'#,;{}()]{1,300})/gi;

/** Of the hosts in a line, what is trusted or not. */
function sourcesInLine(line: string): string[] {
  if (!line.includes(':')) return [];
  const long = [...line.matchAll(ADDRESS), ...line.matchAll(LOOSE)].map(([, scheme = '', rest = '']) =>
    fromAddress(scheme, rest),
  );
  const short = [...line.matchAll(SHORT)].map(([, place = '', path = '']) => fromShort(place.toLowerCase(), path));
  return [...long, ...short].filter((from) => from !== undefined);
}

const OPEN = /^(?:\w+\+)?(?:http|git|svn|ftp|ws|rsync)$/i;
const ARCHIVE = /\.(?:tgz|tar|gz|bz2|xz|zip|whl|gem|nupkg|crate|jar)$/i;

function fromAddress(scheme: string, rest: string): string | undefined {
  if (/(?:^|\+)file$/i.test(scheme)) return archive(rest);
  const [authority = '', ...path] = rest.replace(/[?#].*$/, '').split('/');
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .toLowerCase()
    .replace(/\.?(?::\d+)?$/, '');
  if (host === '' || !/[.\]]|^localhost$/.test(host)) return undefined;
  const from = withOwner(host, path);
  return OPEN.test(scheme) ? `http://${from}` : from;
}

/** A folder of the repository is read like others, an archive is not. */
function archive(path: string): string | undefined {
  return ARCHIVE.test(path.replace(/[?#].*$/, '')) ? `file:${path}` : undefined;
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

/** Several hosts of one product. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [/^registry\.(?:yarnpkg\.com|npmjs\.(?:org|com))$/, 'registry.npmjs.org'],
  [/^(?:pypi\.(?:org|python\.org|io)|files\.pythonhosted\.org)$/, 'pypi.org'],
  [/^(?:(?:api|codeload|raw|www)\.)?github\.com$|^(?:raw|objects|media)\.githubusercontent\.com$/, 'github.com'],
  [/^(?:(?:index|static)\.)?crates\.io$/, 'crates.io'],
  [/^pub\.(?:dev|dartlang\.org)$/, 'pub.dev'],
  [/^(?:repo\.|www\.)?packagist\.(?:org|com)$/, 'packagist.org'],
  [/^(?:index\.)?rubygems\.org$/, 'rubygems.org'],
  [/^(?:api\.|www\.)?nuget\.org$/, 'nuget.org'],
  [/^(?:repo\.)?hex\.pm$/, 'hex.pm'],
];

/** Where everybody may publish: there the first part of the path tells who did. */
const SHARED =
  /^(?:(?:gist\.)?github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitee\.com|git\.sr\.ht|(?:pkgs\.)?dev\.azure\.com|npm\.pkg\.github\.com|(?:storage|firebasestorage)\.googleapis\.com|s3[\w.-]*\.amazonaws\.com|conda\.anaconda\.org|cdn\.jsdelivr\.net|unpkg\.com|esm\.sh|pkg\.pr\.new|ghcr\.io|docker\.io|quay\.io|huggingface\.co)$/;

function withOwner(host: string, path: readonly string[]): string {
  const product = SAME.find(([hosts]) => hosts.test(host))?.[1] ?? host;
  const parts = withoutSteps(path);
  if (product === 'github.com' && /^rust-lang\/crates\.io-index(?:\.git)?$/i.test(parts.slice(0, 2).join('/')))
    return 'crates.io';
  if (!SHARED.test(product)) return product;
  const [owner = ''] = parts[0] === 'repos' ? parts.slice(1) : parts;
  return `${product}/${owner.toLowerCase()}`;
}

/** `a/../b` is `b`. */
function withoutSteps(path: readonly string[]): string[] {
  const parts: string[] = [];
  for (const part of path) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
}

/** Copies of a registry that others keep, for countries where it is far. */
const MIRROR =
  /(?:^|\.)(?:npmmirror\.com|npm\.taobao\.org|cnpmjs\.org|tuna\.tsinghua\.edu\.cn|ustc\.edu\.cn|aliyun\.com|myhuaweicloud\.com|huaweicloud\.com|tencent\.com|tencentyun\.com|flutter-io\.cn|gems\.ruby-china\.com|rsproxy\.cn|goproxy\.cn)$/;

export function isMirror(from: string): boolean {
  return MIRROR.test(from);
}

/** True where everybody may publish, and the owner alone is new. */
export function isOwner(from: string): boolean {
  const [host = ''] = from.split('/');
  return SHARED.test(host);
}

function withoutOwner(from: string): string {
  return from.replace(/^((?:http:\/\/)?(?:github\.com|gitlab\.com|bitbucket\.org))\/.*$/, '$1');
}
