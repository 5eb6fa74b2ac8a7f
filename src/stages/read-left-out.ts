import type { BlobId, CommitRange, Repository } from '../ports/repository';
import { addedWhole, showsNothing } from '../steps/diff/added-whole';
import { byteText } from '../steps/diff/byte-text';
import type { ChangedFile, TreeChange } from '../steps/diff/changed-file';
import { decodeFiles } from '../steps/diff/decode-files';
import { readDifference } from '../steps/diff/read-difference';
import { textBlobs } from '../steps/diff/text-blobs';
import { isBinaryName } from '../steps/scope/binary-name';
import { sumOf } from '../sum-of';

/** Bytes of both sides that are looked through for secrets as a whole. */
const MOST_WHOLE = 32_000_000;

/** A program under the name of a picture has no more. */
export const MOST_OF_BYTES = 1_000_000;

export interface LeftOut {
  files: readonly ChangedFile[];
  /** Nobody could look into these, of which no name says that they are bytes. */
  unread: readonly ChangedFile[];
}

export interface Shown {
  shown: readonly ChangedFile[];
  /** Of which git shows no lines: bytes, or too many of them. */
  unshown: readonly ChangedFile[];
}

/** Files that nobody reviews, by their differences. What is asked for `soon` comes along. */
export async function readShown(
  repository: Repository,
  range: CommitRange,
  wanted: readonly TreeChange[],
  soon: readonly TreeChange[] = [],
): Promise<Shown> {
  const paths = new Set(wanted.map(({ path }) => path));
  const files = readDifference(await repository.patch(range, wanted, soon), wanted).filter(({ path }) =>
    paths.has(path),
  );
  return { shown: files.filter((file) => !showsNothing(file)), unshown: files.filter(showsNothing) };
}

/**
 * The same, and where git shows none, by all that they hold. A zero byte makes no bytes of a program.
 */
export async function readLeftOut(
  repository: Repository,
  range: CommitRange,
  wanted: readonly TreeChange[],
): Promise<LeftOut> {
  const { shown, unshown } = await readShown(repository, range, wanted);
  const files = [...shown];
  const unread: ChangedFile[] = [];
  let left = MOST_WHOLE;
  // One after the other, so that no two of them are in memory together but for what was added.
  for (const file of unshown) {
    // What has no room is not read for that: one content of megabytes may have thousands of names.
    if (left <= 0) {
      unread.push(file);
      continue;
    }
    if (isBinaryName(file.path) && !(await isSmall(repository, file))) continue;
    const contents = await repository.read(textBlobs([file], () => true));
    const isThere = contents.has(file.newBlob);
    left -= sumOf([...contents.values()], ({ length }) => length);
    if (left >= 0 && isThere) files.push(wholeOf(file, contents));
    else unread.push(file);
  }
  return { files, unread };
}

/** Both sides, without a look into them. */
async function isSmall(repository: Repository, { oldBlob, newBlob, change }: ChangedFile): Promise<boolean> {
  const fits = (blob: BlobId) => repository.pour(blob, () => undefined, MOST_OF_BYTES);
  return (await fits(newBlob)) && (change === 'added' || (await fits(oldBlob)));
}

function wholeOf(file: ChangedFile, contents: ReadonlyMap<BlobId, Uint8Array>): ChangedFile {
  const [decoded = file] = decodeFiles([file], contents).files;
  if (!showsNothing(decoded)) return decoded;
  const { unreadable: _, ...rest } = decoded;
  const textsOf = file.content === 'binary' ? everyReading : utf8;
  const before = new Set(textsOf(contents.get(file.oldBlob)).split('\n'));
  return addedWhole(rest, textsOf(contents.get(file.newBlob)), (line) => before.has(line));
}

/** As any program may read it: zero bytes aside, and as UTF-16 of both kinds, which needs no mark. */
function everyReading(bytes: Uint8Array = new Uint8Array()): string {
  const pairs = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  const little = pairs.toString('utf16le');
  return [utf8(bytes).replaceAll('\0', ''), little, pairs.swap16().toString('utf16le')].join('\n');
}

function utf8(bytes: Uint8Array = new Uint8Array()): string {
  return byteText(bytes);
}
