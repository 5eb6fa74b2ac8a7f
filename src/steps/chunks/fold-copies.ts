import { grouped } from '../../grouped';
import { sha256 } from '../../sha256';
import type { Alert } from '../alerts/alert';
import type { ChangedFile, Hunk } from '../diff/changed-file';
import { compareText } from '../diff/compare-text';
import type { Uses } from '../diff/known-data';
import { hunkBytes } from './hunk-bytes';
import { riskOf } from './risk';

/** Lines of another file that are the same as lines of this one. */
export interface Copy {
  path: string;
  hunk: Hunk;
  /** The hunk that is shown in its place. */
  of: Hunk;
}

/** A hunk that another file shows. */
export interface Elsewhere {
  hunk: Hunk;
  path: string;
  of: Hunk;
}

/** A file as it is shown where several hold the same hunks: each hunk stands in one of them. */
export interface ShownFile extends ChangedFile {
  copies?: readonly Copy[];
  elsewhere?: readonly Elsewhere[];
  /** What the added lines of the other files do with texts; absent where nothing here depends on it. */
  usesElsewhere?: Uses;
}

/** The name of another place takes about as much as a hunk below this. */
const MIN_BYTES = 200;
const MADE_BY_A_TOOL = /(?:^|\/)[_.]?(?:generated|gen|dist|out|build|copies)\//i;

interface Place {
  file: ChangedFile;
  hunk: Hunk;
}

/** What must be seen where it stands. */
interface Known {
  alerts?: readonly Alert[];
  /** Paths of files that an earlier review raised something in. */
  raised?: readonly { path: string }[];
  /** Paths of files that are in planned parts: they go as a whole or not at all. */
  planned?: ReadonlySet<string>;
}

/** Byte-identical hunks of several files, each to be shown in the riskiest of them, which then lists the others. */
export function foldCopies(files: readonly ChangedFile[], known: Known = {}): ShownFile[] {
  const { alerts = [], raised = [], planned = new Set() } = known;
  const stays = new Set([...alerts, ...raised].map(({ path }) => path));
  const elsewhere = new Map<string, Elsewhere[]>();
  for (const group of equalHunks(files)) {
    const [first, ...others] = inOrder(group, planned);
    if (first === undefined) continue;
    for (const { file, hunk } of others) {
      if (file.path === first.file.path || stays.has(file.path)) continue;
      elsewhere.set(file.path, [...(elsewhere.get(file.path) ?? []), { hunk, path: first.file.path, of: first.hunk }]);
    }
  }
  for (const { path, hunks } of files) {
    if (planned.has(path) && elsewhere.get(path)?.length !== hunks.length) elsewhere.delete(path);
  }
  return withPlaces(files, elsewhere);
}

/** The hunks that a file shows itself. */
export function ownHunks({ hunks, elsewhere = [] }: ShownFile): readonly Hunk[] {
  const others = new Set(elsewhere.map(({ hunk }) => hunk));
  return others.size === 0 ? hunks : hunks.filter((hunk) => !others.has(hunk));
}

/** True for a file of which every line stands in another one. */
export function isShownElsewhere(file: ShownFile): boolean {
  return file.elsewhere !== undefined && ownHunks(file).length === 0;
}

function withPlaces(files: readonly ChangedFile[], elsewhere: ReadonlyMap<string, readonly Elsewhere[]>): ShownFile[] {
  const copies = new Map<string, Copy[]>();
  for (const [path, all] of elsewhere) {
    for (const { hunk, path: first, of } of all) copies.set(first, [...(copies.get(first) ?? []), { path, hunk, of }]);
  }
  return files.map((file) => {
    const [own, others] = [copies.get(file.path), elsewhere.get(file.path)];
    return own || others ? { ...file, ...(own && { copies: own }), ...(others && { elsewhere: others }) } : file;
  });
}

/** In groups of more than one; most hunks are told apart without a look at all of their lines. */
function equalHunks(files: readonly ChangedFile[]): Place[][] {
  const places = files.filter(isPlain).flatMap((file) => file.hunks.map((hunk) => ({ file, hunk })));
  const large = places.filter(({ hunk }) => hunkBytes(hunk) >= MIN_BYTES);
  return groupsOf(large, roughKey).flatMap((group) => groupsOf(group, exactKey));
}

/** What else is told of a file's change is told by its own header. */
function isPlain({ content, oldPath, oldMode, newMode, change }: ChangedFile): boolean {
  return content === 'text' && oldPath === undefined && (change !== 'modified' || oldMode === newMode);
}

function groupsOf(places: readonly Place[], keyOf: (place: Place) => string): Place[][] {
  return [...grouped(places, keyOf).values()].filter((group) => group.some(({ file }) => file !== group[0]?.file));
}

function roughKey({ file, hunk: { lines, newLines, oldLines } }: Place): string {
  const end = file.path.slice(file.path.lastIndexOf('.'));
  const { change, newNoNewline, oldNoNewline } = file;
  const changed = lines.find(({ kind }) => kind !== 'context')?.text ?? '';
  return JSON.stringify([end, change, newNoNewline, oldNoNewline, newLines, oldLines, changed]);
}

function exactKey({ hunk: { lines } }: Place): string {
  return sha256(lines.map(({ kind, text }) => `${kind} ${text}\n`).join(''));
}

/** What is surely asked about before what the money may not reach, the riskiest first, what a tool may have made last. */
function inOrder(group: readonly Place[], planned: ReadonlySet<string>): Place[] {
  const rank = ({ file }: Place) =>
    (planned.has(file.path) ? 0 : 100) + riskOf(file, []) - (MADE_BY_A_TOOL.test(file.path) ? 20 : 0);
  return [...group].sort((a, b) => rank(b) - rank(a) || compareText(a.file.path, b.file.path));
}
