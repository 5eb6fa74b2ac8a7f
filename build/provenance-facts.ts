import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';

/** What a package was made from, and what came of it. */
export interface Facts {
  /** File name of the package, and its sha256. */
  vsix: { name: string; sha256: string };
  version: string;
  /** sha256 of every file that packing reads, by its path. */
  inputs: ReadonlyMap<string, string>;
  /** Packages whose code is in the package by what its notices say, and the packer itself: sha512 of the archive by `name@version`. */
  packages: ReadonlyMap<string, string>;
  /** Ids of the commit and its tree; null outside of a repository. */
  commit: { id: string; tree: string; isClean: boolean } | null;
}

/** Files and folders that packing reads; what only tests or people read is none of them. */
const INPUTS =
  'LICENSE package.json package-lock.json task.json fix-task.json vss-extension.json tsconfig.json assets build docs grammars rules src web';
/** What turns the sources into the bundles. */
const PACKERS = ['esbuild', 'fflate'];

/** @throws Error naming a package that the lock file does not hold */
export function factsOf(root: string, vsix: string): Facts {
  const bytes = readFileSync(vsix);
  return {
    vsix: { name: basename(vsix), sha256: digestOf('sha256', bytes) },
    version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
    inputs: new Map(filesIn(root).map((path) => [path, digestOf('sha256', readFileSync(join(root, path)))])),
    packages: lockedHashes(root, noticedPackages(bytes)),
    commit: commitOf(root),
  };
}

function digestOf(algorithm: 'sha256' | 'sha512', bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex');
}

function filesIn(root: string): string[] {
  const found = INPUTS.split(' ').flatMap((name) => {
    const path = join(root, name);
    if (!existsSync(path)) return [];
    if (!statSync(path).isDirectory()) return [name];
    const below = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return below.map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    );
  });
  return found.sort();
}

/** As `name@version`, from the notices of each part. */
function noticedPackages(vsix: Uint8Array): string[] {
  const files = unzipSync(vsix, { filter: ({ name }) => name.endsWith('ThirdPartyNotices.txt') });
  const chapters = Object.values(files).flatMap((text) =>
    Buffer.from(text)
      .toString('utf8')
      .split(`\n\n${'-'.repeat(100)}\n`)
      .slice(1),
  );
  const named = chapters.flatMap((chapter) => /^(\S+) (\S+) \(/.exec(chapter)?.slice(1, 3).join('@') ?? []);
  return [...new Set(named)].sort();
}

interface Locked {
  version?: string;
  integrity?: string;
}

function lockedHashes(root: string, packages: readonly string[]): Map<string, string> {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages as Record<string, Locked>;
  const known = new Map<string, string>(
    Object.entries(lock).flatMap(([path, { version = '', integrity = '' }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return path.includes('node_modules/') ? [[`${name}@${version}`, integrity] as const] : [];
    }),
  );
  const packers = PACKERS.flatMap((name) => {
    const version = lock[`node_modules/${name}`]?.version;
    return version === undefined ? [] : [`${name}@${version}`];
  });
  return new Map([...new Set([...packages, ...packers])].sort().map((one) => [one, hashOf(one, known.get(one))]));
}

function hashOf(name: string, integrity: string | undefined): string {
  const sha512 = /^sha512-([A-Za-z0-9+/=]+)$/.exec(integrity ?? '')?.[1];
  if (sha512 === undefined) throw new Error(`${name} is in the package, and not in package-lock.json with its sha512.`);
  return Buffer.from(sha512, 'base64').toString('hex');
}

function commitOf(root: string): Facts['commit'] {
  const git = (...words: string[]) =>
    execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const status = git('status', '--porcelain', '--untracked-files=normal');
    return { id: git('rev-parse', 'HEAD'), tree: git('rev-parse', 'HEAD^{tree}'), isClean: status === '' };
  } catch {
    return null;
  }
}
