import type { FixWorld } from '../fix-world';
import { type BelievedPlan, believedPlan, isNamedPlan, PATCH_FILE, PLAN_FILE } from '../steps/plan/believed-plan';
import type { FixSettings } from '../steps/settings/fix-settings';

/** A stage that was run again published beside its first attempt. */
const MOST_ATTEMPTS = 20;

/** The plan of this very run, by its hash; whatever else was published under its name is not kept. */
export async function readPlannedChange(settings: FixSettings, { pipelines, run }: FixWorld): Promise<BelievedPlan> {
  let other: ReadonlyMap<string, Uint8Array> = new Map();
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const found = await pipelines.artifact(run.buildId, planArtifact(attempt), [PLAN_FILE, PATCH_FILE]);
    if (found === null && attempt > 1) break;
    if (found !== null && isNamedPlan(found, settings)) return believedPlan(found, settings, run.buildId);
    if (found?.has(PLAN_FILE)) other = found;
  }
  return believedPlan(other, settings, run.buildId);
}

function planArtifact(attempt: number): string {
  return attempt > 1 ? `second-pass-plan-${attempt}` : 'second-pass-plan';
}
