import type { FixWorld } from '../fix-world';
import type { TreeId, Trees } from '../ports/trees';
import type { Places } from '../steps/candidate/places';
import { type Proof, proofOf, type ValidationRun } from '../steps/candidate/proof';
import type { FixSettings } from '../steps/settings/fix-settings';
import { openWorkshop } from './open-workshop';
import { type Validation, validate } from './validate';

/** Runs the customer's command in a fresh workshop that holds the candidate and nothing else. */
export async function prove(
  settings: FixSettings,
  world: FixWorld,
  { trees, tree, places, before }: { trees: Trees; tree: TreeId; places: Places; before: Validation | null },
): Promise<Proof> {
  const { validationCommand: command } = settings;
  if (command === '') return proofOf(command, null, null);
  const { workshop } = await openWorkshop(settings, world, { trees, tree, places });
  try {
    return proofOf(command, asEvidence(before), asEvidence(await validate(settings, world, workshop.hands)));
  } finally {
    await workshop.destroy();
  }
}

function asEvidence(run: Validation | null): ValidationRun | null {
  return run && { exitCode: run.exitCode, milliseconds: run.milliseconds, cases: run.cases };
}
