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
    const after = await validate(settings, world, workshop.hands);
    return hidden(proofOf(command, asEvidence(before), asEvidence(after)), world.masking.text);
  } finally {
    await workshop.destroy();
  }
}

/** A command may hold a secret, and names of test cases are anybody's words; that they are the same was looked at before. */
function hidden({ command, before, after, reasons, ...proof }: Proof, hide: (text: string) => string): Proof {
  return {
    ...{ ...proof, command: hide(command), reasons: reasons.map(hide) },
    ...{ before: hiddenRun(before, hide), after: hiddenRun(after, hide) },
  };
}

function hiddenRun(run: ValidationRun | null, hide: (text: string) => string): ValidationRun | null {
  if (!run?.cases) return run;
  const { ran, failed, skipped } = run.cases;
  return { ...run, cases: { ran: ran.map(hide), failed: failed.map(hide), skipped: skipped.map(hide) } };
}

function asEvidence(run: Validation | null): ValidationRun | null {
  return run && { exitCode: run.exitCode, milliseconds: run.milliseconds, cases: run.cases };
}
