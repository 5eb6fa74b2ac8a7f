import { basename, dirname, join } from 'node:path/posix';
import { archive, hostOf, withOwner } from './lock-places';

/** Lock files that name where their packages come from. */
export interface Kind {
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

export const PAGES = 'funding|homepage|deprecated|description|license|bugs|notification-url';
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

export function kindOf(path: string): Kind | undefined {
  return KINDS.find(({ names }) => names.test(basename(path)));
}

export interface Around {
  above: string;
  below: string;
  /** The line below that. */
  end: string;
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
