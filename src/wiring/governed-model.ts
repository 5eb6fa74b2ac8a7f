import type { Model } from '../ports/model';
import type { Governance } from './govern';

/** Where the policy lets nothing be sent there is nobody to send it to, whatever part of a run would ask. */
export function governedModel(
  { failure, switchedOff }: Pick<Governance, 'failure' | 'switchedOff'>,
  made: () => Model,
): Model {
  if (failure === undefined && switchedOff === undefined) return made();
  const refuse = () => Promise.reject(failure ?? new Error('The policy switched reviews off.'));
  return { ask: refuse, count: refuse };
}
