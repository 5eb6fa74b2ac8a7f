import { concludeRunMode } from '../stages/conclude-run-mode';
import { enrich } from '../stages/enrich';
import { readChange } from '../stages/read-change';
import { splitIntoChunks } from '../steps/chunks/split-into-chunks';
import { checkModels } from '../steps/pricing/check-model';
import { payableBytes } from '../steps/pricing/payable-bytes';
import { composePrompts } from '../steps/prompt/compose';
import { composePreview } from '../steps/prompt/preview';
import { previewResult } from '../steps/record/preview-result';
import type { RunModeRecord } from '../steps/record/run-mode-record';
import type { Settings } from '../steps/settings/settings';
import { whyNotReviewed } from '../steps/verdict/situation';
import type { World } from '../world';

/** Run mode `preview`: everything up to the first question. `show` gets what would be sent; nothing is sent or written. */
export async function preview(settings: Settings, world: World, show: (text: string) => void): Promise<RunModeRecord> {
  const pullRequest = await world.host.pullRequest();
  const refusal = whyNotReviewed(pullRequest, settings);
  if (refusal) return concludeRunMode(settings, world, { ...refusal, pullRequest });
  const change = await readChange(settings, world, pullRequest.iteration);
  const context = await enrich(settings, world, change, pullRequest, payableBytes(settings, 0));
  const chunks = splitIntoChunks(context.files, context);
  const prompts = composePrompts({ ...context, chunks, skipped: change.scope.skipped });
  const shown = composePreview(prompts, settings);
  show(shown.text);
  return concludeRunMode(settings, world, {
    situation: 'otherRunMode',
    pullRequest,
    result: previewResult(change.scope, shown, prompts.length, settings),
    notes: [shown.forecast, ...checkModels(settings, world.clock.now()), ...change.notes, ...context.notes],
  });
}
