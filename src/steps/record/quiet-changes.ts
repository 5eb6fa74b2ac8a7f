import { firstNamed } from '../../first-named';
import { codeSpan } from '../comments/escape';
import { isCodeName } from '../scope/code-name';
import { isBytesName } from '../scope/data-name';
import type { FileFate } from '../scope/file-fate';
import { isProgramOfTool } from '../scope/left-out-code';
import { movesToRun } from '../scope/moved-to-run';
import { dangerOf, maySteer } from '../scope/moves-to-read';
import { isProgramName } from '../scope/program-name';
import { runsUnread } from '../scope/runs-unread';
import { HIDDEN, MOVED_ALONE } from '../scope/scope';
import { WENT_AWAY } from '../scope/scope-by-content';

const MAX_NAMED = 3;

const PROGRAM_NAME = /(?:^|\/)s?bin\/[^./]+$/;

/** Whom a program trusts. */
const CERTIFICATE = /\.(?:cer|crt|p7[bcs]|crl)$/i;

/** Fetches a build tool and starts it, on every machine that builds. */
const WRAPPER = /(?:^|\/)(?:gradle|maven)-wrapper\.jar$/i;

/** Keeps an otherwise empty folder in git. */
const PLACE_KEEPER = /(?:^|\/)\.(?:git)?(?:keep|placeholder)$/;

interface Kind {
  isIt(file: FileFate): boolean;
  /** What happened to this number of them. */
  said(count: number): string;
}

/** Changes without a line that anybody could read, which may matter all the same. */
const KINDS: readonly Kind[] = [
  {
    isIt: ({ path, reason }) => isByRule(reason) && WRAPPER.test(path),
    said: (count) =>
      `${count === 1 ? '1 program that each build starts was' : `${count} programs that each build starts were`} changed, whose checksum is to be compared with that of its release`,
  },
  {
    isIt: ({ reason, rule = '' }) => isByRule(reason) && rule.includes(HIDDEN),
    said: (count) =>
      count === 1
        ? '1 file of code that our own rules leave out holds characters that nobody sees'
        : `${count} files of code that our own rules leave out hold characters that nobody sees`,
  },
  {
    isIt: ({ path, reason, rule }) => isByRule(reason) && isProgramOfTool(path, rule),
    said: (count) =>
      count === 1
        ? '1 program that a tool of yours starts was changed, and our own rules leave it out'
        : `${count} programs that tools of yours start were changed, and our own rules leave them out`,
  },
  {
    isIt: ({ reason }) => reason === 'submodule',
    said: (count) =>
      count === 1 ? '1 submodule stands at another commit' : `${count} submodules stand at other commits`,
  },
  {
    isIt: ({ rule = '' }) => / mode \d{6} to 100755$/.test(` ${rule}`),
    said: (count) => (count === 1 ? '1 file became executable' : `${count} files became executable`),
  },
  {
    isIt: ({ rule = '' }) => / mode 100755 to \d{6}$/.test(` ${rule}`),
    said: (count) => (count === 1 ? '1 file is not executable any more' : `${count} files are not executable any more`),
  },
  {
    isIt: ({ path, reason }) => reason === 'empty file' && runsUnread(path) && !PLACE_KEEPER.test(path),
    said: (count) =>
      count === 1
        ? '1 empty file that tools look for by its name came or went'
        : `${count} empty files that tools look for by their names came or went`,
  },
  {
    isIt: ({ reason }) => reason === 'LFS pointer',
    said: (count) =>
      count === 1
        ? '1 LFS pointer was changed, whose content lies elsewhere'
        : `${count} LFS pointers were changed, whose content lies elsewhere`,
  },
  {
    isIt: ({ reason }) => reason === 'generated' || reason === 'minified',
    said: (count) =>
      count === 1
        ? '1 file that a tool once wrote was changed, by the tool or by hand'
        : `${count} files that a tool once wrote were changed, by the tool or by hand`,
  },
  {
    isIt: ({ reason }) => reason === WENT_AWAY,
    said: (count) => (count === 1 ? '1 file of many lines was deleted' : `${count} files of many lines were deleted`),
  },
  {
    isIt: ({ path, reason }) => reason === 'binary' && !isBytesName(path),
    said: (count) =>
      count === 1
        ? '1 file of bytes has a name that does not say what it is'
        : `${count} files of bytes have names that do not say what they are`,
  },
  {
    isIt: ({ path, reason }) => (isByRule(reason) || reason === 'binary') && isProgramName(path),
    said: (count) => (count === 1 ? '1 program of bytes was changed' : `${count} programs of bytes were changed`),
  },
  {
    isIt: ({ path, reason }) => reason === 'binary' && CERTIFICATE.test(path),
    said: (count) =>
      count === 1 ? '1 certificate of bytes was changed' : `${count} certificates of bytes were changed`,
  },
  {
    isIt: ({ path, reason }) => isByRule(reason) && mayRun(path),
    said: (count) =>
      count === 1
        ? '1 file that may hold code is left out by our own rules'
        : `${count} files that may hold code are left out by our own rules`,
  },
  {
    isIt: ({ path, reason = '', rule = '' }) =>
      /^(?:renamed|copied) without/.test(reason) && endingOf(path) !== endingOf(rule),
    said: (count) => (count === 1 ? '1 file got another kind of name' : `${count} files got another kind of name`),
  },
  {
    isIt: ({ path, reason, rule = '' }) =>
      reason === MOVED_ALONE && movesToRun(rule.replace(/^from /, ''), path) !== null,
    said: (count) => (count === 1 ? '1 file moved to where it may run' : `${count} files moved to where they may run`),
  },
  {
    isIt: ({ path, reason }) => reason === MOVED_ALONE && maySteer(path),
    said: (count) => (count === 1 ? '1 file of code only moved' : `${count} files of code only moved`),
  },
  {
    // A name makes no picture of a text, and no lock file of a script: whatever else these rules leave out is told as well.
    isIt: ({ reason }) => isByRule(reason),
    said: (count) =>
      count === 1 ? '1 file is left out by our own rules' : `${count} files are left out by our own rules`,
  },
];

function isByRule(reason: string | undefined): boolean {
  return reason === 'default exclusion';
}

/** What was code before a second ending (`deploy.sh.orig`) may be so again, and programs have none. */
function mayRun(path: string): boolean {
  const names = [path, path.replace(/\.\w{1,10}$/, '')];
  return names.some((name) => isCodeName(name) || runsUnread(name)) || PROGRAM_NAME.test(path);
}

/** One sentence about what was changed and holds nothing to read; empty where there is none. Each file is named once. */
export function quietChanges(files: readonly FileFate[]): string {
  const skipped = files.filter(({ state }) => state === 'skipped');
  const kindOf = new Map(skipped.map((file) => [file, KINDS.find(({ isIt }) => isIt(file))]));
  const told = KINDS.flatMap((kind) => {
    const those = skipped.filter((file) => kindOf.get(file) === kind);
    return those.length === 0 ? [] : [`${kind.said(those.length)} (${named(those)})`];
  });
  return told.length === 0 ? '' : `Changed, and not read: ${told.join('; ')}.`;
}

function named(files: readonly FileFate[]): string {
  return firstNamed(
    worstFirst(files).map(({ path, rule }) => `${codeSpan(path)}${commits(rule)}`),
    MAX_NAMED,
  );
}

/** Pictures and the like are named where nothing else is, and what something starts before all else. */
function worstFirst(files: readonly FileFate[]): readonly FileFate[] {
  if (files.length <= 1) return files;
  const weight = new Map(files.map((file) => [file, isBytesName(file.path) ? -1 : dangerOf(file)]));
  return [...files].sort((a, b) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0));
}

function commits(rule = ''): string {
  return rule.startsWith('commit ') ? `, ${rule.slice('commit '.length)}` : '';
}

/** The last name's ending; what stands behind a path in a rule is not part of it. */
function endingOf(path: string): string {
  return (/\.\w{1,20}(?=,|$)/.exec(path.slice(path.lastIndexOf('/') + 1))?.[0] ?? '').toLowerCase();
}
