import { cutText } from '../../cut-text';
import type { OutlineEntry } from '../../ports/outliner';
import type { BlobId } from '../../ports/repository';
import type { ChangedFile } from '../diff/changed-file';
import { hunkSpan } from '../diff/hunk-span';
import { isWithin } from '../diff/line-span';
import type { MadeOutline } from './entry-tree';

/** Lines of one body, and characters of all. */
const MAX_BODY_LINES = 8;
const MAX_CHARACTERS = 4000;
const MAX_LINE_LENGTH = 160;

const CALL = /(?<!\w)([A-Za-z_]\w*)\s{0,40}(?:<[^<>()]{0,200}>)?\(/g;
/** Kinds of declarations that are called and have a body. */
export const BODIES: ReadonlySet<string> = new Set(['function', 'method', 'constructor']);

/** The first lines of unchanged functions of changed files that added lines call, by their entries: what they do decides what a call does. */
export type CalledBodies = ReadonlyMap<OutlineEntry, readonly string[]>;

export function calledBodies(
  files: readonly ChangedFile[],
  outlines: ReadonlyMap<string, MadeOutline>,
  contents: ReadonlyMap<BlobId, Uint8Array>,
): CalledBodies {
  const bodies = new Map<OutlineEntry, string[]>();
  const callers = new Map(files.map((file) => [file.path, calledNames(file)]));
  const anywhere = new Set([...callers.values()].flatMap((names) => [...names]));
  const declared = countNames(outlines);
  let room = MAX_CHARACTERS;
  for (const file of files) {
    const [outline, content] = [outlines.get(file.path), contents.get(file.newBlob)];
    if (!outline || content === undefined) continue;
    const lines = Buffer.from(content).toString('utf8').split('\n');
    for (const entry of outline.entries.filter((one) =>
      isCalled(one, file, { own: callers.get(file.path), anywhere, declared }),
    )) {
      const body = bodyOf(entry, lines);
      const size = body.reduce((sum, { length }) => sum + length + 8, 0);
      if (body.length === 0 || size > room) continue;
      room -= size;
      bodies.set(entry, body);
    }
  }
  return bodies;
}

/** Names before a bracket on added lines. */
export function calledNames({ hunks }: ChangedFile): Set<string> {
  const names = new Set<string>();
  for (const { kind, text } of hunks.flatMap(({ lines }) => lines)) {
    if (kind !== 'added' || text.length > 2000) continue;
    for (const [, name] of text.matchAll(CALL)) if (name) names.add(name);
  }
  return names;
}

function countNames(outlines: ReadonlyMap<string, MadeOutline>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { entries } of outlines.values()) {
    for (const { name, kind } of entries) if (BODIES.has(kind)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Names that added lines call, in the same file and in all files, and how often each is declared. */
interface Called {
  own: ReadonlySet<string> | undefined;
  anywhere: ReadonlySet<string>;
  declared: ReadonlyMap<string, number>;
}

/** A call in another file is believed only where the name is declared once. */
function isCalled(entry: OutlineEntry, file: ChangedFile, { own, anywhere, declared }: Called): boolean {
  if (!BODIES.has(entry.kind) || !anywhere.has(entry.name) || isShown(entry, file)) return false;
  return own?.has(entry.name) === true || declared.get(entry.name) === 1;
}

/** As much of it in the diff as would be shown here. */
function isShown({ startLine, headerEndLine, endLine }: OutlineEntry, { hunks }: ChangedFile): boolean {
  const lines = { startLine, endLine: Math.min(endLine, headerEndLine + MAX_BODY_LINES) };
  return hunks.some((hunk) => isWithin(lines, hunkSpan(hunk, 'new')));
}

function bodyOf({ headerEndLine, endLine }: OutlineEntry, lines: readonly string[]): string[] {
  const body = lines.slice(headerEndLine, endLine).map((line) => cutText(line.trimEnd(), MAX_LINE_LENGTH));
  const [brace] = body;
  const telling = brace?.trim() === '{' ? body.slice(1) : body;
  const first = dedented(telling.slice(0, MAX_BODY_LINES).filter((line) => line.trim() !== ''));
  return telling.length > MAX_BODY_LINES ? [...first, '...'] : first;
}

/** Without the white space that all lines begin with: what it would tell, the row above does. */
function dedented(lines: readonly string[]): string[] {
  const depths = lines.map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...depths);
  return lines.map((line) => line.slice(shared));
}
