import type { ChangedFile } from '../diff/changed-file';
import type { Change } from '../scope/change';
import { fileOf } from '../triage/known-code';
import { isLeftToPeople, type KnownFinding } from '../triage/known-finding';
import type { Triaged } from '../triage/placed-finding';

interface SettlingFacts {
  triaged: readonly Triaged[];
  change: Change | null;
  reviewed: ReadonlySet<string>;
  askedAgain?: ReadonlyMap<number, string | null>;
}

/**
 * The critique's reason why a finding is over although its lines are as they were; undefined when there is none, or none to
 * believe: a confirmed finding on the same lines, a file that was not reviewed whole, or no added line that it names.
 */
export function settledBy(
  known: KnownFinding,
  { triaged, change, reviewed, askedAgain }: SettlingFacts,
): string | undefined {
  const reason = askedAgain?.get(known.threadId) ?? undefined;
  const file = change ? fileOf(known, change) : undefined;
  if (reason === undefined || file === undefined || !reviewed.has(file.path)) return undefined;
  if (isLeftToPeople(known) || known.enforced || triaged.some((one) => isOnItsLines(one, known))) return undefined;
  return namesAddedLine(reason, known, file) ? reason : undefined;
}

function isOnItsLines({ finding: { anchor } }: Triaged, { path, range }: KnownFinding): boolean {
  if (anchor.kind !== 'lines' || range === undefined || anchor.path !== path || anchor.range.side !== range.side)
    return false;
  return anchor.range.startLine <= range.endLine && range.startLine <= anchor.range.endLine;
}

/** A line of the change that is none of the finding's own. */
function namesAddedLine(reason: string, { range }: KnownFinding, { hunks }: ChangedFile): boolean {
  const added = new Set(
    hunks.flatMap(({ lines }) => lines.flatMap(({ kind, newLine }) => (kind === 'added' ? newLine : []))),
  );
  const named = [...reason.matchAll(/\d{1,6}/g)].map(([digits]) => Number(digits));
  return named.some((line) => added.has(line) && !(range && line >= range.startLine && line <= range.endLine));
}
