import { sha256 } from '../../sha256';

/** The identity of an alert of our own: the rule, the file, and what tells it from others of that rule in that file. */
export function ownFingerprint(ruleId: string, path: string, identity: string): string {
  return sha256(`${ruleId}\u0000${path}\u0000${identity}`);
}
