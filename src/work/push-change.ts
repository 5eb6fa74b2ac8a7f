import { SecondPassError } from '../errors';
import type { Writer } from '../fix-world';
import { NO_CONTENT } from '../steps/candidate/entry';
import type { BelievedPlan } from '../steps/plan/believed-plan';
import type { FixRecord } from '../steps/record/fix-record';
import type { RebuiltChange } from './rebuild-change';

type Pushes = NonNullable<FixRecord['pushes']>;

/** Moves the one branch; a change that stands there already is left as it is. */
export async function pushChange(
  { plan }: BelievedPlan,
  { commit }: RebuiltChange,
  { pusher, sessions, self }: Writer,
): Promise<Pushes> {
  const { branch, branchTip, target, base } = plan;
  const from = branchTip ?? NO_CONTENT;
  const stands = await pusher.tip(branch);
  if (stands === commit) return [{ ref: branch, from, to: commit, foundAgain: true }];
  if (stands !== branchTip) throw moved(branch, stands === null ? 'is gone' : 'was moved by somebody else');
  if (branchTip !== null) await checkLastPush(branch, branchTip, { sessions, self });
  if (branchTip === null && (await pusher.tip(target)) !== base) throw moved(target, 'moved after the plan was made');
  const { foundAgain } = await pusher.push({ branch, from: branchTip, to: commit });
  return [{ ref: branch, from, to: commit, foundAgain }];
}

/** A session goes on only where its branch stands at what this very identity pushed. */
async function checkLastPush(
  branch: string,
  tip: string,
  { sessions, self }: Pick<Writer, 'sessions' | 'self'>,
): Promise<void> {
  const [last, { id }] = await Promise.all([sessions.lastPush(branch), self()]);
  if (last === null || last.by !== id || last.to !== tip) throw moved(branch, 'was pushed to by somebody else');
}

function moved(branch: string, what: string): SecondPassError {
  return new SecondPassError({
    kind: 'refused',
    code: 'branch-moved',
    message: `${branch} ${what}.`,
    advice: 'Nothing was written; `retry` makes a new plan.',
  });
}
