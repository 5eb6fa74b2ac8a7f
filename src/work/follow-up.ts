import { inFull, isSecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import type { OpenedPullRequest } from '../ports/branch-host';
import type { QueuedRun, RunState } from '../ports/pipelines';
import type { Plan } from '../steps/plan/plan';
import type { FixRecord } from '../steps/record/fix-record';
import type { FixSettings } from '../steps/settings/fix-settings';
import { previewLink, previewText, validationText } from '../steps/texts/follow-up-text';
import { answerOnce } from './answer-once';

const BETWEEN_LOOKS = 10_000;

/** What follows when the validation pipeline fails, in the words of the answer. */
export interface Afterwards {
  next: string;
}

export const ASK_AGAIN: Afterwards = { next: '`/second-pass retry` asks again.' };

interface Followed {
  notes: readonly string[];
  validation?: FixRecord['validation'] & object;
}

/** Starts the pipelines that look at the change, waits for them, and tells where it was asked what came of them. */
export async function followUp(
  plan: Plan,
  { validationPipeline, previewPipeline, previewHosts }: FixSettings,
  world: FixWorld,
  { pullRequest, next }: Afterwards & { pullRequest: OpenedPullRequest },
): Promise<Followed> {
  let validation: Followed['validation'];
  const validated = async (id: number) => {
    const { run, state } = await runOn(id, plan, world);
    validation = { run: run.id, result: state.result, failures: [...state.failures] };
    const text = validationText(state, { branch: plan.branch, runUrl: run.url, next });
    await answerOnce(plan, world, text, { state: 'ended', plan: `validation ${run.id}` });
    return `Validation pipeline ${id}: ${state.result}.`;
  };
  const previewed = async (id: number) => {
    const { run, state } = await runOn(id, plan, world);
    const link = previewLink(await previewAddress(plan, world, pullRequest), previewHosts);
    await answerOnce(plan, world, previewText(link, run.url), { state: 'ended', plan: `preview ${run.id}` });
    return `Preview pipeline ${id}: ${state.result}.`;
  };
  const notes = await Promise.all([
    ...(validationPipeline === null ? [] : [told('The validation pipeline', () => validated(validationPipeline))]),
    ...(previewPipeline === null ? [] : [told('The preview pipeline', () => previewed(previewPipeline))]),
  ]);
  return { notes, ...(validation ? { validation } : {}) };
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
    signal.throwIfAborted();
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
