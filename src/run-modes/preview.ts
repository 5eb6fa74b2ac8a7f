import { conclude } from '../stages/conclude';
import { enrich } from '../stages/enrich';
import { readChange } from '../stages/read-change';
import { splitIntoChunks } from '../steps/chunks/split-into-chunks';
import { checkModels } from '../steps/pricing/check-model';
import { composePrompts } from '../steps/prompt/compose';
import { composePreview, type Preview } from '../steps/prompt/preview';
import type { RunRecord } from '../steps/record/record';
import { plural } from '../steps/record/status-text';
import type { Settings } from '../steps/settings/settings';
import { whyNotReviewed } from '../steps/verdict/situation';
import type { World } from '../world';

/** Run mode `preview`: everything up to the first question. `show` gets what would be sent; nothing is sent or written. */
export async function preview(settings: Settings, world: World, show: (text: string) => void): Promise<RunRecord> {
  const pullRequest = await world.host.pullRequest();
  const refusal = whyNotReviewed(pullRequest, settings);
  if (refusal) return conclude(settings, world, { ...refusal, pullRequest });
  const change = await readChange(settings, world, pullRequest.iteration);
  const context = await enrich(settings, world, change, pullRequest);
  const { files } = change.scope;
  const prompts = composePrompts({ ...context, files, chunks: splitIntoChunks(files, context) });
  const shown = composePreview(prompts, settings);
  show(shown.text);
  return conclude(settings, world, {
    situation: 'otherRunMode',
    problems: [headline(shown, files.length, prompts.length, settings)],
    pullRequest,
    scope: change.scope,
    chunks: prompts.map((prompt) => ({ prompt, summary: '', sent: false })),
    notes: [...checkModels(settings, world.clock.now()), ...change.notes, ...context.notes],
  });
}

function headline({ tokens, usd }: Preview, files: number, parts: number, { budgetUsd }: Settings): string {
  const cost = usd === null ? 'at an unknown cost' : `for about $${usd.toFixed(4)}`;
  const budget = budgetUsd === null ? 'without a cap' : `of a budget of $${budgetUsd.toFixed(2)}`;
  const what = `${plural(files, 'file')} in ${plural(parts, 'part')}, about ${tokens} input tokens`;
  return `Preview: a review would send ${what}, ${cost} ${budget}. Nothing was sent.`;
}
