import { basename, dirname, join } from 'node:path/posix';
import { cutText } from '../../cut-text';
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
  /** A person hardly ever brings a new host by such a file alone. */
  hostsAreFew?: true;
  isJson?: true;
  /** Places that are named otherwise than by an address. */
  standsAlone?: (line: string, around: Around) => readonly string[];
  /** Where a package lies is told by the registry alone: each new one has another owner. */
  isFromOwners?: true;
}

const PAGES = 'funding|homepage|deprecated|description|license|bugs|notification-url';
const OF_SCRIPTS: Pick<Kind, 'registries' | 'settings'> = {
  registries: ['registry.npmjs.org', 'jsr.io', 'npm.jsr.io'],
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
  {
    names: /^(?:package-lock|npm-shrinkwrap)\.json$/i,
    ...OF_SCRIPTS,
    pages: `${PAGES}|url`,
    hostsAreFew: true,
    isJson: true,
    standsAlone: placesOfNpm,
  },
  { names: /^(?:yarn\.lock|pnpm-lock\.yaml|bun\.lock)$/i, ...OF_SCRIPTS, pages: PAGES, hostsAreFew: true },
  {
    ...{ names: /^deno\.lock$/i, ...OF_SCRIPTS, pages: PAGES },
    registries: [...OF_SCRIPTS.registries, 'deno.land'],
  },
  {
    names: /^(?:(?:poetry|uv|pdm|pixi|pipfile|requirements)\.lock|conda-lock\.yml)$/i,
    ...OF_PYTHON,
    pages: PAGES,
    hostsAreFew: true,
  },
  {
    names: /^cargo\.lock$/i,
    registries: ['crates.io'],
    settings: ['Cargo.toml', '.cargo/config.toml', '.cargo/config'],
    pages: PAGES,
    hostsAreFew: true,
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
    hostsAreFew: true,
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
  { names: /^flake\.lock$/i, registries: [], settings: ['flake.nix'], pages: PAGES, standsAlone: placesOfFlake },
  { names: /^chart\.lock$/i, registries: [], settings: ['Chart.yaml'], pages: PAGES },
  {
    names: /^(?:\.terraform\.lock\.hcl|\.?devcontainer-lock\.json)$/i,
    registries: ['registry.terraform.io', 'registry.opentofu.org'],
    settings: ['versions.tf', 'main.tf', 'providers.tf', 'terraform.tf', 'devcontainer.json', '.devcontainer.json'],
    pages: PAGES,
    standsAlone: hostsInQuotes,
  },
  {
    names: /^cartfile\.resolved$/i,
    registries: [],
    settings: ['Cartfile', 'Cartfile.private'],
    pages: PAGES,
    standsAlone: ownersOfCarthage,
  },
  {
    names: /^(?:(?:shard|mise|rebar|stack\.yaml|module\.bazel|berksfile|puppetfile|glide|gopkg)\.lock)$/i,
    registries: ['github.com'],
    settings: [
      ...['shard.yml', 'mise.toml', '.mise.toml', 'rebar.config', 'stack.yaml', 'MODULE.bazel', '.bazelrc'],
      ...['Berksfile', 'Puppetfile', 'glide.yaml', 'Gopkg.toml'],
    ],
    pages: PAGES,
    isFromOwners: true,
  },
];

/** True for lock files whose lines name where packages come from. */
export function namesSources(path: string): boolean {
  return kindOf(path) !== undefined;
}

/** One name for all lock files of the same tools. */
export function kindName(path: string): string {
  return kindOf(path)?.names.source ?? '';
}

/** True where a person hardly ever brings a new host by such a file alone. */
export function hasFewHosts(path: string): boolean {
  return kindOf(path)?.hostsAreFew ?? false;
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

interface Around {
  above: string;
  below: string;
  /** The line below that. */
  end: string;
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

/** npm takes `owner/name` and the path of an archive as well, in older files for a version; what is a link is a folder. */
function placesOfNpm(line: string, { below }: Around): readonly string[] {
  if (/"link"\s*:\s*true/.test(below)) return [];
  return [...line.matchAll(/"(?:resolved|version)"\s{0,20}:\s{0,20}"([^":]{1,300})"/g)].flatMap(([, value = '']) => {
    const owner = /^([\w-][\w.-]*)\/[^/]+$/.exec(value)?.[1];
    return archive(value) ?? (owner === undefined ? [] : `github.com/${owner.toLowerCase()}`);
  });
}

const HOSTS_OF_FLAKES: Readonly<Record<string, string>> = { gitlab: 'gitlab.com', sourcehut: 'git.sr.ht' };

function placesOfFlake(line: string): readonly string[] {
  return [...line.matchAll(/"(owner|host|type)"\s{0,20}:\s{0,20}"([^"]{1,100})"/g)].flatMap(([, key, value = '']) => {
    if (key === 'owner') return `github.com/${value.toLowerCase()}`;
    return key === 'host' ? (hostOf(value.toLowerCase()) ?? value) : (HOSTS_OF_FLAKES[value.toLowerCase()] ?? []);
  });
}

function hostsInQuotes(line: string): readonly string[] {
  const all = [...line.matchAll(/(?<=")([a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,9}(?::\d{1,5})?)\/([^"]{1,300})(?=")/gi)];
  return all.map(([, host = '', path = '']) => withOwner(hostOf(host.toLowerCase()) ?? host, path.split('/')));
}

function ownersOfCarthage(line: string): readonly string[] {
  const owner = /^\s*github\s+"([\w-][\w.-]{0,100})\//.exec(line)?.[1];
  return owner === undefined ? [] : [`github.com/${owner.toLowerCase()}`];
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
const ARCHIVE = /\.(?:tgz|tar|gz|bz2|xz|zip|whl|gem|nupkg|crate|jar)$/i;

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

const PLAIN_HOST = /^(?:[a-z\d-]+\.)+[a-z]{2,}$/;

/** As readers of addresses take it, who know other full stops than ours, and numbers for hosts. */
function hostOf(written: string): string | undefined {
  if (PLAIN_HOST.test(written)) return written;
  const address = `https://${written}`;
  return URL.canParse(address) ? new URL(address).hostname.replace(/\.$/, '') : undefined;
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

const NAMED_HOST = /\.[a-z\d-]*[a-z][a-z\d-]*\.?$|^\d+\.\d+\.\d+\.\d+$/i;

function fromCopied(place: string, path: string): string | undefined {
  const at = place.lastIndexOf('@');
  const host = place.slice(at + 1);
  // Without a user it may be anything that has a full stop and a colon.
  const isCopied = at > 0 ? NAMED_HOST.test(host) : /^[\w.-]+\.[a-z]{2,}$/i.test(host) && /\/|\.git$/.test(path);
  return isCopied ? withOwner(hostOf(host.toLowerCase()) ?? host.toLowerCase(), path.split('/')) : undefined;
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
  /^(?:(?:gist\.)?github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitee\.com|git\.sr\.ht|(?:pkgs\.)?dev\.azure\.com|(?:npm|rubygems|nuget|maven)\.pkg\.github\.com|(?:storage|firebasestorage)\.googleapis\.com|s3[\w.-]*\.amazonaws\.com|conda\.anaconda\.org|cdn\.jsdelivr\.net|unpkg\.com|esm\.sh|pkg\.pr\.new|ghcr\.io|docker\.io|quay\.io|huggingface\.co)$/;

/** What stands in a path before its owner. */
const OWNER_BEHIND = /^(?:repos|gh|api\/v4\/projects)\//;

/** The older name of a feed of Azure Artifacts tells the owner by its host. */
const FEED = /^([\w-]+)\.pkgs\.visualstudio\.com$/;

function withOwner(host: string, path: readonly string[]): string {
  const [, organization] = FEED.exec(host) ?? [];
  if (organization !== undefined) return `pkgs.dev.azure.com/${organization}`;
  const product = SAME.find(([hosts]) => hosts.test(host))?.[1] ?? host;
  const parts = withoutSteps(path);
  if (product === 'github.com' && /^rust-lang\/crates\.io-index(?:\.git)?$/i.test(parts.slice(0, 2).join('/')))
    return 'crates.io';
  if (!SHARED.test(product)) return product;
  const before = OWNER_BEHIND.exec(parts.slice(0, 4).join('/'))?.[0].split('/').length ?? 1;
  const [owner = ''] = parts.slice(before - 1);
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
  /(?:^|\.)(?:npmmirror\.com|npm\.taobao\.org|cnpmjs\.org|tuna\.tsinghua\.edu\.cn|flutter-io\.cn|gems\.ruby-china\.com|rsproxy\.cn|goproxy\.cn)$|^mirrors\.ustc\.edu\.cn$|^(?:mirrors?|repo)\.(?:cloud\.)?(?:aliyun|huaweicloud|tencent|tencentyun)\.com$/;

export function isMirror(from: string): boolean {
  return MIRROR.test(from);
}

/** True where everybody may publish, and the owner alone is new. */
export function isOwner(from: string): boolean {
  const [host = ''] = from.split('/');
  return SHARED.test(host);
}

/** Hosts of feeds that a company rents, which the configuration of its people may name alone. */
export function isRented(from: string): boolean {
  return /\.(?:jfrog\.io|myget\.org|cloudsmith\.io|fury\.io|d\.codeartifact\.[\w-]+\.amazonaws\.com)$/.test(from);
}

/** The host of a place; empty for an archive. */
export function hostIn(from: string): string {
  return from.startsWith('file:') ? '' : (from.replace(/^http:\/\//, '').split('/')[0] ?? '');
}

/** Domains below which everybody may have a host. */
const RENTED =
  /(?:^|\.)(?:(?:github|gitlab|jfrog|fury|cloudsmith|readthedocs|gitbook|sourceforge|netlify|ngrok|sslip|nip|fly|codeberg|gitee|surge|deno|vercel|now|glitch|repl|replit|render|onrender|herokuapp|appspot|firebaseapp|blogspot|wordpress|tumblr|weebly|wixsite|squarespace|neocities|duckdns|trycloudflare|pages|workers|web|run|r2|cloudfront|fastly|fastlylb|akamaized|akamai|edgekey|b-cdn|amazonaws|awsapprunner|amplifyapp|elasticbeanstalk|windows|azure|azurewebsites|azureedge|azurefd|azurestaticapps|azurecontainerapps|visualstudio|googleapis|googleusercontent|cloudfunctions|myhuaweicloud|huaweicloud|aliyun|aliyuncs|myqcloud|tencent|tencentcs|tencentyun|qiniucdn|clouddn|bcebos|volces|digitaloceanspaces|ondigitalocean|backblazeb2|wasabisys|linodeobjects|vultrobjects|scw|ovh|yandexcloud|myget|packagecloud|coding|sourceforge|supabase|lovable|framer|hf|gradio|modal|railway|kinsta|cyclic|stackblitz|webcontainer|codesandbox|csb|gitpod|githubpreview|devtunnels|loca|serveo|bitballoon|atlassian|bitbucket|myshopify|zendesk|freshdesk|dyndns|no-ip|ddns|hopto|zapto)\.[a-z]{2,6}|(?:co|com|net|org|gov|edu|ac|or|ne|go)\.[a-z]{2})$/;

/** What somebody owns as a whole: a host below it is theirs too. Empty where everybody may have one. */
export function domainOf(host: string): string {
  if (!/^[a-z\d.-]*\.[a-z]{2,}$/.test(host)) return '';
  const labels = host.split('.');
  const short = labels.slice(-2).join('.');
  const domain = /^(?:co|com|net|org|gov|edu|ac|or|ne|go)\.[a-z]{2}$/.test(short) ? labels.slice(-3).join('.') : short;
  return RENTED.test(domain) ? '' : domain;
}

function withoutOwner(from: string): string {
  return from.replace(/^((?:http:\/\/)?(?:github\.com|gitlab\.com|bitbucket\.org))\/.*$/, '$1');
}
