import type { Severity } from '../settings/settings';
import { gravestOf, type KnownFinding, stateOf } from '../triage/known-finding';
import type { PlacedFinding } from '../triage/placed-finding';
import { SEVERITY_ORDER } from '../triage/severity-order';

export interface Weight {
  severity: Severity;
  enforced: boolean;
}

/** What is found now was made as grave as its thread ever was; a decision, and what nobody found, are weighed by that themselves. */
export function weightOf({
  finding,
  known,
}: {
  finding?: PlacedFinding | undefined;
  known?: KnownFinding | undefined;
}): Weight {
  const isDecided = known !== undefined && stateOf(known) === 'decided';
  const told = known && (finding === undefined || isDecided) ? gravestOf(known) : undefined;
  const severities = [finding?.severity, told];
  const severity = SEVERITY_ORDER.find((one) => severities.includes(one)) ?? 'suggestion';
  return { severity, enforced: finding?.enforced === true || known?.enforced === true };
}

/** A blocker needs a person to answer for it; so does whatever bears a broken signature, since it may have been one. */
export function isGrave({ severity }: Weight, known: KnownFinding): boolean {
  return severity === 'blocker' || known.trust === 'broken';
}
