import { createBudget } from '../budget/budget';
import type { FixWorld } from '../fix-world';
import { composeBrief } from '../steps/brief/compose-brief';
import type { Material } from '../steps/brief/material';
import { modelFacts } from '../steps/pricing/models';
import type { FixSettings } from '../steps/settings/fix-settings';
import { TOOLS } from '../steps/toolbox/tools';
import { type Conversation, converse } from './converse';
import { spentSoFar } from './day-budget';
import { createLearner } from './learn-named';
import type { OpenWorkshop } from './open-workshop';
import type { WorkOrder } from './order';
import { validationText } from './run-call';
import { type Validation, validate } from './validate';

/** Room for thoughts and one large edit. */
const ANSWER_TOKENS = 16_000;
/** One command; a build may take minutes, a whole validation has a time of its own. */
const COMMAND_TIME = 300_000;

/** Milliseconds of a validation from which the five minutes of the usual cache are over before the next question. */
const LONG_VALIDATION = 240_000;

/** The conversation in an open workshop, within money, turns and time. */
export async function doWork(
  settings: FixSettings,
  world: FixWorld,
  { order, open, before }: { order: WorkOrder; open: OpenWorkshop; before: Validation | null },
): Promise<Conversation> {
  const { workshop } = open;
  const { system, user } = composeBrief({
    ...{ settings, request: order.request, top: workshop.inside, hide: world.masking.text },
    materials: [...order.materials, ...baselineOf(before)],
  });
  const request = {
    ...{ model: settings.model, effort: settings.effort, system, user, schema: null },
    ...{ maxOutputTokens: ANSWER_TOKENS, tools: TOOLS, ...keptFor(before) },
  };
  const budget = createBudget(budgetOf(settings, world), 0, world).forChunk(0, { ...request, label: 'turn' });
  const { hands, inside: top } = workshop;
  try {
    return await converse({
      ...{ world, budget, request, top },
      around: {
        ...{ hands, signal: world.signal, masking: world.masking, commandTime: COMMAND_TIME },
        learn: createLearner(world.code(order.repositoryId).trees, open.laid, world.masking),
        validate: settings.validationCommand === '' ? null : () => validate(settings, world, hands),
      },
      limits: {
        maxTurns: settings.maxTurns,
        contextTokens: modelFacts(settings.modelFamily, settings).contextTokens,
        hasValidation: settings.validationCommand !== '',
      },
    });
  } finally {
    budget.close();
  }
}

/** The cap of a session holds for the run too, where it is lower; what earlier tries of this run spent is gone. */
function budgetOf(settings: FixSettings, world: FixWorld) {
  const left = (usd: number | null) => (usd === null ? null : Math.max(0, usd - spentSoFar(world)));
  const { budgetUsd, budgetUsdPerSession } = settings;
  return { ...settings, budgetUsd: left(budgetUsd), budgetUsdPerPullRequest: left(budgetUsdPerSession) };
}

function baselineOf(before: Validation | null): Material[] {
  if (before === null) return [];
  return [{ kind: 'validation', title: 'The validation command before any change', text: validationText(before) }];
}

/** An hour costs more to write; what was lost in every validation would cost the whole conversation each time. */
export function keptFor(before: Pick<Validation, 'milliseconds'> | null): { turnsKept?: '1h' } {
  return (before?.milliseconds ?? 0) >= LONG_VALIDATION ? { turnsKept: '1h' } : {};
}
