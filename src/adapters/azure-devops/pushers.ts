import { isSecondPassError } from '../../errors';
import type { Identity, PullRequest, Pushers } from '../../ports/code-host';
import type { HostContext } from './context';
import { identityOf } from './identity';
import { commonByService } from './merge-base';
import { type BranchPush, readPushes } from './pushes';
import { readRequesters } from './requesters';

/** Of one page; and of one branch. */
const PAGE = 100;
const MAX_PUSHES = 1_000;
/** About which the service is asked, one after the other: whoever pushed before more of them counts. */
const MAX_QUESTIONS = 10;

/**
 * Who pushed to the source branch: iterations tell no more than who opened the pull request, which need not be who wrote what it
 * brought. What was pushed before the target took the branch in is not asked for. Nobody for a fork, whose pushes cannot be asked for here.
 * Who had a bot push it counts too.
 */
export async function readPushers(
  context: HostContext,
  { isFork, sourceBranch, iteration }: Pick<PullRequest, 'isFork' | 'sourceBranch' | 'iteration'>,
): Promise<Pushers> {
  // A branch of the same name here is another one.
  if (isFork || sourceBranch === undefined) return { known: [], areAll: false };
  const pushes: BranchPush[] = [];
  const requesters: Identity[] = [];
  let questions = 0;
  let areAll = true;
  const isOver = async (push: BranchPush) => questions++ < MAX_QUESTIONS && isBefore(context, push);
  try {
    requesters.push(...(await readRequesters(context, { sourceBranch, iteration })));
    for await (const push of pushesOf(context, sourceBranch)) {
      const last = pushes.at(-1);
      // A branch that was set back to the base held something else before; one that went on to it did not.
      if (last?.from === iteration.base && push.to === iteration.base && (await isOver(push))) break;
      pushes.push(push);
    }
  } catch (error) {
    if (!isSecondPassError(error)) throw error;
    areAll = false;
    context.log.warn(`Who pushed before the pull request was opened is not known: ${error.message}`);
  }
  if (pushes.length >= MAX_PUSHES) {
    areAll = false;
    context.log.warn(`Who pushed before the last ${MAX_PUSHES} pushes is not known.`);
  }
  const pushers = pushes.flatMap(({ by, to }) => (by && !isNothing(to) ? [identityOf(by)] : []));
  return { known: [...new Map([...pushers, ...requesters].map((one) => [one.id, one])).values()], areAll };
}

/** The newest first; the next page is asked for when this one is through. */
async function* pushesOf({ rest, place }: HostContext, branch: string): AsyncGenerator<BranchPush> {
  for (let skipped = 0; skipped < MAX_PUSHES; skipped += PAGE) {
    const page = await readPushes(rest, place.repositoryPath('pushes'), branch, PAGE, skipped);
    yield* page;
    if (page.length < PAGE) return;
  }
}

/** True where what the branch held is part of what it was pushed to. */
async function isBefore(context: HostContext, { from, to }: BranchPush): Promise<boolean> {
  if (from === '' || isNothing(from)) return false;
  const common = await commonByService(context, from, to).catch((error: unknown): readonly string[] => {
    if (!isSecondPassError(error) || error.kind !== 'platform') throw error;
    return [];
  });
  return common.includes(from);
}

/** Of a branch that is made or taken away. */
function isNothing(commit: string): boolean {
  return /^0+$/.test(commit);
}
