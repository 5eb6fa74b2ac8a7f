import { sumOf } from '../../sum-of';
import type { ChangedFile, TreeChange } from '../diff/changed-file';
import { isCodeName } from './code-name';
import { BUILD_OUTPUT, LOCK_FILES, MINIFIED, VENDORED } from './default-exclusions';
import { dangerOf } from './moves-to-read';
import { runsUnread } from './runs-unread';
import type { SkippedFile } from './scope';

/** Of more, a tool filled a folder. */
const MOST = 100;

/** What people look through in a minute, and no release of a tool has so little. */
const SMALL = { letters: 16_384, lines: 400, inLine: 500 };
/** Letters of all of them. */
const MOST_SMALL = 65_536;

/** Settings in folders of editors and package managers by which these start programs. */
const STARTING =
  /(?:^|\/)(?:\.idea\/(?:(?:runConfigurations|tools)\/[^/]+|watcherTasks|externalTools)\.xml|\.vs\/(?:tasks|launch)\.vs\.json|\.bundle\/config)$/i;

const BIN = /\/bin\/[^/.]+$/;

const OF_TOOLS: readonly string[] = [...VENDORED, ...BUILD_OUTPUT];

/** What package managers, editors and builds keep in folders of their own and start from there: `.yarn/releases`, `.pnp.cjs`, `.next`. */
export function isProgramOfTool(path: string, rule: string | undefined): boolean {
  return (rule !== undefined && OF_TOOLS.includes(rule) && (isCodeName(path) || BIN.test(path))) || STARTING.test(path);
}

/** Code and settings that run, and that our own rules leave out by their names, those that something starts first. */
export function codeAmong(leftOut: readonly TreeChange[], skipped: readonly SkippedFile[]): readonly TreeChange[] {
  const rules = new Map(skipped.map(({ path, rule }) => [path, rule]));
  const isWritten = (path: string) =>
    !LOCK_FILES.includes(rules.get(path) ?? '') && !MINIFIED.includes(rules.get(path) ?? '');
  return leftOut
    .filter(({ path }) => (isCodeName(path) || BIN.test(path) || runsUnread(path)) && isWritten(path))
    .sort((one, other) => dangerOf(other) - dangerOf(one))
    .slice(0, MOST);
}

/** Those of which so little changes that it is read, the smallest first. */
export function smallChanges(files: readonly ChangedFile[]): readonly ChangedFile[] {
  let left = MOST_SMALL;
  return files
    .map((file) => ({ file, letters: lettersOf(file) }))
    .filter(({ letters }) => letters > 0 && letters <= SMALL.letters)
    .sort((one, other) => one.letters - other.letters)
    .filter(({ letters }) => {
      left -= letters;
      return left >= 0;
    })
    .map(({ file }) => file);
}

/** Infinite where it is not small. */
function lettersOf({ content, unreadable, hunks }: ChangedFile): number {
  if (content !== 'text' || unreadable !== undefined) return Number.POSITIVE_INFINITY;
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const isWide = lines.length > SMALL.lines || lines.some(({ text }) => text.length > SMALL.inLine);
  return isWide ? Number.POSITIVE_INFINITY : sumOf(lines, ({ text }) => text.length + 1);
}

/** Its first line says to a system what starts it, and did not before. */
export function beginsAsScript({ hunks }: ChangedFile): boolean {
  const [first] = hunks[0]?.lines.filter(({ kind, newLine }) => kind === 'added' && newLine === 1) ?? [];
  return first !== undefined && /^\ufeff?#!/.test(first.text);
}
