import type { CommitRange, Repository } from '../ports/repository';
import { lineDirectives } from '../steps/alerts/line-directives';
import type { ChangedFile, TreeChange } from '../steps/diff/changed-file';
import { decodeFiles } from '../steps/diff/decode-files';
import { readDifference } from '../steps/diff/read-difference';
import { textBlobs } from '../steps/diff/text-blobs';
import type { Change } from '../steps/scope/change';
import { mayHoldCode } from '../steps/scope/may-hold-code';
import { foundAmong, type Sought } from '../steps/threads/sought-lines';

/** Files whose differences are in memory together. */
const AT_ONCE = 300;

export interface LookedThrough extends Required<Pick<Change, 'elsewhere' | 'leading'>> {
  /** True where there are more files than can be looked through. */
  isCut: boolean;
}

/**
 * What files tell that nobody reviews, on this machine: whether they hold these lines, and which of them lead elsewhere. Those that
 * were looked through for secrets are not read again, and all others once; nothing of them is shown or sent.
 */
export async function lookThrough(
  repository: Repository,
  range: CommitRange,
  change: Change,
  sought: readonly Sought[],
): Promise<LookedThrough> {
  const { files: wanted, isCut } = mayHoldCode(change);
  const elsewhere = new Set<string>();
  const leading = new Map<string, ChangedFile>();
  const ask = (files: readonly ChangedFile[]) => {
    for (const name of foundAmong(files, sought)) elsewhere.add(name);
    for (const file of files) if (lineDirectives([file]).length > 0) leading.set(file.path, file);
  };
  ask([...change.aside, ...change.heldBack]);
  for (let at = 0; at < wanted.length; at += AT_ONCE)
    ask(await readSome(repository, range, wanted.slice(at, at + AT_ONCE)));
  return { elsewhere, leading: [...leading.values()], isCut };
}

/** What git takes for bytes may be text in another encoding. */
async function readSome(
  repository: Repository,
  range: CommitRange,
  wanted: readonly TreeChange[],
): Promise<readonly ChangedFile[]> {
  const paths = new Set(wanted.map(({ path }) => path));
  const files = readDifference(await repository.patch(range, wanted), wanted).filter(({ path }) => paths.has(path));
  const bytes = files.filter(({ content }) => content === 'binary');
  const read = bytes.length === 0 ? new Map() : await repository.read(textBlobs(bytes, () => true));
  return decodeFiles(files, read).files;
}
