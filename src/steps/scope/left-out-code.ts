import { basename } from 'node:path/posix';
import type { ChangedFile, TreeChange } from '../diff/changed-file';
import { isDrawing } from '../diff/scripted-drawing';
import { isBinaryName } from './binary-name';
import { isCodeName } from './code-name';
import { BUILD_OUTPUT, DEFAULT_EXCLUSIONS, GENERATED, LOCK_FILES, MINIFIED, VENDORED } from './default-exclusions';
import { CLAIMS, fewOf, OF_TOOLS, WRITTEN_BY_TOOLS } from './few-to-read';
import { dangerOf } from './moves-to-read';
import { isSnapshot } from './recorded-snapshot';
import { runsUnread } from './runs-unread';
import type { SkippedFile } from './scope';

/** Of more, a tool filled a folder. */
const MOST = 100;
/** Each has a line, so that of more there is no room. */
const MOST_CLAIMS = CLAIMS.lines;

/** Settings in folders of editors and package managers by which these start programs. */
const STARTING =
  /(?:^|\/)(?:\.idea\/(?:(?:runConfigurations|tools)\/[^/]+|watcherTasks|externalTools)\.xml|\.vs\/(?:tasks|launch)\.vs\.json|\.bundle\/config)$/i;

const BIN = /\/bin\/[^/.]+$/;

const FOLDERS_OF_TOOLS: readonly string[] = [...VENDORED, ...BUILD_OUTPUT];

/** Folders that a tool fills, and whose every text it may start or obey. */
const FOLDERS: ReadonlySet<string> = new Set(
  [...FOLDERS_OF_TOOLS, ...GENERATED, ...LOCK_FILES].filter((rule) => rule.endsWith('/**')),
);

/** Each upgrade of such a tool brings a new one, which is named first of what was not read. */
const RELEASES = /(?:^|\/)(?:\.yarn\/(?:releases|cache|unplugged)\/|\.pnp\.)/i;

/** What tools write beside code, and nothing compiles: descriptions, layouts, lists. */
const DESCRIPTIONS = /\.(?:json|xsd|wsdl|disco|svc(?:map|info)|datasource|diagram|layout|xs[xs])$/i;

/** Bytes by their names that are texts at times. */
const MAY_BE_TEXT = /\.(?:bin|dat|dump|bak|db|eps|lcov|prof|trc)$/i;

/** What package managers, editors and builds keep in folders of their own and start from there: `.yarn/releases`, `.pnp.cjs`, `.next`. */
export function isProgramOfTool(path: string, rule: string | undefined): boolean {
  return (
    (rule !== undefined && FOLDERS_OF_TOOLS.includes(rule) && (isCodeName(path) || BIN.test(path))) ||
    STARTING.test(path)
  );
}

/** The rule that leaves a file out, by its path. */
export type RuleOf = ReadonlyMap<string, string | undefined>;

export function rulesOf(skipped: readonly SkippedFile[]): RuleOf {
  return new Map(skipped.map(({ path, rule }) => [path, rule]));
}

/** Texts that our own rules leave out by their names, those that something starts first; not lock files, nor what shows by its form that it is a picture or a record. */
export interface LeftOutTexts {
  /** Code, and settings that run, that stood there before, or that a tool brings with each release. */
  code: readonly TreeChange[];
  /** New ones: their names alone say that a tool wrote them, as a text may say of itself. */
  claims: readonly TreeChange[];
  /** More of these than anybody looks at. */
  beyond: readonly TreeChange[];
  data: readonly TreeChange[];
}

export function leftOutTexts(leftOut: readonly TreeChange[], rules: RuleOf): LeftOutTexts {
  const others = leftOut.filter(({ path }) => !isLockFile(rules.get(path) ?? ''));
  const isOfTool = isInFilledFolder(rules);
  const isCode = (one: TreeChange) => isCodeByRule(one.path, rules.get(one.path) ?? '');
  const byDanger = others.filter(isCode).sort((one, other) => dangerOf(other) - dangerOf(one));
  const claims = byDanger.filter((one) => isNew(one) && !RELEASES.test(one.path) && !isOfTool(one.path));
  const isClaimed = new Set(claims);
  return {
    code: byDanger.filter((one) => !isClaimed.has(one)).slice(0, MOST),
    claims: claims.slice(0, MOST_CLAIMS),
    beyond: claims.slice(MOST_CLAIMS),
    data: others.filter((one) => !isCode(one) && mayBeData(one.path) && !isOfTool(one.path)),
  };
}

const FILLED = /^\*\*\/([\w.-]+)\/\*\* with /;

/** Whether a file lies in a folder of which the target's side tells that a tool fills it: these are left out for more than their names. */
function isInFilledFolder(rules: RuleOf): (path: string) => boolean {
  const bySign = [...rules].flatMap(([path, rule = '']) => {
    const name = FILLED.exec(rule)?.[1];
    const at = name === undefined ? -1 : `/${path}`.indexOf(`/${name}/`);
    return name === undefined || at < 0 ? [] : [path.slice(0, at + name.length + 1)];
  });
  const folders = new Set(bySign);
  return (path) =>
    folders.size > 0 &&
    ([...folders].some((folder) => path.startsWith(folder)) || / with /.test(rules.get(path) ?? ''));
}

function isLockFile(rule: string): boolean {
  return LOCK_FILES.includes(rule) && !FOLDERS.has(rule);
}

function isCodeByRule(path: string, rule: string): boolean {
  if (isCodeName(path) || BIN.test(path) || runsUnread(path)) return true;
  if (isBinaryName(path)) return false;
  return FOLDERS.has(rule) || (GENERATED.includes(rule) && !DESCRIPTIONS.test(path));
}

function mayBeData(path: string): boolean {
  return !isDrawing(path) && (!isBinaryName(path) || MAY_BE_TEXT.test(path));
}

/** True for what is told by its form from what runs, and is read beyond that only where the change speaks of it. */
export function isToldByForm(path: string): boolean {
  return isSnapshot(path);
}

/** Those of which so little changes that it is read, the smallest first: programs of tools, and what tools write by its name. */
export function smallChanges(files: readonly ChangedFile[], rules: RuleOf): readonly ChangedFile[] {
  const isOfTool = ({ path }: ChangedFile) => isProgramOfTool(path, rules.get(path));
  const isWritten = (file: ChangedFile) => !isOfTool(file) && DEFAULT_EXCLUSIONS.includes(rules.get(file.path) ?? '');
  return [
    ...fewOf(files.filter(isOfTool), OF_TOOLS),
    ...fewOf(files.filter(isWritten), WRITTEN_BY_TOOLS).map(asGenerated),
  ];
}

/** A new file may have any name. */
export function asGenerated(file: ChangedFile): ChangedFile {
  return isNew(file) ? file : { ...file, isGenerated: true };
}

function isNew({ change }: TreeChange): boolean {
  return change !== 'modified' && change !== 'modeChanged';
}

/** Deleted files of which some of these may be the new names. */
export function mayBeOldNames(changes: readonly TreeChange[], claims: readonly TreeChange[]): readonly TreeChange[] {
  const names = new Set(claims.map(({ path }) => basename(path)));
  return changes.filter(({ change, path }) => change === 'deleted' && names.has(basename(path))).slice(0, MOST);
}

/** Letters that hide are data there. */
export function isMinifiedByName(path: string, rules: RuleOf): boolean {
  return MINIFIED.includes(rules.get(path) ?? '');
}

/** The first lines of objects that Python wrote as text, which say what is called when they are loaded. */
const PICKLE =
  /^(?:[(\]}]*[dlt]?p\d+\n){0,2}[(\]}dlt]*(?:c|i)[A-Za-z_][\w.]*\n[A-Za-z_][\w.]*\n[(SVIFLpgtN\]})]|^\([dl]p\d+\n/;

/** Its first line says to a system what starts it, and did not before; or it is a text that Python makes objects of. */
export function beginsAsScript({ hunks }: ChangedFile): boolean {
  const lines = hunks[0]?.lines.filter(({ kind }) => kind !== 'removed') ?? [];
  const [first] = lines;
  if (first?.newLine !== 1) return false;
  if (first.kind === 'added' && /^\ufeff?#!/.test(first.text)) return true;
  return PICKLE.test(
    lines
      .slice(0, 5)
      .map(({ text }) => text)
      .join('\n'),
  );
}
