import type { CommitRange, Repository } from '../ports/repository';
import { isLedElsewhere } from '../steps/alerts/line-directives';
import type { ChangedFile } from '../steps/diff/changed-file';
import type { Change } from '../steps/scope/change';
import { mayHoldCode } from '../steps/scope/may-hold-code';
import { foundAmong, type Sought } from '../steps/threads/sought-lines';
import { readLeftOut, roomToRead } from './read-left-out';

/** Files whose differences are in memory together. */
const AT_ONCE = 300;

export interface LookedThrough extends Required<Pick<Change, 'elsewhere' | 'leading'>> {
  /** True where there are more files than can be looked through, or nobody could look into one. */
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
    for (const file of files) if (isLedElsewhere(file)) leading.set(file.path, file);
  };
  ask([...change.aside, ...change.heldBack]);
  const room = roomToRead();
  let isUnread = false;
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const { files, unread } = await readLeftOut(repository, range, wanted.slice(at, at + AT_ONCE), room);
    ask(files);
    isUnread ||= unread.length > 0;
  }
  return { elsewhere, leading: [...leading.values()], isCut: isCut || isUnread };
}
