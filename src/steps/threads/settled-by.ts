import { numberedAdded } from '../diff/added-lines';
import type { ChangedFile } from '../diff/changed-file';
import { overlaps } from '../diff/line-span';
import type { CodeLookup } from '../findings/dismissal';
import { namedLines } from '../findings/named-lines';
import type { Change } from '../scope/change';
import { type CodeMark, markOf } from '../triage/code-mark';
import { gistOf } from '../triage/gist';
import { editIn } from '../triage/gist-edit';
import { fileOf } from '../triage/known-code';
import { editOf } from '../triage/known-edit';
import type { KnownFinding } from '../triage/known-finding';
import type { Triaged } from '../triage/placed-finding';
import type { AskedFacts } from './mended';

interface SettlingFacts extends AskedFacts {
  triaged: readonly Triaged[];
  /** Absent where no code was read: then no line settles anything. */
  isCodeLine?: CodeLookup;
}

export interface Settled {
  /** The critique's own words. */
  reason: string;
  /** The added line that they name. */
  line: CodeMark;
}

/**
 * The critique's reason why a finding is over although its lines are as they were; undefined when there is none, or none to
 * believe: a confirmed finding on the same lines, a file that was not reviewed whole, or no added line of code that it names.
 */
export function settledBy(
  known: KnownFinding,
  { triaged, change, reviewed, askedAgain, isCodeLine = () => false }: SettlingFacts,
): Settled | undefined {
  const reason = askedAgain?.get(known.threadId) ?? undefined;
  const file = change ? fileOf(known, change) : undefined;
  if (reason === undefined || change === null || file === undefined || !reviewed.has(file.path)) return undefined;
  if (known.enforced || triaged.some((one) => isOnItsLines(one, known))) return undefined;
  const line = namedLine(reason, known, file, change, isCodeLine);
  return line === undefined ? undefined : { reason, line: markOf(line) };
}

function isOnItsLines({ finding: { anchor } }: Triaged, { path, range }: KnownFinding): boolean {
  if (anchor.kind !== 'lines' || range === undefined || anchor.path !== path || anchor.range.side !== range.side)
    return false;
  return overlaps(anchor.range, range);
}

/** An added line of code in the same file: neither comment nor string, and not the finding's own line, moved or touched up. */
function namedLine(
  reason: string,
  known: KnownFinding,
  file: ChangedFile,
  change: Change,
  isCodeLine: CodeLookup,
): string | undefined {
  const added = new Map(numberedAdded(file).map(({ number, text }) => [number, text]));
  const named = namedLines(reason);
  const line = named.find((one) => added.has(one) && isCodeLine(file.path, one) && !isOwn(one, added, known, change));
  return line === undefined ? undefined : added.get(line);
}

/** The lines that took the place of its own may settle it; the same lines again, wherever they stand now, may not. */
function isOwn(line: number, added: ReadonlyMap<number, string>, known: KnownFinding, change: Change): boolean {
  const text = added.get(line) ?? '';
  if (gistOf(text, known.path) === known.gist || markOf(text) === known.mark) return true;
  const edit = editOf(known, change);
  const isEdited = edit?.kind === 'edited' && line >= edit.startLine && line <= edit.endLine;
  if (isEdited) return editIn([{ number: line, text }], known.gist, known.path)?.kind === 'same';
  return known.range !== undefined && line >= known.range.startLine && line <= known.range.endLine;
}
