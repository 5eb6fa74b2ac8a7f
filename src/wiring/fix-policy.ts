import type { FixFacts } from '../adapters/azure-pipelines/fix-pipeline';
import type { FixWorld } from '../fix-world';
import { limitLines, limitText } from '../steps/policy/limit-lines';
import { textOf } from '../steps/policy/policy-shape';
import { FIX_INPUTS } from '../steps/settings/fix-inputs';
import type { FixSettings } from '../steps/settings/fix-settings';
import { readFixSettings } from '../steps/settings/read-fix-settings';
import type { Governance } from './govern';

/** What the policy forbids, and what apply has to hold to although it never sees the connection with the key. */
export function policyOf(governance: Governance<FixSettings>, { inputs }: FixFacts): Omit<FixWorld['policy'], 'now'> {
  const { failure, switchedOff, effective } = governance;
  return {
    ...(failure === undefined ? {} : { refusal: failure }),
    ...(switchedOff === undefined ? {} : { switchedOff }),
    limits: effective ? limitLines(effective).map(limitText) : [],
    enforced: enforcedBy(governance),
    under: (texts) => readFixSettings({ ...inputs, ...texts }).settings,
  };
}

function enforcedBy({ effective }: Governance<FixSettings>): Record<string, string> {
  const enforced = Object.entries(effective?.enforced ?? {}).filter(([name]) => name in FIX_INPUTS);
  return Object.fromEntries(enforced.map(([name, { value }]) => [name, textOf(value)]));
}

/** Where nothing is sent to the model, what the policy forbids to be sent is no matter; that it cannot be read is. */
export function toldNow(governance: Governance<FixSettings>): Awaited<ReturnType<FixWorld['policy']['now']>> {
  const { failure, switchedOff, effective } = governance;
  if (effective === undefined) throw failure;
  return { ...(switchedOff === undefined ? {} : { switchedOff }), enforced: enforcedBy(governance) };
}
