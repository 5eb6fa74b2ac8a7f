import { cutStart } from '../cut-text';
import { SecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import type { Workshop } from '../ports/workshop';
import type { FixSettings } from '../steps/settings/fix-settings';
import { type Validation, validate } from './validate';

/** Exit codes of a shell for a command that it could not start. */
const NOT_RUN = new Set([126, 127]);

/** How the customer's command ends before anything is changed; null where none is set. */
export async function baseline(
  settings: FixSettings,
  world: FixWorld,
  { hands }: Workshop,
): Promise<Validation | null> {
  if (settings.validationCommand === '') return null;
  const run = await validate(settings, world, hands);
  const isRun = run.why === 'exit' && !NOT_RUN.has(run.exitCode ?? 0);
  world.log.info(
    `Validation before any change: ${run.exitCode === null ? run.why : `exit code ${run.exitCode}`}, ${run.milliseconds} ms.`,
  );
  if (isRun) return run;
  throw new SecondPassError({
    kind: 'sandbox',
    code: 'baseline-failed',
    message: `validationCommand cannot run in the workshop (${run.exitCode ?? run.why}): ${cutStart(run.output, 1_000).trim()}`,
    advice:
      'Nothing was asked of the model. Let `setupCommand` install what it needs, or name a `sandboxImage` that holds it.',
  });
}
