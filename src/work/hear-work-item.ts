import type { FixWorld } from '../fix-world';
import type { WorkItem } from '../ports/work-items';
import { sha256 } from '../sha256';
import type { Request } from '../steps/request/request';
import type { FixSettings } from '../steps/settings/fix-settings';
import { REFUSALS } from '../steps/texts/gate-text';
import type { FixSituation } from '../steps/verdict/fix-results';
import { mayAsk } from './authorised';
import { spendable } from './day-budget';
import type { GateChecks, Heard } from './heard';

/** A work item is asked for by whoever queued the run: its text is material, and an order of nobody. */
export async function hearWorkItem(settings: FixSettings, world: FixWorld): Promise<Heard> {
  const { queuedBy, repositoryId } = world.run;
  const gate: GateChecks[number][] = [];
  const refuse = (check: string, why: string, ended: FixSituation = 'refused'): Heard => {
    gate.push({ check, state: 'refused', text: why });
    return { ended, headline: why, gate };
  };
  if (!(await mayAsk(queuedBy.id, settings, world)))
    return refuse('requester', REFUSALS.notAuthorised(settings.requesters));
  gate.push({ check: 'requester', state: 'passed', text: 'Whoever queued the run may ask.' });
  if (!settings.enabled) return refuse('enabled', REFUSALS.switchedOff(world.policy.switchedOff));
  const item = settings.workItem === null ? null : await world.workItems.read(settings.workItem);
  if (item === null) return refuse('work item', 'There is no such work item.');
  const used = await spendable(settings, world);
  if (used) return refuse(used.check, used.why);
  const request: Request = {
    from: 'workItem',
    id: `wi-${item.id}.${item.revision}`,
    ...{ pullRequestId: null, threadId: null, commentId: null, workItemId: item.id },
    ...{ verb: 'fix', text: item.title, at: world.now(), by: queuedBy },
    sha256: workItemHash(item),
  };
  return { accepted: { request, repositoryId }, gate };
}

/** Of its words: what else changes on a work item, as its state and its links, says nothing of what is to be done. */
export function workItemHash({ title, description }: Pick<WorkItem, 'title' | 'description'>): string {
  return sha256(`${title}\n${description}`);
}
