/** Runs of pipelines, as far as plans, budgets and follow-ups need them. */
export interface Pipelines {
  /** Files at the top of an artifact of that run, by name; null when the run has no such artifact. */
  artifact(buildId: string, name: string): Promise<ReadonlyMap<string, Uint8Array> | null>;
}
