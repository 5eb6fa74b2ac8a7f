import type { Change } from '../scope/change';
import type { Severity } from '../settings/settings';
import { gravestOf, type KnownFinding } from './known-finding';
import { lineStateOf } from './line-state';
import { isGraverThan } from './match-known';
import type { PlacedFinding } from './placed-finding';

/** The finding of a thread, as grave as that ever was while its lines stand: what a reviewer thinks less of is not mended by that. */
export function asGraveAsTold(
  finding: PlacedFinding,
  known: KnownFinding | undefined,
  change: Change | null,
): PlacedFinding {
  if (known === undefined || !isGraverThan({ severity: gravestOf(known) }, { severity: finding.severity }))
    return finding;
  return lineStateOf(known, { change }) === 'gone' ? finding : raisedTo(gravestOf(known), finding);
}

export function raisedTo(severity: Severity, finding: PlacedFinding): PlacedFinding {
  return { ...finding, severity, calledNow: finding.calledNow ?? finding.severity };
}
