import type { TreeChange } from '../diff/changed-file';
import { type Glob, readGlobs } from './glob';
import { type GlobSet, globSet } from './glob-set';
import { runsUnread } from './runs-unread';
import type { SkippedFile } from './scope';

/** What the target's side of the repository holds, as far as it was asked for. */
export interface Evidence {
  /** Of the manifests that were looked for, those that are there. */
  manifests: ReadonlySet<string>;
  /** Texts of `.gitignore` files by their paths. */
  ignoreFiles: ReadonlyMap<string, string>;
}

/** By folder: what the tool that fills it leaves in it or beside it. `*` is the folder next below. */
const MANIFESTS: Readonly<Record<string, readonly string[]>> = {
  node_modules: ['.package-lock.json', '.yarn-integrity', '.modules.yaml', '.yarn-state.yml'],
  bower_components: ['*/.bower.json'],
  jspm_packages: ['.dependencies.json'],
  vendor: [
    'modules.txt',
    'vendor.json',
    'autoload.php',
    'composer/installed.json',
    'bundle/config',
    'cache/manifest.json',
  ],
  pods: ['Manifest.lock'],
  carthage: ['../Cartfile.resolved'],
  _workspace: ['../Godeps.json'],
  'site-packages': ['../../../pyvenv.cfg', '../../pyvenv.cfg'],
  third_party: ['*/METADATA', '*/README.chromium', '*/.gitrepo'],
  'third-party': ['*/METADATA', '*/README.chromium', '*/.gitrepo'],
  lib: ['../../libman.json', '*/.bower.json'],
  'cmake-build-debug': ['CMakeCache.txt'],
};

/** Files that would speak for a suspicion; all are looked for at the base commit, which the pull request cannot change. */
export function wantedEvidence(suspected: ReadonlyMap<string, string>): { manifests: string[]; ignoreFiles: string[] } {
  const paths = [...suspected.keys()];
  const folders = new Set(paths.flatMap((path) => foldersOf(path)));
  const ignoreFiles = ['.gitignore', ...[...folders].map((folder) => `${folder}/.gitignore`)];
  return { manifests: [...new Set(paths.flatMap(manifestsOf))], ignoreFiles };
}

/**
 * Decides about those for which the repository itself gives the second sign; their content need not be read, unless somebody or
 * something runs it unread.
 */
export function scopeByEvidence(
  kept: readonly TreeChange[],
  suspected: ReadonlyMap<string, string>,
  { manifests, ignoreFiles }: Evidence,
): { kept: readonly TreeChange[]; skipped: readonly SkippedFile[] } {
  const isIgnored = ignoredBy(ignoreFiles);
  const decided = kept.map((change) => ({ change, rule: ruleFor(change) }));
  function ruleFor({ path, change }: TreeChange): string | undefined {
    const rule = suspected.get(path);
    if (rule === undefined || runsUnread(path)) return undefined;
    const manifest = manifestsOf(path).find((one) => manifests.has(one));
    if (manifest !== undefined) return `${rule} with ${manifest}`;
    // What git ignores comes into a repository by force alone, so a new file there is no output that is always left out.
    return change !== 'added' && isIgnored(path) ? `${rule} with .gitignore` : undefined;
  }
  return {
    kept: decided.filter(({ rule }) => rule === undefined).map(({ change }) => change),
    skipped: decided.flatMap(({ change: { path }, rule }) =>
      rule ? [{ path, reason: 'default exclusion', rule }] : [],
    ),
  };
}

/** `a`, `a/b` of `a/b/c.ts`. */
function foldersOf(path: string): string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}

function manifestsOf(path: string): string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.flatMap((segment, index) => {
    const names = Object.hasOwn(MANIFESTS, segment.toLowerCase()) ? (MANIFESTS[segment.toLowerCase()] ?? []) : [];
    return names.flatMap((name) => manifestAt(segments.slice(0, index + 1), segments[index + 1], name));
  });
}

function manifestAt(folder: readonly string[], next: string | undefined, name: string): string[] {
  const above = name.split('../').length - 1;
  const parts = [...folder.slice(0, folder.length - above), ...name.replaceAll('../', '').split('/')];
  if (parts.includes('*') && next === undefined) return [];
  return [parts.map((part) => (part === '*' ? next : part)).join('/')];
}

/** Nobody writes more, and each line is compared with each path. */
const MAX_LINES = 1_000;
/** What git and our globs may read otherwise. */
const ODD = /[{}()\\]|\/\/|(?:^|\/)\.{1,2}(?:\/|$)|[^\x20-\x7e]/;

/** As git reads them: the file nearest to a path has the last word, and its last line that matches. */
function ignoredBy(ignoreFiles: ReadonlyMap<string, string>): (path: string) => boolean {
  const rules = [...ignoreFiles]
    .map(([path, text]) => ({ folder: path.slice(0, -'.gitignore'.length), ...rulesIn(text) }))
    .sort((a, b) => b.folder.length - a.folder.length);
  return (path) => {
    for (const { folder, globs, matching } of rules) {
      const found = path.startsWith(folder) ? matching(path.slice(folder.length)) : [];
      const last = found.flatMap((index) => globs[index] ?? []).findLast((glob) => glob.negated || isSpelt(glob, path));
      if (last !== undefined) return !last.negated;
    }
    return false;
  };
}

/** A line that says nothing leaves its files in; where one takes files back that nobody understands, none says anything. */
function rulesIn(text: string): { globs: readonly Glob[]; matching: GlobSet } {
  const lines = text.split(/\r?\n/).slice(0, MAX_LINES);
  const isUnknown = lines.some((line) => line.startsWith('!') && ODD.test(line));
  const globs = isUnknown ? [] : lines.filter((line) => !ODD.test(line)).flatMap((line) => globsIn(line.trimEnd()));
  return { globs, matching: globSet(globs) };
}

function globsIn(line: string): readonly Glob[] {
  try {
    return readGlobs('.gitignore', [line]).globs;
  } catch {
    return [];
  }
}

/** Our globs take large and small letters for the same. */
function isSpelt({ pattern }: Glob, path: string): boolean {
  return pattern.split(/[*?/]|\[[^\]]{0,200}\]/).every((part) => path.includes(part));
}
