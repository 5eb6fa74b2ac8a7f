import { NO_CLUES } from './clues';
import { findSecrets } from './find-secrets';
import type { FoundSecret } from './found-secret';

/** A path is shown with everything that is said of a file, so a file whose path holds a secret is not shown at all. */
export function mayHoldSecret(path: string): boolean {
  return secretsIn(path).length > 0;
}

export function holdsSecret(path: string): boolean {
  return secretsIn(path).some(({ isCertain }) => isCertain);
}

/** Short names between slashes and dots hold none: what tells of a value stands before it with a sign, and tokens have longer pieces. */
const MAY_HOLD = /[^\w./()[\]-]|[\w-]{14}/;

function secretsIn(path: string): FoundSecret[] {
  if (!MAY_HOLD.test(path)) return [];
  return findSecrets(path, NO_CLUES, 'text');
}
