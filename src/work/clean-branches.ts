import { inFull, isSecondPassError } from '../errors';
import type { FixWorld, Writer } from '../fix-world';
import { isOwnBranch } from '../steps/branch/branch-name';
import { plural } from '../steps/comments/plural';
import type { FixRecord } from '../steps/record/fix-record';
import type { FixSettings } from '../steps/settings/fix-settings';
import { concludeFix } from './conclude-fix';

/** A branch this young may be about to get its pull request. */
const YOUNG = 60 * 60_000;

/**
 * Run mode `clean`: removes branches that this identity made, that have our names, and that no open pull request needs. Each is
 * removed only where it still stands at the commit that was looked at.
 */
export async function cleanBranches(settings: FixSettings, world: FixWorld): Promise<FixRecord> {
  const writer = world.writer(world.run.repositoryId);
  const self = await writer.self();
  const problems: string[] = [];
  const removed: string[] = [];
  for (const { name, tip, creatorId, madeAt } of await writer.branches.below(`refs/heads/${settings.branchPrefix}`)) {
    const isOurs = isOwnBranch(name, settings.branchPrefix) && creatorId === self.id;
    if (!isOurs || world.now() - madeAt < YOUNG || (await isNeeded(name, writer))) continue;
    try {
      await writer.branches.remove(name, tip);
      removed.push(name);
    } catch (error) {
      if (!isSecondPassError(error)) throw error;
      problems.push(`${name} could not be removed: ${inFull(error)}`);
    }
  }
  for (const name of removed) world.log.info(`Removed ${name}.`);
  return concludeFix(settings, world, {
    situation: problems.length === 0 ? 'otherRunMode' : 'setUpAtFault',
    headline: `${plural(removed.length, 'branch').replace(/branchs$/, 'branches')} removed.`,
    problems,
    notes: removed.map((name) => `Removed ${name}.`),
  });
}

/** By a pull request of its own, or by one that leads into it. */
async function isNeeded(name: string, { host }: Writer): Promise<boolean> {
  return (await host.pullRequestOf(name)) !== null || (await host.pullRequestInto(name)) !== null;
}
