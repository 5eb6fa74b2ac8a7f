import { INPUTS } from '../settings/inputs';
import { readSettings } from '../settings/read-settings';
import type { Settings } from '../settings/settings';
import { type EffectivePolicy, effectivePolicy, type PolicySubject } from './effective-policy';
import { changeLine, hold, type PolicyChange } from './hold';
import type { Policy } from './read-policy';

/** What a record keeps of the policy of its run. */
export interface PolicyFacts {
  source: string;
  commit: string;
  sha256: string;
  changed: readonly PolicyChange[];
}

export interface Governed {
  settings: Settings;
  effective: EffectivePolicy;
  changed: readonly PolicyChange[];
  /** For log, record and tracking comment. */
  notes: readonly string[];
  /** The policy's own words; absent where it lets reviews be made. */
  switchedOff?: string;
  /** Why Claude may not be asked as the pipeline wants it. */
  refusals: readonly string[];
}

/**
 * The settings of a review as the policy lets them be. `inputs` are the pipeline's own texts.
 * @throws SecondPassError `bad-input` where an enforced value makes other inputs impossible
 */
export function governReview(
  policy: Policy,
  subject: PolicySubject,
  inputs: Readonly<Record<string, string>>,
): Governed {
  const effective = effectivePolicy(policy, subject);
  const asked = readSettings(inputs).settings;
  const { texts, changed, refusals } = hold({ ...asked }, effective, INPUTS);
  const { settings } = readSettings({ ...inputs, ...texts });
  const { enabled, message } = effective;
  return {
    settings,
    effective,
    changed,
    notes: changed.map(changeLine),
    ...(enabled.value ? {} : { switchedOff: message }),
    refusals,
  };
}
