import { SecondPassError } from '../../errors';
import type { StatusPolicy } from '../../ports/code-host';
import type { SetUp } from '../../ports/set-up';
import type { Settings } from '../../steps/settings/settings';
import type { World } from '../../world';
import type { Found } from './check';

/** A status that no policy waits for stops no merge; one that the policy does not believe stops every merge. */
export async function statusPolicy(settings: Settings, { host }: World, setUp: SetUp): Promise<Found> {
  const branch =
    setUp.whyNoPullRequest === '' ? (await host.pullRequest()).targetBranch : (await setUp.repository()).defaultBranch;
  const status = `second-pass/${settings.name}`;
  const policies = await setUp.statusPolicies(branch);
  const all = policies.filter(({ genre, name }) => genre === 'second-pass' && name === settings.name);
  const swapped = policies.find(({ genre, name }) => name === 'second-pass' && genre === settings.name);
  const where = `Branch policies of ${branch} > Status checks`;
  if (swapped) throw amiss(`A policy waits for ${swapped.genre}/${swapped.name}: genre and name are swapped.`, where);
  if (all.length === 0) {
    const advice = `${where}: add ${status}, required, reset by new changes, for this account alone; until then no verdict stops a merge.`;
    return { text: `none on ${branch} waits for ${status}`, advice: [advice] };
  }
  const { id, name } = await setUp.self();
  const foreign = all.filter(({ authorId }) => authorId !== null && authorId !== id);
  if (foreign.some(({ isBlocking }) => isBlocking) || foreign.length === all.length) {
    throw amiss(
      `The policy for ${status} believes another account; this run posts as ${name}, which will not count.`,
      where,
    );
  }
  return { text: `${branch} waits for ${status}`, advice: leastAdvice(all, where, name) };
}

/** Where several policies wait for the status, the strictest one holds. */
function leastAdvice(policies: readonly StatusPolicy[], where: string, self: string): string[] {
  const advices = policies.map((policy) => policyAdvice(policy, where, self));
  return advices.sort((left, right) => left.length - right.length)[0] ?? [];
}

function policyAdvice(policy: StatusPolicy, where: string, self: string): string[] {
  const { isBlocking, authorId, isResetByPush, isConditional, paths } = policy;
  return [
    ...(isBlocking ? [] : [`${where}: the policy is optional, so no verdict stops a merge.`]),
    ...(isResetByPush ? [] : [`${where}: reset the status by new changes, or the verdict of an older push counts.`]),
    ...(isConditional
      ? [
          `${where}: let the policy apply by default; it is conditional, so a pull request that takes the step out of its pipeline waits for nothing.`,
        ]
      : []),
    ...(paths.length === 0
      ? []
      : [`${where}: only changes of ${paths.slice(0, 3).join(', ')} wait for the status; take the path filter away.`]),
    ...(authorId === null
      ? [`${where}: name ${self} as the authorized account, or any pipeline can post a pass.`]
      : []),
  ];
}

function amiss(message: string, advice: string): SecondPassError {
  return new SecondPassError({ kind: 'platform', code: 'policy-amiss', message, advice });
}
