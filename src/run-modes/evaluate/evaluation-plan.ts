import type { Settings } from '../../steps/settings/settings';

/** What an evaluation is asked for. */
export interface EvaluationPlan {
  settings: Settings;
  /** Two models that judge what was said; without them a person fills in the judgements. */
  judges: readonly [string, string] | null;
  /** `results.json` of another version or other settings, and its name. */
  compare?: { name: string; text: string };
}
