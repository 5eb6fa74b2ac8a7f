import type { Accounts } from './accounts';
import type { Sessions } from './session';

export async function changePassword(accounts: Accounts, sessions: Sessions, userId: string, hash: string) {
  await accounts.setHash(userId, hash);
  await sessions.endAll(userId);
}
