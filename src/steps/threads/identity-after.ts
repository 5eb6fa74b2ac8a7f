import { overlaps } from '../diff/line-span';
import type { Change } from '../scope/change';
import { codeStateOf } from '../triage/known-code';
import { editOf } from '../triage/known-edit';
import type { KnownFinding } from '../triage/known-finding';
import type { PlacedFinding } from '../triage/placed-finding';
import { type FindingIdentity, identityOf, identityReader } from './identity';

/** What is to be known of an earlier finding from now on: its old lines are the better identity for as long as they stand. */
export function identityAfter(
  finding: PlacedFinding | undefined,
  known: KnownFinding,
  change: Change | null,
): FindingIdentity {
  const before = identityReader.parse(known);
  const renamed = change?.renamed?.get(known.path);
  if (finding === undefined) return renamed === undefined ? before : { ...before, path: renamed };
  const isMoved = change !== null && hasMoved(finding, known, change);
  if (!isMoved && known.trust === 'signed') return before;
  return { ...identityOf(finding, known.openedAs), category: known.category, severity: known.severity };
}

/** A finding beside lines that were edited does not speak for them. */
function hasMoved({ path, anchor }: PlacedFinding, known: KnownFinding, change: Change): boolean {
  if (path !== known.path) return true;
  if (codeStateOf(known, change) !== 'gone') return false;
  const edit = editOf(known, change);
  return edit === undefined || anchor.kind !== 'lines' || overlaps(anchor.range, edit);
}
