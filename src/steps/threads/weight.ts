import type { Severity } from '../settings/settings';
import { type KnownFinding, stateOf } from '../triage/known-finding';
import type { PlacedFinding } from '../triage/placed-finding';
import { SEVERITY_ORDER } from '../triage/severity-order';

export interface Weight {
  severity: Severity;
  enforced: boolean;
}

/** A decision is weighed by the gravest that the thread ever was; otherwise what is found now says how grave it is. */
export function weightOf({
  finding,
  known,
}: {
  finding?: PlacedFinding | undefined;
  known?: KnownFinding | undefined;
}): Weight {
  const isDecided = known !== undefined && stateOf(known) === 'decided';
  const severities = [finding?.severity, finding === undefined || isDecided ? known?.severity : undefined];
  const severity = SEVERITY_ORDER.find((one) => severities.includes(one)) ?? 'suggestion';
  return { severity, enforced: finding?.enforced === true || known?.enforced === true };
}

/** A blocker needs a person to answer for it; so does whatever bears a broken signature, since it may have been one. */
export function isGrave({ severity }: Weight, known: KnownFinding): boolean {
  return severity === 'blocker' || known.trust === 'broken';
}
