import { createBudget } from './budget/budget';
import { spentBefore } from './budget/spent';
import { askTwice } from './passes/ask-twice';
import { announce } from './stages/announce';
import { checkSuggestions } from './stages/check-suggestions';
import { claim } from './stages/claim';
import { conclude } from './stages/conclude';
import { concludeAgain } from './stages/conclude-again';
import { enrich } from './stages/enrich';
import { hearReports } from './stages/hear-reports';
import { leaveOut } from './stages/leave-out';
import { lookAgain } from './stages/look-again';
import { askPullRequest, namePushers } from './stages/name-pushers';
import { publish } from './stages/publish';
import { readChange } from './stages/read-change';
import { readNamedCode } from './stages/read-named-code';
import { seekMoved } from './stages/seek-moved';
import { untilNobodyWrote } from './stages/until-nobody-wrote';
import { splitIntoChunks } from './steps/chunks/split-into-chunks';
import { notAsked } from './steps/findings/chunk-outcome';
import { settleChunks } from './steps/findings/settle';
import { unshownAlerts } from './steps/findings/unshown-alerts';
import { checkModels } from './steps/pricing/check-model';
import { payableBytes } from './steps/pricing/payable-bytes';
import { composePrompts } from './steps/prompt/compose';
import { shortfallText } from './steps/prompt/forecast';
import type { ReviewRecord } from './steps/record/review-record';
import type { Settings } from './steps/settings/settings';
import { askAgain } from './steps/threads/ask-again';
import { withEarlier } from './steps/threads/listed-blockers';
import { planThreads } from './steps/threads/plan';
import { believedResult } from './steps/threads/stored-result';
import { nameCopies } from './steps/triage/name-copies';
import { placeFindings } from './steps/triage/place-findings';
import { triage } from './steps/triage/triage';
import { coverageOf } from './steps/verdict/coverage';
import { reviewedPaths, situationOf, whyNotReviewed } from './steps/verdict/situation';
import type { World } from './world';

/** The program. Everything it touches is in `world`; everything it decides is in `steps/`. */
export async function review(settings: Settings, world: World): Promise<ReviewRecord> {
  const asked = await askPullRequest(settings, world);
  const refusal = whyNotReviewed(asked, settings, world.switchedOff);
  if (refusal) return leaveOut(settings, world, asked, refusal);
  const before = await announce(settings, world, asked);
  const pullRequest = await namePushers(world, asked, before);
  const { heard, ...early } = await hearReports(settings, world, pullRequest);
  const stored = believedResult(before, { ...pullRequest, heard }, settings);
  if (stored) return concludeAgain(settings, world, { pullRequest, past: before, stored });
  const read = await readChange(settings, world, pullRequest.iteration, before);
  const change = await seekMoved(world, pullRequest.iteration, read, before);
  const claimed = await claim(settings, world, pullRequest, before, change);
  const spent = spentBefore(world, claimed);
  const context = await enrich(settings, world, change, { ...pullRequest, ...early }, payableBytes(settings, spent));
  const raised = askAgain(before, change);
  const prompts = composePrompts({
    ...context,
    raised,
    chunks: splitIntoChunks(context.files, { ...context, raised }),
    skipped: change.scope.skipped,
  });
  const budget = createBudget(settings, spent, world, prompts.length);
  const chunks = context.failure
    ? notAsked(prompts, context.failure)
    : await askTwice(settings, { ...world, hideInAnswer: change.hideInAnswer }, prompts, budget);
  const isCodeLine = await readNamedCode(world, chunks, change);
  const { findings, setAside, askedAgain } = settleChunks(
    [...chunks, unshownAlerts(chunks, context.alerts)],
    isCodeLine,
  );
  const found = nameCopies(placeFindings(findings, { ...change, ...context }), chunks);
  const placed = await checkSuggestions(world, found, change);
  const answers = { reviewed: reviewedPaths(chunks), askedAgain };
  return untilNobodyWrote(world, async (world) => {
    const { past, since, heardAt, gaps, merge, stop } = await lookAgain(settings, world, pullRequest, claimed, change);
    if (stop) return conclude(settings, world, { ...stop, pullRequest, leftTo: past });
    const triaged = triage(withEarlier(placed, past, change, answers), settings, {
      known: past.known,
      change,
      since,
    });
    const published = await publish(
      world,
      planThreads({ ...pullRequest, ...past, ...answers, triaged, change, heardAt, isCodeLine }, settings),
    );
    return conclude(settings, world, {
      ...situationOf(chunks, published.stopped, [
        ...change.gaps,
        ...context.gaps,
        ...gaps,
        ...coverageOf(change.scope, chunks).gaps,
        ...(world.keptFromModel?.() ?? []),
      ]),
      ...{ pullRequest, past, heard, since, change, merge, scope: change.scope, chunks, triaged, setAside },
      ...published,
      forecast: shortfallText(prompts, settings, budget.spentByOthers),
      notes: [checkModels(settings, world.run.startedAt), change.notes, context.notes, published.notes].flat(),
    });
  });
}
