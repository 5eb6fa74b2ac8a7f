import type { FixWorld } from '../fix-world';
import { type BelievedPlan, believedPlan } from '../steps/plan/believed-plan';
import type { FixSettings } from '../steps/settings/fix-settings';

/** A stage that was run again published beside its first attempt. */
const MOST_ATTEMPTS = 20;

/** The plan of this very run, by its hash. */
export async function readPlannedChange(settings: FixSettings, { pipelines, run }: FixWorld): Promise<BelievedPlan> {
  const artifacts: ReadonlyMap<string, Uint8Array>[] = [];
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const found = await pipelines.artifact(run.buildId, planArtifact(attempt));
    if (found === null && attempt > 1) break;
    if (found !== null) artifacts.push(found);
  }
  return believedPlan(artifacts, settings, run.buildId);
}

function planArtifact(attempt: number): string {
  return attempt > 1 ? `second-pass-plan-${attempt}` : 'second-pass-plan';
}
