import { inFull } from '../errors';
import { conclude } from '../stages/conclude';
import { type Context, enrich } from '../stages/enrich';
import { publish } from '../stages/publish';
import { readChange } from '../stages/read-change';
import { splitIntoChunks } from '../steps/chunks/split-into-chunks';
import { settleChunks } from '../steps/findings/settle';
import { unshownAlerts } from '../steps/findings/unshown-alerts';
import { composePrompts } from '../steps/prompt/compose';
import type { ReviewRecord } from '../steps/record/review-record';
import type { Gap } from '../steps/scope/gap';
import type { Settings } from '../steps/settings/settings';
import { recall } from '../steps/threads/own-threads';
import { planThreads } from '../steps/threads/plan';
import { placeFindings } from '../steps/triage/place-findings';
import { triage } from '../steps/triage/triage';
import { coverageOf } from '../steps/verdict/coverage';
import type { Situation } from '../steps/verdict/results';
import type { World } from '../world';

/** A review without the model, where somebody asked for that: scanners, SARIF files and built-in rules, whose alerts all stand. */
export async function analyse(settings: Settings, world: World): Promise<ReviewRecord> {
  const pullRequest = await world.host.pullRequest();
  const change = await readChange(settings, world, pullRequest.iteration);
  const context = await enrich(settings, { ...world, outliner: null }, change, pullRequest, Number.POSITIVE_INFINITY);
  const { files } = change.scope;
  const prompts = composePrompts({ ...context, files, chunks: splitIntoChunks(files, context) });
  const { findings, setAside } = settleChunks([unshownAlerts([], context.alerts)]);
  const triaged = triage(placeFindings(findings, { ...change, ...context }), settings);
  const conversation = await world.host.conversation(pullRequest.iteration.id);
  const past = recall(conversation, pullRequest, settings.name, world.signingKey);
  const plan = planThreads({ ...pullRequest, ...past, triaged, change, reviewed: new Set() }, settings);
  const gaps = [...change.gaps, ...context.gaps, ...coverageOf(change.scope, []).gaps];
  const troubles = [...(context.failure ? [context.failure] : []), ...gaps];
  return conclude(settings, world, {
    pullRequest,
    situation: analysedAs(context.failure, gaps, files.length),
    problems: [...troubles.map(inFull), ...(gaps.length > 0 ? [ALONE] : [])],
    codes: troubles.map(({ code }) => code),
    change,
    scope: change.scope,
    chunks: prompts.map((prompt) => ({ prompt, summary: '', sent: false })),
    triaged,
    setAside,
    ...(await publish(world, plan)),
    notes: [...change.notes, ...context.notes],
  });
}

const ALONE = 'Only static analysis ran, as it was asked for; its alerts stand.';

/** What nobody could look at takes the green away, as it does of a review: silence about it says nothing. */
function analysedAs(failure: Context['failure'], gaps: readonly Gap[], files: number): Situation {
  if (failure) return 'reviewerFailed';
  if (gaps.length > 0) return 'partlyReviewed';
  return files === 0 ? 'nothingInScope' : 'analysed';
}
