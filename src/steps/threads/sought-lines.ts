import { addedLines } from '../diff/added-lines';
import type { ChangedFile } from '../diff/changed-file';
import type { Change } from '../scope/change';
import { addedTokens } from '../triage/added-tokens';
import { holdsMark } from '../triage/code-mark';
import { type Gist, isLongGist, placeOfGist } from '../triage/gist';
import { editAmong } from '../triage/gist-edit';
import { codeStateOf, soughtBy } from '../triage/known-code';
import { editOf, movedAway } from '../triage/known-edit';
import { gravestOf, type KnownFinding, stateOf } from '../triage/known-finding';
import { lineStateOf } from '../triage/line-state';
import { leftOutOf } from './as-reviewed';
import type { ListedBlocker } from './memory';
import type { Recollection } from './own-threads';

export type Sought = Pick<KnownFinding, 'mark' | 'gist'> & {
  /** Set where it was resolved: its lines may come back, and are not taken to be back where nobody could look. */
  isOver?: true;
};

/** The lines of blockers that stand in no file that was read; of what is over, where other files are left out than before. */
export function soughtLines(
  { known, memory: { listed = [], reviewed } }: Pick<Recollection, 'known' | 'memory'>,
  change: Change,
): Sought[] {
  const isOld = reviewed?.leftOut === leftOutOf(change);
  // What a line settled stood in its own file, so that nobody sought it elsewhere.
  const wasSought = (one: KnownFinding) => isOld && stateOf(one) === 'resolved' && one.settledWith === undefined;
  const threads = known
    .filter((one) => mayBlock(one) && !wasSought(one) && lineStateOf(one, { change }) === 'gone')
    .map((one): Sought => (stateOf(one) === 'resolved' ? { ...one, isOver: true } : one));
  const others = listed
    .filter((one) => !(isOld && one.over) && isGone(one, change))
    .map((one): Sought => (one.over ? { ...one, isOver: true } : one));
  return [...threads, ...others].filter((one) => soughtBy(one) !== '');
}

/**
 * Those, by `soughtBy`, that stand among the added lines of these files, white space and comments aside; in a new file edited in a few
 * words as well, since nobody reads it.
 */
export function foundAmong(files: readonly ChangedFile[], sought: readonly Sought[]): Set<string> {
  const found = new Set<string>();
  for (const file of files) {
    const lines = addedLines(file);
    for (const one of sought) {
      const name = soughtBy(one);
      if (!found.has(name) && (holdsMark(lines, one.mark) || holdsCode(file, one.gist))) found.add(name);
    }
  }
  return found;
}

function holdsCode(file: ChangedFile, gist: Gist): boolean {
  const tokens = addedTokens(file);
  if (placeOfGist(tokens, gist) !== undefined) return true;
  return (
    file.content !== 'binary' && file.change === 'added' && isLongGist(gist) && editAmong(tokens, gist) !== undefined
  );
}

function mayBlock(known: KnownFinding): boolean {
  const isGrave = gravestOf(known) === 'blocker' || known.enforced || known.trust === 'broken';
  return isGrave && known.side === 'new';
}

function isGone(one: ListedBlocker, change: Change): boolean {
  if (one.side !== 'new' || codeStateOf(one, change) !== 'gone') return false;
  return editOf(one, change) === undefined && !movedAway(one, change);
}
