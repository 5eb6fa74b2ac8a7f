import { badInputs, type InputProblem } from '../../errors';
import type { Settings } from '../settings/settings';
import { DEAREST, factsOf } from './models';

type Asked = Pick<
  Settings,
  | 'model'
  | 'modelFamily'
  | 'fallbackModel'
  | 'inputPrice'
  | 'outputPrice'
  | 'zeroDataRetention'
  | 'budgetUsd'
  | 'budgetUsdPerPullRequest'
>;

/**
 * What a reader of the run must know of the models it asks: the day they end, prices that are unknown.
 * `today` in milliseconds since 1970.
 * @throws SecondPassError `bad-input` for a model that breaks `zeroDataRetention`
 */
export function checkModels(settings: Asked, today: number): string[] {
  const models = [settings.model, settings.fallbackModel].filter((model) => model !== '');
  const problems = models.flatMap((model) => retentionProblem(model, settings));
  if (problems.length > 0) throw badInputs(problems);
  return models.flatMap((model) => [...retirement(model, settings, today), ...missingPrice(model, settings)]);
}

function retentionProblem(model: string, settings: Asked): InputProblem[] {
  if (!settings.zeroDataRetention || !factsOf(model, settings).needsRetention) return [];
  const input = model === settings.model ? 'model' : 'fallbackModel';
  return [
    {
      input,
      was: `"${model}"`,
      allowed: 'with zeroDataRetention: a model whose provider does not keep prompts; this one is kept for 30 days',
    },
  ];
}

function retirement(model: string, settings: Asked, today: number): string[] {
  const { retiresAt } = factsOf(model, settings);
  if (retiresAt === undefined) return [];
  const isOver = new Date(today).toISOString().slice(0, 10) >= retiresAt;
  return [`The provider ${isOver ? 'ended' : 'ends'} ${model} on ${retiresAt}; choose another model.`];
}

function missingPrice(model: string, settings: Asked): string[] {
  const { inputPrice, outputPrice } = factsOf(model, settings);
  if (inputPrice !== null && outputPrice !== null) return [];
  const isCapped = settings.budgetUsd !== null || settings.budgetUsdPerPullRequest !== null;
  const { inputPrice: dearIn, outputPrice: dearOut } = DEAREST;
  const cap = isCapped
    ? `, and the budget counts the dearest known one, $${dearIn} and $${dearOut} per million tokens`
    : '';
  const remedy =
    model === settings.model ? 'set inputPrice and outputPrice, or modelFamily' : 'choose a model of the price table';
  return [`The price of ${model} is unknown: there is no cost figure${cap}; ${remedy}.`];
}
