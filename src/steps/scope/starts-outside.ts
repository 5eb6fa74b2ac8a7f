import { basename } from 'node:path/posix';
import { firstNamed } from '../../first-named';
import type { DiffLine } from '../diff/changed-file';
import { BINARIES, BULK_DATA } from './default-exclusions';
import type { Gap } from './gap';
import { isProgramName } from './program-name';
import { type RunByName, type Runner, startsAmong, WORD } from './run-by-name';
import { isLeftOutByName } from './scope-by-path';

/** As our own rules call data and bytes: a list of endings, or one. */
const LIST = /^\*\*\/\*\.(?:\{([\w,]+)\}|(\w+))$/;

const ENDINGS = [...BINARIES, ...BULK_DATA]
  .flatMap((glob) => (LIST.exec(glob)?.slice(1).join('') ?? '').split(','))
  .filter((ending) => ending !== '' && !isProgramName(`x.${ending}`));

const DATA = new RegExp(`\\.(?:${ENDINGS.join('|')})$`, 'i');
const MAY_NAME = new RegExp(`\\.(?:${ENDINGS.join('|')})(?![\\w.-])`, 'i');

/** More names stand in lists. */
const MOST_NAMES = 200;
/** Of one name. */
const MOST_FILES = 20;
/** As many bytes as git looks at to tell a text. */
const SAMPLE = 8_000;
const MOST_NAMED = 3;

/** What the change starts and does not bring along itself. */
export interface Started {
  how: RunByName;
  /** The lines that name it. */
  lines: readonly string[];
}

/** Names of data that the change starts, loads or leads a link to; empty for nearly every change. */
export function startsOf(files: readonly Runner[]): Started {
  const lines = files.flatMap(({ hunks }) =>
    hunks.flatMap((hunk) => hunk.lines.filter(mayName).map(({ text }) => text)),
  );
  const names = new Set(lines.flatMap((text) => text.match(WORD) ?? []));
  const data = [...names].filter((name) => DATA.test(name) && isLeftOutByName(name)).slice(0, MOST_NAMES);
  return { lines, how: data.length === 0 ? new Map() : howStarted(files, data) };
}

/** What bundlers load as it is, and is a text: drawings and models of every day. */
const LOADED_AS_IT_IS = /\.(?:svg|gltf|glb|dae|fbx|stl|3ds|blend|eps|ai|pdf|rtf)$/i;
const BUNDLED = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|html?|[sl]?css)$/i;

function howStarted(files: readonly Runner[], data: readonly string[]): RunByName {
  const named = data.map((path) => ({ path }));
  const bundled = files.filter(({ path }) => BUNDLED.test(path));
  const others = files.filter(({ path }) => !BUNDLED.test(path));
  const counting = [...startsAmong(bundled, named)].filter(
    ([name, start]) => start === 'command' || !LOADED_AS_IT_IS.test(name),
  );
  return new Map([...counting, ...startsAmong(others, named)]);
}

function mayName({ kind, text }: DiffLine): boolean {
  return kind === 'added' && MAY_NAME.test(text);
}

/** Files that may be meant: those whose folder is named too, where there are some. */
export function meantBy({ how, lines }: Started, paths: readonly string[]): readonly string[] {
  const called = paths.filter((path) => how.has(basename(path)));
  const spelt = called.filter((path) => lines.some((text) => text.includes(path.split('/').slice(-2).join('/'))));
  return (spelt.length > 0 ? spelt : called).slice(0, MOST_FILES);
}

/** Of bytes people know that nobody reads them; a text that is left out is read by nobody, and runs now. */
export function isReadByNobody(bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && bytes.length > 0 && !bytes.subarray(0, SAMPLE).includes(0);
}

export function startedUnread(paths: readonly string[]): Gap[] {
  if (paths.length === 0) return [];
  return [
    {
      code: 'run-unread',
      message: `The change starts or loads what our own rules leave out, so that no review has read it: ${firstNamed(paths, MOST_NAMED)}.`,
      advice: 'Change a line of it in this pull request: it is read whole then.',
    },
  ];
}
