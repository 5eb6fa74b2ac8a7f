import { FIX_INPUTS } from '../settings/fix-inputs';
import type { FixSettings } from '../settings/fix-settings';
import { INPUTS } from '../settings/inputs';
import { readFixSettings } from '../settings/read-fix-settings';
import { readSettings } from '../settings/read-settings';
import type { Settings } from '../settings/settings';
import { type EffectivePolicy, effectivePolicy, type PolicySubject } from './effective-policy';
import { changeLine, hold, type PolicyChange } from './hold';
import type { InputTable } from './policy-shape';
import type { Policy } from './read-policy';

/** What a record keeps of the policy of its run. */
export interface PolicyFacts {
  source: string;
  commit: string;
  sha256: string;
  changed: readonly PolicyChange[];
}

export interface Governed<Read = Settings> {
  settings: Read;
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
export function governReview(policy: Policy, subject: PolicySubject, inputs: Texts): Governed {
  return governed(effectivePolicy(policy, subject), inputs, INPUTS, (texts) => readSettings(texts).settings);
}

/** The same for the second task, which the switch of the policy refuses as its own switch does. */
export function governFix(policy: Policy, subject: PolicySubject, inputs: Texts): Governed<FixSettings> {
  const effective = effectivePolicy(policy, subject);
  const read = (texts: Texts) => readFixSettings(texts).settings;
  const held = governed(effective, inputs, FIX_INPUTS, read);
  if (held.switchedOff === undefined) return held;
  const { value, ...place } = effective.enabled;
  const off = { ...effective, enforced: { ...effective.enforced, enabled: { value, ...place } } };
  return { ...governed(off, inputs, FIX_INPUTS, read), switchedOff: held.switchedOff };
}

type Texts = Readonly<Record<string, string>>;

function governed<Read extends object>(
  effective: EffectivePolicy,
  inputs: Texts,
  table: InputTable,
  read: (texts: Texts) => Read,
): Governed<Read> {
  const { texts, changed, refusals } = hold({ ...read(inputs) } as Readonly<Record<string, unknown>>, effective, table);
  const { enabled, message } = effective;
  return {
    settings: read({ ...inputs, ...texts }),
    effective,
    changed,
    notes: changed.map(changeLine),
    ...(enabled.value ? {} : { switchedOff: message }),
    refusals,
  };
}
