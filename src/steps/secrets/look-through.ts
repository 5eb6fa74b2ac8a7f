import type { BlobId } from '../../ports/repository';
import type { ChangedFile, Hunk } from '../diff/changed-file';
import { isProse } from '../diff/prose-path';
import type { ExposedValue } from './exposed-values';
import { apart } from './find-secrets';
import type { FoundSecret } from './found-secret';
import type { SearchRoom } from './search-room';
import { type SpreadingValue, spreadFinder } from './spreading-values';

/** Looks through a text by the rules for a name. */
export type FindByName = (text: string, path: string, bytes: Uint8Array) => FoundSecret[];

/** A text of one side of a file, and what was found in it. */
export interface LookedThrough {
  file: ChangedFile;
  side: 'old' | 'new';
  /** What is stored, or the lines that the hunks show, where that cannot be read. */
  of: 'content' | 'lines';
  /** The same for equal contents that are read by the same rules. */
  key: string;
  bytes: Uint8Array;
  found: readonly FoundSecret[];
  /** There are too many places where a secret of another text may stand in this one. */
  isCut?: true;
}

export interface FileReader {
  /** Null where too much would be found. */
  read(file: ChangedFile, exposed: readonly ExposedValue[]): LookedThrough[] | null;
  /** Contents that were not looked through. */
  unread: ReadonlySet<BlobId>;
}

/**
 * Looks through files one after the other; the same content under the same name once, however many copies there are. Of a content
 * that is too dense the lines of the change are looked through.
 */
export function fileReader(
  contents: ReadonlyMap<BlobId, Uint8Array>,
  findByName: FindByName,
  room: SearchRoom,
): FileReader {
  const known = new Map<string, readonly FoundSecret[]>();
  const unread = new Set<BlobId>();
  const findNew = (text: string, path: string, bytes: Uint8Array) => {
    const found = findByName(text, path, bytes);
    room.took(text, found);
    return found;
  };
  const remember = (key: string, found: readonly FoundSecret[]) => {
    known.set(key, found);
    return found;
  };
  const readFile: FileReader['read'] = (file, exposed) => {
    const findExposed = spreadFinder(
      exposed.map((one) => spreading(one, file.path)),
      room.patience,
    );
    const look = (bytes: Uint8Array, find: (text: string) => readonly FoundSecret[]) => {
      const text = latin1(bytes);
      const spread = findExposed ? findExposed(text) : [];
      if (spread === null) return null;
      return { bytes, found: spread.length > 0 ? apart([...find(text), ...spread]) : find(text) };
    };
    const findAt = (bytes: Uint8Array, blob: BlobId) => (text: string) =>
      apart(
        namesOf(file).flatMap((path) => {
          const key = keyOf(blob, path);
          return known.get(key) ?? remember(key, findNew(text, path, bytes));
        }),
      );
    const read = (side: 'old' | 'new', blob: BlobId): LookedThrough[] | null => {
      const stored = contents.get(blob);
      const isHeld = stored !== undefined && (known.has(keyOf(blob, file.path)) || room.holds(stored));
      if (!isHeld) unread.add(blob);
      const bytes = isHeld ? stored : undefined;
      const looked = bytes && look(bytes, findAt(bytes, blob));
      if (looked === null) return null;
      const content = looked ? [{ file, side, of: 'content' as const, key: keyOf(blob, file.path), ...looked }] : [];
      if (isReadable(bytes) || (looked && looked.found.length > 0)) return content;
      const lines = sideOf(file, side);
      if (!room.holds(lines)) return null;
      const shown = look(lines, (text) => apart(namesOf(file).flatMap((path) => findNew(text, path, lines))));
      return shown && [...content, { file, side, of: 'lines', key: `${side} lines of ${file.path}`, ...shown }];
    };
    const [old, now] = [read('old', file.oldBlob), read('new', file.newBlob)];
    return old && now && [...old, ...now];
  };
  return { read: readFile, unread };
}

/** What only the other side of the change calls a secret may be the name of what runs. */
function spreading(one: ExposedValue, path: string): SpreadingValue {
  return { ...one, value: latin1(Buffer.from(one.value)), ...(!one.isCertain && !isProse(path) && { mayLead: true }) };
}

function keyOf(blob: BlobId, path: string): string {
  return `${blob} ${path.slice(path.lastIndexOf('/') + 1)}`;
}

/** What was a file of secrets is one under another name too: each side is read by the rules of both names. */
export function namesOf({ path, formerPath = path, oldPath = formerPath }: ChangedFile): string[] {
  return path === oldPath ? [path] : [path, oldPath];
}

/** Whether a content shows what the hunks show: it is there, and of one byte a letter. */
function isReadable(bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && !bytes.includes(0);
}

/** What the hunks show of a side, every line at its number: all there is where the content could not be read. */
function sideOf({ hunks }: { hunks: readonly Hunk[] }, side: 'old' | 'new'): Uint8Array {
  const lines: string[] = [];
  for (const line of hunks.flatMap((hunk) => hunk.lines)) {
    const number = side === 'old' ? line.oldLine : line.newLine;
    if (number !== null) lines[number - 1] = line.text;
  }
  return Buffer.from(Array.from(lines, (line) => line ?? '').join('\n'));
}

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
