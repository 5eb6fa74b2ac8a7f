import type { ChangedFile, TreeChange } from '../diff/changed-file';
import { isCodeName } from './code-name';
import { BUILD_OUTPUT, DEFAULT_EXCLUSIONS, LOCK_FILES, MINIFIED, VENDORED } from './default-exclusions';
import { fewOf, OF_TOOLS, WRITTEN_BY_TOOLS } from './few-to-read';
import { dangerOf } from './moves-to-read';
import { runsUnread } from './runs-unread';
import type { SkippedFile } from './scope';

/** Of more, a tool filled a folder. */
const MOST = 100;

/** Settings in folders of editors and package managers by which these start programs. */
const STARTING =
  /(?:^|\/)(?:\.idea\/(?:(?:runConfigurations|tools)\/[^/]+|watcherTasks|externalTools)\.xml|\.vs\/(?:tasks|launch)\.vs\.json|\.bundle\/config)$/i;

const BIN = /\/bin\/[^/.]+$/;

const FOLDERS_OF_TOOLS: readonly string[] = [...VENDORED, ...BUILD_OUTPUT];

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

/** Code and settings that run, and that our own rules leave out by their names, those that something starts first. */
export function codeAmong(leftOut: readonly TreeChange[], skipped: readonly SkippedFile[]): readonly TreeChange[] {
  const rules = rulesOf(skipped);
  const isNoCode = (one: TreeChange) =>
    LOCK_FILES.includes(rules.get(one.path) ?? '') || (isNew(one) && isMinifiedByName(one.path, rules));
  return leftOut
    .filter((one) => (isCodeName(one.path) || BIN.test(one.path) || runsUnread(one.path)) && !isNoCode(one))
    .sort((one, other) => dangerOf(other) - dangerOf(one))
    .slice(0, MOST);
}

/** Those of which so little changes that it is read, the smallest first: programs of tools, and what tools write by its name. */
export function smallChanges(files: readonly ChangedFile[], rules: RuleOf): readonly ChangedFile[] {
  const isOfTool = ({ path }: ChangedFile) => isProgramOfTool(path, rules.get(path));
  const isWritten = (file: ChangedFile) => !isOfTool(file) && DEFAULT_EXCLUSIONS.includes(rules.get(file.path) ?? '');
  return [
    ...fewOf(files.filter(isOfTool), OF_TOOLS),
    // A new file may have any name.
    ...fewOf(files.filter(isWritten), WRITTEN_BY_TOOLS).map((file) =>
      isNew(file) ? file : { ...file, isGenerated: true },
    ),
  ];
}

function isNew({ change }: TreeChange): boolean {
  return change !== 'modified' && change !== 'modeChanged';
}

/** Letters that hide are data there. */
export function isMinifiedByName(path: string, rules: RuleOf): boolean {
  return MINIFIED.includes(rules.get(path) ?? '');
}

/** Its first line says to a system what starts it, and did not before. */
export function beginsAsScript({ hunks }: ChangedFile): boolean {
  const [first] = hunks[0]?.lines.filter(({ kind, newLine }) => kind === 'added' && newLine === 1) ?? [];
  return first !== undefined && /^\ufeff?#!/.test(first.text);
}
