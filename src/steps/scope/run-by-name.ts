import { basename } from 'node:path/posix';
import type { ChangedFile, TreeChange } from '../diff/changed-file';
import { isCodeName, isInertName } from './code-name';
import { isBytesName } from './data-name';
import { runsUnread } from './runs-unread';
import type { SkippedFile } from './scope';

/** Longer names nobody writes, and so much stands before one that says what is done with it. */
const MAX_NAME = 255;
const MAX_BEFORE = 200;

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

/**
 * Files that our own rules leave out as data and that the change itself runs: `sh data/x.csv`. What is called as code is left out
 * for what wrote it, and told; what are bytes by their name no interpreter reads.
 */
export function runByName(
  files: readonly ChangedFile[],
  changes: readonly TreeChange[],
  skipped: readonly SkippedFile[],
): readonly TreeChange[] {
  const out = new Set(skipped.filter(({ reason }) => reason === 'default exclusion').map(({ path }) => path));
  const left = changes.filter(({ path, change }) => change !== 'deleted' && out.has(path) && mayBeRun(path));
  if (left.length === 0) return [];
  const names = new Set(left.map(({ path }) => basename(path)).filter((name) => name.length <= MAX_NAME));
  const run = new Set(
    files.filter(mayRunOthers).flatMap((file) => addedLines(file).flatMap((line) => runIn(line, names))),
  );
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

function runIn(line: string, names: ReadonlySet<string>): string[] {
  return [...line.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    if (!names.has(word)) return [];
    const before = line.slice(Math.max(0, index - MAX_BEFORE), index);
    const isRun =
      [STARTED, ALONE, CALLED].some((sign) => sign.test(before)) ||
      INTO_SHELL.test(line.slice(index, index + MAX_BEFORE));
    return isRun ? [word] : [];
  });
}
