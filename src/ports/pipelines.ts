/** Runs of pipelines, as far as plans, budgets and follow-ups need them. */
export interface Pipelines {
  /** Files at the top of an artifact of that run, by name; null when the run has no such artifact. */
  artifact(buildId: string, name: string): Promise<ReadonlyMap<string, Uint8Array> | null>;
  /** Tags of every run of a pipeline that was queued since then, by the run's id. Times in milliseconds since 1970. */
  tagsSince(definitionId: string, since: number): Promise<ReadonlyMap<string, readonly string[]>>;
  setTags(buildId: string, change: { add: string; remove?: string }): Promise<void>;
}
