import { inFull, isSecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import type { OpenedPullRequest } from '../ports/branch-host';
import type { QueuedRun, RunState } from '../ports/pipelines';
import type { Plan } from '../steps/plan/plan';
import type { FixSettings } from '../steps/settings/fix-settings';
import { previewLink, previewText, validationText } from '../steps/texts/follow-up-text';
import { answerOnce } from './answer-once';

const BETWEEN_LOOKS = 10_000;

/** Starts the pipelines that look at the change, waits for them, and tells where it was asked what came of them. */
export async function followUp(
  plan: Plan,
  { validationPipeline, previewPipeline, previewHosts }: FixSettings,
  world: FixWorld,
  pullRequest: OpenedPullRequest,
): Promise<string[]> {
  const validated = async (id: number) => {
    const { run, state } = await runOn(id, plan, world);
    const text = validationText(state, plan.branch, run.url);
    await answerOnce(plan, world, text, { state: 'ended', plan: `validation ${run.id}` });
    return `Validation pipeline ${id}: ${state.result}.`;
  };
  const previewed = async (id: number) => {
    const { run, state } = await runOn(id, plan, world);
    const link = previewLink(await previewAddress(plan, world, pullRequest), previewHosts);
    await answerOnce(plan, world, previewText(link, run.url), { state: 'ended', plan: `preview ${run.id}` });
    return `Preview pipeline ${id}: ${state.result}.`;
  };
  return Promise.all([
    ...(validationPipeline === null ? [] : [told('The validation pipeline', () => validated(validationPipeline))]),
    ...(previewPipeline === null ? [] : [told('The preview pipeline', () => previewed(previewPipeline))]),
  ]);
}

/** The change is written, whatever becomes of these. */
async function told(what: string, work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (!isSecondPassError(error)) throw error;
    return `${what} could not be followed: ${inFull(error)}`;
  }
}

async function runOn(
  id: number,
  { branch }: Plan,
  { pipelines, clock, signal }: FixWorld,
): Promise<{ run: QueuedRun; state: RunState }> {
  const run = await pipelines.queue(id, branch);
  for (;;) {
    const state = await pipelines.runState(run.id);
    if (state.isDone) return { run, state };
    await clock.sleep(BETWEEN_LOOKS, signal);
  }
}

/** The newest status `second-pass/preview` on the pull request, whoever posted it: its host is judged, not its author. */
async function previewAddress(
  { repositoryId }: Plan,
  { host }: FixWorld,
  { id }: OpenedPullRequest,
): Promise<string | undefined> {
  const place = host(repositoryId, id);
  const { iteration } = await place.pullRequest();
  const { statuses = [] } = await place.conversation(iteration.id);
  return statuses.filter(({ name, state }) => name === 'preview' && state === 'succeeded').at(-1)?.targetUrl;
}
