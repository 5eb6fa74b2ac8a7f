import type { Settings } from './settings';

/** What both tasks read in the same way. */
export type SharedSettings = Pick<
  Settings,
  | 'provider'
  | 'endpoint'
  | 'model'
  | 'modelFamily'
  | 'effort'
  | 'fallbackModel'
  | 'inferenceGeo'
  | 'zeroDataRetention'
  | 'inputPrice'
  | 'outputPrice'
  | 'guidelines'
  | 'instructions'
  | 'language'
  | 'timeoutMinutes'
  | 'applicationInsights'
  | 'otlpEndpoint'
>;

/** All inputs of a run of the second task: read once, checked together, frozen. Names and meanings: docs/fix.md. */
export interface FixSettings extends SharedSettings {
  readonly runMode: 'readOnly' | 'plan' | 'apply' | 'autonomous' | 'gate' | 'sweep' | 'doctor' | 'clean';
  /** Link of a comment as an event or a person gave it; the gate judges it. */
  readonly comment: string;
  readonly workItem: number | null;
  /** Text of a request that stands in the pipeline itself. */
  readonly request: string;
  /** Names of groups (`[Project]\Name`), or ids of people and groups; empty: only who queued the run himself. */
  readonly requesters: readonly string[];
  readonly requestMinutes: number;
  readonly enabled: boolean;
  /** Id of the service connection of the bot; empty: the identity that reads also writes. */
  readonly writeConnection: string;
  /** The same on a server, which has no workload identity. */
  readonly writeServerConnection: string;
  readonly planHash: string;
  readonly approver: 'anyone' | 'notRequester';
  readonly requireApproval: boolean;
  readonly sandbox: 'auto' | 'bubblewrap' | 'docker';
  readonly sandboxImage: string;
  readonly sandboxRuntime: string;
  readonly setupCommand: string;
  /** `host:port` each. */
  readonly egress: readonly string[];
  readonly validationCommand: string;
  readonly validationMinutes: number;
  readonly testResults: readonly string[];
  readonly proof: 'required' | 'shown';
  readonly semgrep: 'auto' | 'off';
  readonly allowedPaths: readonly string[];
  /** Besides those that are always protected; `!` takes one of those out. */
  readonly protectedPaths: readonly string[];
  readonly protectTests: boolean;
  /** Besides names of secrets, which are always hidden; `!` takes one of those out. */
  readonly hiddenPaths: readonly string[];
  readonly maxFiles: number;
  readonly maxChangedLines: number;
  readonly maxTurns: number;
  /** USD; null means no cap. */
  readonly budgetUsd: number | null;
  readonly budgetUsdPerSession: number | null;
  readonly budgetUsdPerDay: number | null;
  /** Below `refs/heads/`; ends with a slash. */
  readonly branchPrefix: string;
  /** Below `refs/heads/`; empty: the source of the request's pull request, else the default branch. */
  readonly targetBranch: string;
  readonly draft: boolean;
  readonly skipCi: boolean;
  /** Ids of people or groups, or accounts. */
  readonly reviewers: readonly string[];
  readonly labels: readonly string[];
  /** Ids of pipelines; null: none. */
  readonly validationPipeline: number | null;
  readonly previewPipeline: number | null;
  readonly previewHosts: readonly string[];
  readonly sessionLog: 'none' | 'actions' | 'full';
}
