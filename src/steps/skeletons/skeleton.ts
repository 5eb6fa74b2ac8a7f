/** The outline of one changed file as the prompt shows it. */
export interface Skeleton {
  path: string;
  language: string;
  /** Text as it stands in the prompt, ending with a line feed. */
  text: string;
  /** True when entries were left out to keep to the budget. */
  clipped: boolean;
}

/** Why a file in scope has no skeleton. */
export interface MissingSkeleton {
  path: string;
  reason: string;
}
