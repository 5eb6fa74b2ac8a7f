import { SecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import { sha256 } from '../sha256';
import type { Request } from '../steps/request/request';
import type { FixSettings } from '../steps/settings/fix-settings';
import { REFUSALS } from '../steps/texts/gate-text';
import { hearComment } from './hear-comment';
import { hearWorkItem } from './hear-work-item';
import type { Heard } from './heard';

/** Nobody is believed for what an event says: everything is read back, before any model is asked. */
export async function hear(settings: FixSettings, world: FixWorld): Promise<Heard> {
  if (settings.comment !== '') return hearComment(settings, world);
  if (settings.workItem !== null) return hearWorkItem(settings, world);
  return hearPipeline(settings, world);
}

/** The text stands in the pipeline itself: whoever may change that may do more than ask. */
function hearPipeline({ request, enabled }: FixSettings, { run, now, policy }: FixWorld): Heard {
  if (!enabled) return { ended: 'refused', headline: REFUSALS.switchedOff(policy.switchedOff), gate: [] };
  if (run.buildId === '') throw noBuild();
  const asked: Request = {
    from: 'pipeline',
    id: `run-${run.buildId}`,
    ...{ pullRequestId: null, threadId: null, commentId: null, workItemId: null },
    ...{ verb: 'fix', text: request, by: { id: '', name: 'the pipeline' }, at: now() },
    ...(run.queuedBy.id === '' ? {} : { alsoBy: [run.queuedBy.id] }),
    sha256: sha256(request),
  };
  const passed = { check: 'pipeline', state: 'passed' as const, text: 'The request stands in the pipeline.' };
  return { accepted: { request: asked, repositoryId: run.repositoryId }, gate: [passed] };
}

function noBuild(): SecondPassError {
  return new SecondPassError({
    kind: 'badInput',
    code: 'not-a-request',
    message: 'A request of the pipeline itself needs a build: this run is none.',
  });
}
