import { basename } from 'node:path/posix';
import type { ChangedFile, TreeChange } from '../diff/changed-file';
import { isCodeName, isInertName } from './code-name';
import { isBytesName } from './data-name';
import { runsUnread } from './runs-unread';
import type { SkippedFile } from './scope';

/** Longer names nobody writes, and so much stands before one that says what is done with it. */
const MAX_NAME = 255;
const MAX_BEFORE = 200;
const MAX_ODD = 200;

const WORD = /[^\s"'`/\\()<>[\]{},;:=|&$]{1,255}/g;

const INTERPRETERS =
  '(?:ba|z|da|k|fi)?sh|source|\\.|node|deno|bun|tsx|ts-node|python[\\d.]{0,5}|py|ruby|perl|php|lua|pwsh|powershell|cmd|osascript|cscript|wscript|Rscript|exec|eval|chmod|sudo|env|xargs|call|start|iex';
const PATH = '(?:[^\\s"\'`]{0,150}[/\\\\])?$';

/** What stands before the path of a file that is then run: `bash -e `, `chmod +x `, `sh < `, `"sh", ["`. */
const STARTED = new RegExp(
  [
    `(?:^|[\\s"'\`;&|(=/\\\\[,])(?:${INTERPRETERS})(?:\\.exe)?`,
    `(?:\\s{1,8}(?:[-+/][^\\s"']{0,40}|\\d{3,4})){0,4}`,
    `(?:\\s{1,8}["'(]{0,2}|\\s{0,8}<\\s{0,8}["'(]{0,2}|["'],\\s{0,8}\\[?["'])(?:\\$?\\(?cat\\s{1,8})?`,
    PATH,
  ].join(''),
  'i',
);

const KEYS =
  '(?:pre|post)\\w{1,20}|prepare|install|start|test|build|dev|run|script|bash|pwsh|command|cmd|entrypoint|main|bin';
/** A line of a shell that begins with it, or the name of what is run. */
const ALONE = new RegExp(
  `(?:^\\s*(?:-\\s+)?|[;&|({]\\s*|(?:^|[\\s"'])(?:${KEYS})"?\\s*:\\s*["'[]{0,2})\\.{0,2}[/\\\\]${PATH}`,
  'i',
);

/** A call of a program, or of a file as one. */
const CALLED =
  /\b(?:require|include|require_once|include_once|dofile|loadfile|execfile|run_path|spawn(?:Sync)?|exec(?:File|FileSync|Sync|v|vp|ve|l)?|system|popen|Popen|subprocess\.\w{1,20}|Process\.Start|Start-Process|Invoke-Expression)\s{0,4}\(?\s{0,4}\[?\s{0,4}(?:open\s{0,4}\()?["'`][^"'`]{0,150}$/;

const INTO_SHELL =
  /\|\s*(?:sudo\s+)?(?:(?:ba|z|da)?sh|node|python[\d.]{0,5}|perl|ruby|php|pwsh|iex|Invoke-Expression)\s*(?:-\s*|-s\s*)?(?:$|["'`|;&)])/i;

/** Files that are there and that our own rules leave out by their names. */
export function leftOutOf(changes: readonly TreeChange[], skipped: readonly SkippedFile[]): readonly TreeChange[] {
  const out = new Set(skipped.filter(({ reason }) => reason === 'default exclusion').map(({ path }) => path));
  return changes.filter(({ path, change, newMode }) => change !== 'deleted' && newMode !== '160000' && out.has(path));
}

/**
 * Files that our own rules leave out as data and that the change itself runs: `sh data/x.csv`. What is called as code is left out
 * for what wrote it, and told; what are bytes by their name no interpreter reads.
 */
export function runByName(files: readonly ChangedFile[], leftOut: readonly TreeChange[]): readonly TreeChange[] {
  const left = leftOut.filter(({ path }) => mayBeRun(path));
  if (left.length === 0) return [];
  const namesOf = wordsAmong(left.map(({ path }) => basename(path)));
  const run = new Set(files.filter(mayRunOthers).flatMap((file) => addedLines(file).flatMap(runIn(file, namesOf))));
  return left.filter(({ path }) => run.has(basename(path)));
}

function mayBeRun(path: string): boolean {
  return !isCodeName(path) && !isBytesName(path);
}

/** Words for people run nothing. */
function mayRunOthers({ path }: ChangedFile): boolean {
  return !isInertName(path) || runsUnread(path);
}

function addedLines({ hunks }: ChangedFile): string[] {
  return hunks.flatMap(({ lines }) => lines.flatMap(({ kind, text }) => (kind === 'added' ? [text] : [])));
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
function runIn({ content }: ChangedFile, namesIn: (line: string) => Named[]): (line: string) => string[] {
  const isRun = (line: string, { name, at }: Named) => {
    if (content === 'symlink') return at + name.length === line.length;
    const before = line.slice(Math.max(0, at - MAX_BEFORE), at);
    return (
      [STARTED, ALONE, CALLED].some((sign) => sign.test(before)) || INTO_SHELL.test(line.slice(at, at + MAX_BEFORE))
    );
  };
  return (line) => namesIn(line).flatMap((named) => (isRun(line, named) ? [named.name] : []));
}
