import type { Change } from './change';
import type { Alert } from './steps/alerts/alert';
import type { Settings } from './steps/settings/settings';
import type { MissingSkeleton, Skeleton } from './steps/skeletons/skeleton';
import type { World } from './world';

/** What is known besides the diff. */
export interface Context {
  skeletons: readonly Skeleton[];
  missingSkeletons: readonly MissingSkeleton[];
  /** Numbered when they are in the prompt. */
  alerts: readonly Alert[];
  guidelines: string;
  guidelineFiles: readonly string[];
  notes: readonly string[];
}

/** Asks the scanner and the outliner, side by side; what is missing becomes a note, never a failure, unless it is required. */
export async function enrich(_settings: Settings, _world: World, _change: Change): Promise<Context> {
  return { skeletons: [], missingSkeletons: [], alerts: [], guidelines: '', guidelineFiles: [], notes: [] };
}
