import { basename } from 'node:path/posix';
import type { ChangedFile, TreeChange } from '../diff/changed-file';
import { SUBMODULE } from '../diff/file-mode';
import { isCodeName, isInertName } from './code-name';
import { isBytesName } from './data-name';
import { isStartedIn } from './run-line';
import { runsUnread } from './runs-unread';
import type { SkippedFile } from './scope';

/** Longer names nobody writes. */
const MAX_NAME = 255;
const MAX_ODD = 50;
/** Each takes a quarter of a millisecond; what is named so often is taken for run. */
const MAX_LOOKED = 20_000;

/** Removed lines may stand between a line and the one above it. */
const MAX_ABOVE = 20;

const WORD = /[^\s"'`/\\()<>[\]{},;:=|&$]{1,255}/g;

/** Files that name others and start none of them. */
const NAMING = /(?:^|\/)(?:CODEOWNERS|\.[^/]*(?:ignore|attributes)|[^/]*\.(?:lock|sum))$/i;

/** Files that are there and that our own rules leave out by their names. */
export function leftOutOf(changes: readonly TreeChange[], skipped: readonly SkippedFile[]): readonly TreeChange[] {
  const out = new Set(skipped.filter(({ reason }) => reason === 'default exclusion').map(({ path }) => path));
  return changes.filter(({ path, change, newMode }) => change !== 'deleted' && newMode !== SUBMODULE && out.has(path));
}

/**
 * Files that our own rules leave out as data and that the change itself runs: `sh data/x.csv`. What is called as code is left out
 * for what wrote it, and told; what are bytes by their name no interpreter reads.
 */
export function runByName(files: readonly ChangedFile[], leftOut: readonly TreeChange[]): readonly TreeChange[] {
  const left = leftOut.filter(({ path }) => mayBeRun(path));
  if (left.length === 0) return [];
  const namesIn = wordsAmong(left.map(({ path }) => basename(path)));
  const looked = { left: MAX_LOOKED };
  const run = new Set(files.filter(mayRunOthers).flatMap((file) => runIn(file, namesIn, looked)));
  return left.filter(({ path }) => run.has(basename(path)));
}

function mayBeRun(path: string): boolean {
  return !isCodeName(path) && !isBytesName(path);
}

/** Words for people run nothing, nor do lists of names. */
function mayRunOthers({ path }: ChangedFile): boolean {
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

/** What a link leads to is run under the link's name. */
function runIn(
  { path, content, hunks }: ChangedFile,
  namesIn: (line: string) => Named[],
  looked: { left: number },
): string[] {
  const isRun = (text: string, before: string, { name, at }: Named) => {
    if (content === 'symlink') return at + name.length === text.length;
    looked.left -= 1;
    return looked.left < 0 || isStartedIn({ path, text, before }, name, at);
  };
  return hunks.flatMap(({ lines }) =>
    lines.flatMap(({ kind, text }, index) => {
      const named = kind === 'added' ? namesIn(text) : [];
      if (named.length === 0) return [];
      const before = lines.slice(Math.max(0, index - MAX_ABOVE), index).findLast((line) => line.kind !== 'removed');
      return named.flatMap((one) => (isRun(text, before?.text ?? '', one) ? [one.name] : []));
    }),
  );
}
