import type { ChangedFile } from '../diff/changed-file';
import type { Change } from '../scope/change';
import { type CodeMark, holdsMark } from '../triage/code-mark';
import { addedLines, codeStateOf } from '../triage/known-code';
import { editOf } from '../triage/known-edit';
import { gravestOf, type KnownFinding, stateOf } from '../triage/known-finding';
import { lineStateOf } from '../triage/line-state';
import type { ListedBlocker } from './memory';
import type { Recollection } from './own-threads';

/** The lines of blockers that stand in no file that was read. */
export function soughtMarks(
  { known, memory: { listed = [] } }: Pick<Recollection, 'known' | 'memory'>,
  change: Change,
): CodeMark[] {
  const threads = known.filter((one) => mayBlock(one) && lineStateOf(one, { change }) === 'gone');
  const others = listed.filter((one) => isGone(one, change));
  return [...threads, ...others].map(({ mark }) => mark).filter((mark) => mark !== '');
}

export function holdsSought(file: ChangedFile, marks: readonly CodeMark[]): boolean {
  const lines = addedLines(file);
  return marks.some((mark) => holdsMark(lines, mark));
}

function mayBlock(known: KnownFinding): boolean {
  const isGrave = gravestOf(known) === 'blocker' || known.enforced || known.trust === 'broken';
  return isGrave && stateOf(known) !== 'resolved' && known.side === 'new';
}

function isGone(one: ListedBlocker, change: Change): boolean {
  return one.side === 'new' && codeStateOf(one, change) === 'gone' && editOf(one, change) === undefined;
}
