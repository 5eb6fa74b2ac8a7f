import type { Change } from '../scope/change';
import { type Edit, editIn } from './gist';
import { fileOf } from './known-code';
import type { KnownFinding } from './known-finding';

/** Lines around the place where the service shows the thread, in which an edit of it is looked for. */
const REACH = 12;

/** The added lines that took the place of a finding's own, which are gone; undefined where no line is like them. */
export function editOf(
  { gist, side, range, ...known }: Pick<KnownFinding, 'gist' | 'side' | 'range' | 'path'>,
  change: Change,
): Edit | undefined {
  const file = fileOf(known, change);
  if (file === undefined || side === 'old' || gist === '') return undefined;
  const added = file.hunks.flatMap(({ lines }) =>
    lines.flatMap(({ kind, newLine, text }) => (kind === 'added' ? [{ number: newLine ?? 0, text }] : [])),
  );
  const near = added.filter(
    ({ number }) => !range || (number >= range.startLine - REACH && number <= range.endLine + REACH),
  );
  return editIn(near, gist, file.path);
}
