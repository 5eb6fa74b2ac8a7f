import { basename, extname } from 'node:path/posix';
import type { ChangedFile, TreeChange } from '../diff/changed-file';
import { SUBMODULE } from '../diff/file-mode';
import { isCodeName, isInertName } from './code-name';
import { contentRunAmong } from './content-run';
import { isBytesName } from './data-name';
import { type Start, startIn } from './run-line';
import { runsUnread } from './runs-unread';
import type { SkippedFile } from './scope';
import { startedNames } from './started-variables';

/** Longer names nobody writes. */
const MAX_NAME = 255;
const MAX_ODD = 50;
/** Each takes a quarter of a millisecond; what is named so often is taken for run. */
const MAX_LOOKED = 20_000;

/** Removed lines may stand between a line and the one above it. */
const MAX_ABOVE = 20;

/** A name as it stands among others. */
export const WORD = /[^\s"'`/\\()<>[\]{},;:=|&$]{1,255}/g;

/** Files that name others and start none of them. */
const NAMING = /(?:^|\/)(?:CODEOWNERS|\.[^/]*(?:ignore|attributes)|[^/]*\.(?:lock|sum))$/i;

/** Files that are there and that our own rules leave out by their names. */
export function leftOutOf(changes: readonly TreeChange[], skipped: readonly SkippedFile[]): readonly TreeChange[] {
  const out = new Set(skipped.filter(({ reason }) => reason === 'default exclusion').map(({ path }) => path));
  return changes.filter(({ path, change, newMode }) => change !== 'deleted' && newMode !== SUBMODULE && out.has(path));
}

/** By their paths, how the change starts them; a command, where several do. */
export type RunByName = ReadonlyMap<string, Start>;

/**
 * Files that our own rules leave out as data and that the change itself runs: `sh data/x.csv`. What is called as code is left out
 * for what wrote it, and told.
 */
export function runByName(files: readonly ChangedFile[], leftOut: readonly TreeChange[]): RunByName {
  const left = leftOut.filter(({ path }) => !isCodeName(path));
  return left.length === 0 ? new Map() : startsAmong(files, left);
}

/** Of more names each word of a line is looked up. */
const FEW = 50;
/** `*.log`, `'.log'`, `\\.log$`: whatever is called so. */
const ANY_SO_CALLED = /[*"'`\\({,|]\.(\w{1,20})(?![\w.])/g;

/** The paths of those that an added line of the change speaks of, whatever it does with them: by their names, or as any with their ending. */
export function spokenOf(files: readonly ChangedFile[], left: readonly TreeChange[]): ReadonlySet<string> {
  if (left.length === 0) return new Set();
  const lines = files.filter(mayRunOthers).flatMap(addedTexts);
  const names = new Set(left.map(({ path }) => basename(path)));
  const said =
    names.size > FEW
      ? new Set(lines.flatMap((line) => (line.match(WORD) ?? []).filter((word) => names.has(word))))
      : new Set([...names].filter((name) => lines.some((line) => line.includes(name))));
  const endings = new Set(lines.flatMap((line) => [...line.matchAll(ANY_SO_CALLED)].map(([, ending]) => `.${ending}`)));
  const isSaid = ({ path }: TreeChange) => said.has(basename(path)) || endings.has(extname(path));
  return new Set(left.filter(isSaid).map(({ path }) => path));
}

function addedTexts({ hunks }: ChangedFile): readonly string[] {
  return hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'added').map(({ text }) => text));
}

/** Those that a changed file opens to run what they hold, as far as its lines are shown. */
export function runFromContent(files: readonly ChangedFile[], left: readonly TreeChange[]): RunByName {
  const contentRun = contentRunAmong(new Set(left.map(({ path }) => basename(path))));
  const opened = new Set(files.filter(mayRunOthers).flatMap(({ path, hunks }) => contentRun(path, textsIn(hunks))));
  return new Map(left.filter(({ path }) => opened.has(basename(path))).map(({ path }) => [path, 'content']));
}

/** What of a file starts others: its added lines, or where a link leads. */
export type Runner = Pick<ChangedFile, 'path' | 'content' | 'hunks'>;

/** How these start those. */
export function startsAmong(files: readonly Runner[], left: readonly Pick<TreeChange, 'path'>[]): RunByName {
  const namesIn = wordsAmong(left.map(({ path }) => basename(path)));
  const looked = { left: MAX_LOOKED };
  const run = new Map<string, Start>();
  for (const [name, start] of files.filter(mayRunOthers).flatMap((file) => runIn(file, namesIn, looked)))
    if (run.get(name) !== 'command') run.set(name, start);
  return new Map(
    left.flatMap(({ path }) => {
      const start = run.get(basename(path));
      return start === undefined ? [] : [[path, start] as const];
    }),
  );
}

/** Words for people run nothing, nor do lists of names. */
function mayRunOthers({ path }: Runner): boolean {
  return (!isInertName(path) || runsUnread(path)) && !NAMING.test(path);
}

interface Named {
  name: string;
  at: number;
}

/** Names without a space or a bracket are words of a line, and looked up; of others there are few. */
function wordsAmong(names: readonly string[]): (line: string) => Named[] {
  const isWord = (name: string) => name.match(WORD)?.[0] === name;
  const words = new Set(names.filter(isWord));
  const odd = [...new Set(names.filter((name) => !isWord(name) && name.length <= MAX_NAME))].slice(0, MAX_ODD);
  return (line) => [
    ...[...line.matchAll(WORD)].flatMap(({ 0: name, index: at }) => (words.has(name) ? [{ name, at }] : [])),
    ...odd.map((name) => ({ name, at: line.indexOf(name) })).filter(({ at }) => at >= 0),
  ];
}

/** What a link leads to is run under the link's name, unless that is one of pictures and the like. */
function runIn(
  { path, content, hunks }: Runner,
  namesIn: (line: string) => Named[],
  looked: { left: number },
): [name: string, start: Start][] {
  const startOf = (text: string, before: string, { name, at }: Named): Start | undefined => {
    if (content === 'symlink')
      return at + name.length === text.length && !(isBytesName(path) && isBytesName(name)) ? 'command' : undefined;
    looked.left -= 1;
    return looked.left < 0 ? 'call' : startIn({ path, text, before, started }, name, at);
  };
  let names: ReadonlySet<string> | undefined;
  const started = () => {
    names ??= startedNames(textsIn(hunks));
    return names;
  };
  return hunks.flatMap(({ lines }) =>
    lines.flatMap(({ kind, text }, index) => {
      const named = kind === 'added' ? namesIn(text) : [];
      if (named.length === 0) return [];
      const before = lines.slice(Math.max(0, index - MAX_ABOVE), index).findLast((line) => line.kind !== 'removed');
      return named.flatMap((one): [string, Start][] => {
        const start = startOf(text, before?.text ?? '', one);
        return start === undefined ? [] : [[one.name, start]];
      });
    }),
  );
}

function textsIn(hunks: Runner['hunks']): string {
  const lines = hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind !== 'removed');
  return lines.map(({ text }) => text).join('\n');
}
