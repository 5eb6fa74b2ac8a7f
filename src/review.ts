import { readChange } from './change';
import { conclude } from './conclude';
import { enrich } from './enrich';
import { askTwice } from './passes/ask-twice';
import { announce, showProgress } from './progress';
import { publish } from './publish';
import { createPurse } from './purse';
import { settleChunks } from './steps/findings/settle';
import { checkModels } from './steps/prompt/check-model';
import { splitIntoChunks } from './steps/prompt/chunks';
import { composePrompts } from './steps/prompt/compose';
import type { RunRecord } from './steps/record/record';
import type { Settings } from './steps/settings/settings';
import { ownThreads } from './steps/threads/own-threads';
import { planThreads } from './steps/threads/plan';
import { standing } from './steps/threads/standing';
import { placeFindings } from './steps/triage/place-findings';
import { triage } from './steps/triage/triage';
import { situationOf, whyNotReviewed, whySuperseded } from './steps/verdict/situation';
import type { World } from './world';

/** The program. Everything it touches is in `world`; everything it decides is in `steps/`. */
export async function review(settings: Settings, world: World): Promise<RunRecord> {
  const pullRequest = await world.host.pullRequest();
  const refusal = whyNotReviewed(pullRequest, settings);
  if (refusal) return conclude(settings, world, { ...refusal, pullRequest });
  const conversation = await announce(settings, world, pullRequest);
  const change = await readChange(settings, world, pullRequest.iteration);
  const tracking = await showProgress(settings, world, pullRequest, conversation, change.scope.files);
  const context = await enrich(settings, world, change, pullRequest.iteration);
  const prompts = composePrompts({
    ...context,
    chunks: splitIntoChunks(change.scope.files, context),
    files: change.scope.files,
  });
  const purse = createPurse(settings, 0);
  const chunks = await askTwice(settings, world, prompts, purse);
  const { findings, setAside } = settleChunks(chunks);
  const triaged = triage(placeFindings(findings, change.scope.files, change.contents), settings);
  const moved = whySuperseded(pullRequest, await world.host.pullRequest());
  if (moved) return conclude(settings, world, { ...moved, pullRequest });
  const own = ownThreads(conversation, pullRequest.self.id, settings.name);
  const operations = planThreads({ triaged, own, iteration: pullRequest.iteration }, settings);
  const published = await publish(world, operations);
  const stands = standing({ triaged, known: own.findings, operations, author: pullRequest.author }, settings);
  const notes = [
    ...checkModels(settings, world.run.startedAt),
    ...[change, context, published].flatMap((part) => part.notes),
  ];
  const facts = {
    ...stands,
    notes,
    threadIds: published.threadIds,
    scope: change.scope,
    chunks,
    triaged,
    setAside,
    operations,
  };
  return conclude(settings, world, { ...facts, ...situationOf(chunks), pullRequest, tracking, calls: purse.calls });
}
