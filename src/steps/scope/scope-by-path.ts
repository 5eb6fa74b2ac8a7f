import { cutText } from '../../cut-text';
import type { TreeChange } from '../diff/changed-file';
import { LINK, NO_FILE, PROGRAM, SUBMODULE } from '../diff/file-mode';
import type { Settings } from '../settings/settings';
import { COMMITTED_KEYS, DEFAULT_EXCLUSIONS, NEED_A_SIGN, SECRET_NAMES } from './default-exclusions';
import { type Glob, isListInOne, ownGlobs, readGlobs } from './glob';
import { type GlobSet, globSet } from './glob-set';
import { isProgramName } from './program-name';
import type { PathScope, SkippedFile } from './scope';

/** Why a file is left out whose content must go nowhere. */
export const SECRET_NAME = 'secret by its name';

const SUSPECT = 'default, with a sign';

const DEFAULTS = [...ownGlobs(SUSPECT, NEED_A_SIGN), ...ownGlobs('default', DEFAULT_EXCLUSIONS)];
const GIVEN_AWAY = 'secrets';
const SECRETS = [...ownGlobs(GIVEN_AWAY, SECRET_NAMES), ...ownGlobs('committed keys', COMMITTED_KEYS)];

/** Modes as git writes them. */

export type PathSettings = Pick<Settings, 'include' | 'exclude' | 'useDefaultExclusions'>;

/**
 * What the paths alone decide: `include`, then the defaults, then `exclude`; the last line that matches wins.
 * Throws a bad-input error for lines that are no globs.
 */
export function scopeByPath(changes: readonly TreeChange[], settings: PathSettings): PathScope {
  const rules = rulesOf(settings);
  const decisions = changes.map((change) => ({ change, ...decide(change, rules) }));
  const unused = [...rules.include.unused(), ...rules.exclude.unused()];
  return {
    kept: decisions.filter(({ skip }) => !skip).map(({ change }) => change),
    skipped: decisions.flatMap(({ skip }) => (skip ? [skip] : [])),
    unusedPatterns: unused.filter((glob) => !isListInOne(glob)).map(({ text }) => text),
    warnings: unused.filter(isListInOne).map(listInOne),
    secretPaths: decisions.filter(({ secret }) => secret).map(({ change }) => change.path),
    suspected: new Map(decisions.flatMap(({ change, suspected }) => (suspected ? [[change.path, suspected]] : []))),
    reincluded: new Set(decisions.filter(({ forced }) => forced).map(({ change }) => change.path)),
    notes: rules.notes,
  };
}

/** Those of the paths of a commit that are reviewed when they change: what the customer's rules or our own leave out is not read unasked either. */
export function unchangedInScope(paths: readonly string[], settings: PathSettings): readonly string[] {
  const { kept, suspected } = scopeByPath(paths.map(unchanged), settings);
  return kept.map(({ path }) => path).filter((path) => !suspected.has(path));
}

/** Those that our own rules leave out, and no rule of the customer's takes back or leaves out too. */
export function unchangedLeftOut(paths: readonly string[], settings: PathSettings): readonly string[] {
  const { skipped } = scopeByPath(paths.map(unchanged), settings);
  return skipped.filter(({ reason }) => reason === 'default exclusion').map(({ path }) => path);
}

const FILE = '100644';
const NO_BLOB = '0'.repeat(40);

/** The rules of a scope speak of changes; this one stands for a file as it is. */
function unchanged(path: string): TreeChange {
  const sides = { oldMode: FILE, newMode: FILE, oldBlob: NO_BLOB, newBlob: NO_BLOB };
  return { path, pathBytes: Buffer.from(path), change: 'modified', ...sides };
}

interface Decision {
  skip?: SkippedFile;
  /** True when the name speaks for a committed secret. */
  secret?: boolean;
  /** The default exclusion that leaves it out if there is a second sign. */
  suspected?: string;
  /** True when a `!` line had the last word. */
  forced?: boolean;
}

interface Rules {
  include: Matcher;
  exclude: Matcher;
  secrets: Matcher;
  notes: readonly string[];
}

interface Matcher {
  globs: readonly Glob[];
  /** The last glob that matches. */
  last(path: string): Glob | undefined;
  /** The user's lines that matched nothing so far. */
  unused(): readonly Glob[];
}

function rulesOf(settings: PathSettings): Rules {
  const include = readGlobs('include', settings.include);
  const exclude = readGlobs('exclude', settings.exclude);
  const defaults = settings.useDefaultExclusions ? DEFAULTS : [];
  return {
    include: matcher(include.globs),
    exclude: matcher(exclude.globs.length === 0 ? defaults : [...defaults, ...exclude.globs]),
    secrets: matcher(SECRETS),
    notes: [...include.notes, ...exclude.notes],
  };
}

function matcher(globs: readonly Glob[]): Matcher {
  const matching: GlobSet = globSet(globs);
  const used = new Set<number>();
  return {
    globs,
    last(path) {
      const indexes = matching(path);
      for (const index of indexes) used.add(index);
      const index = indexes.at(-1);
      return index === undefined ? undefined : globs[index];
    },
    unused: () => globs.filter((glob, index) => !isOurs(glob) && !used.has(index)),
  };
}

function listInOne({ input, line, text }: Glob): string {
  const was = `Input "${input}" line ${line} was ${JSON.stringify(text)}, one glob, which matched no changed file`;
  return `${was}: a comma does not part globs. Write each on a line of its own (docs/globs.md).`;
}

/** By such a name no rule of ours has a file read, so nobody has read what it holds. */
export function isLeftOutByName(path: string): boolean {
  return globSet(DEFAULTS)(path).some((index) => DEFAULTS[index]?.input === 'default');
}

/** Both paths of a rename are asked: it is out of scope only when both are. */
function decide(change: TreeChange, rules: Rules): Decision {
  const paths = change.oldPath === undefined ? [change.path] : [change.path, change.oldPath];
  const excluding = paths.map((path) => rules.exclude.last(path));
  const including = paths.map((path) => isIncluded(rules.include, path));
  if (!including.includes(true)) return skipped(change, 'no line of include matches');
  if (isSubmodule(change)) return submodule(change);
  const secret = paths.map((path) => rules.secrets.last(path)).find((glob) => glob !== undefined);
  if (secret && !excluding.some(namesFiles)) return secretFile(change, secret);
  const rule = excluding.find((glob) => glob !== undefined);
  if (rule && isOurs(rule) && isOtherThanItsName(change)) return {};
  if (rule?.input === SUSPECT) return { suspected: rule.text };
  if (rule && excluding.every((glob) => glob && !glob.negated)) return skipped(change, reasonOf(rule), rule.text);
  return { forced: excluding.some((glob) => glob?.negated) };
}

/** A list that begins with `!` starts from everything, any other from nothing. */
function isIncluded(include: Matcher, path: string): boolean {
  const last = include.last(path);
  if (last) return !last.negated;
  return include.globs[0]?.negated ?? true;
}

function isSubmodule(change: TreeChange): boolean {
  return change.newMode === SUBMODULE || (change.newMode === NO_FILE && change.oldMode === SUBMODULE);
}

/** Which commits, so that a reader can look; behind one that takes the place of a file, the code lies where no review reads it. */
function submodule({ path, oldMode, newMode, oldBlob, newBlob }: TreeChange): Decision {
  const commitOf = (mode: string, id: string) => (mode === SUBMODULE ? cutText(id, 10) : 'none');
  const rule = `commit ${commitOf(oldMode, oldBlob)} to ${commitOf(newMode, newBlob)}`;
  const wasFile = newMode === SUBMODULE && oldMode !== SUBMODULE && oldMode !== NO_FILE;
  const skip = { path, reason: 'submodule', rule: wasFile ? 'it was a file before' : rule };
  return { skip: wasFile ? { ...skip, missed: true } : skip };
}

/** A link says where it leads, whatever its name; and no data is executable. */
function isOtherThanItsName({ path, newMode }: TreeChange): boolean {
  return newMode === LINK || (newMode === PROGRAM && !isProgramName(path));
}

/** Only a line of the user's that names files, not a whole folder, says that a suspicious name is known to be harmless. */
function namesFiles(glob: Glob | undefined): boolean {
  if (!glob || isOurs(glob)) return false;
  const name = glob.pattern.slice(glob.pattern.lastIndexOf('/') + 1);
  return /[^*.?]/.test(name);
}

function isOurs({ input }: Glob): boolean {
  return input === 'default' || input === SUSPECT;
}

/** What leaves the repository is not sent either, but nothing was committed that needs a report. */
function secretFile(change: TreeChange, rule: Glob): Decision {
  const stays = change.newMode !== NO_FILE;
  const { skip } = skipped(change, SECRET_NAME, rule.text);
  return { ...(skip ? { skip: stays ? { ...skip, missed: true } : skip } : {}), secret: rule.input === GIVEN_AWAY };
}

function reasonOf(rule: Glob): string {
  return rule.input === 'default' ? 'default exclusion' : 'exclude';
}

function skipped(change: TreeChange, reason: string, rule?: string): Decision {
  return { skip: { path: change.path, reason, ...(rule !== undefined && { rule }) } };
}
