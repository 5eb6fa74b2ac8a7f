export interface QueuedRun {
  id: string;
  /** Page of the run. */
  url: string;
}

export interface RunState {
  isDone: boolean;
  /** `succeeded`, `partiallySucceeded`, `failed`, `canceled`; empty while it runs. */
  result: string;
  /** What failed in it, as `job: step: first error`; empty while it runs. */
  failures: readonly string[];
}

/** The end of what a step printed that failed. */
export interface FailedLog {
  /** `job: step`. */
  name: string;
  lines: readonly string[];
  /** How many lines there are. */
  of: number;
}

/** Days for which a project keeps what its runs made, unless somebody keeps a run for longer. */
export interface Retention {
  /** Artifacts and attachments: plans, session logs, records. */
  artifactDays: number;
  runDays: number;
}

/** Runs of pipelines, as far as plans, budgets and follow-ups need them. */
export interface Pipelines {
  /** Those of some files that stand at the top of an artifact of that run, by name; null when the run has no such artifact. */
  artifact(buildId: string, name: string, files: readonly string[]): Promise<ReadonlyMap<string, Uint8Array> | null>;
  /** Tags of every run of a pipeline that was queued since then, by the run's id. Times in milliseconds since 1970. @throws SecondPassError where they are too many */
  tagsSince(definitionId: string, since: number): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Starts a pipeline on a branch; answers with the run's id. */
  queue(definitionId: number, branch: string): Promise<QueuedRun>;
  /** How a run stands. */
  runState(buildId: string): Promise<RunState>;
  /** The newest run on that branch that ended, where it failed; null where it did not, and where there is none. */
  lastFailed(branch: string): Promise<string | null>;
  /** Of the steps that failed last. */
  failedLogs(buildId: string): Promise<readonly FailedLog[]>;
  /** Null where the service has no such setting. */
  retention(): Promise<Retention | null>;
  setTags(buildId: string, change: { add: string; remove?: string }): Promise<void>;
}
