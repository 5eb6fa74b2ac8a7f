import type { Effort } from '../../ports/model';

export type Severity = 'blocker' | 'warning' | 'suggestion';

/** All inputs of a run: read once, checked together, frozen. Names and meanings: docs/configuration.md. */
export interface Settings {
  readonly provider: 'anthropic' | 'foundry';
  /** Base url of the provider; empty means the provider's own. Foundry needs one. */
  readonly endpoint: string;
  readonly model: string;
  /** The model family behind a Foundry deployment name; equals `model` otherwise. */
  readonly modelFamily: string;
  readonly effort: Effort;
  readonly fallbackModel: string;
  readonly inferenceGeo: '' | 'us' | 'global';
  readonly zeroDataRetention: boolean;
  readonly contentCacheTtl: '5m' | 'auto';
  readonly batch: 'off' | 'wait';
  readonly batchDeadlineMinutes: number;
  /** USD; null means no cap. */
  readonly budgetUsd: number | null;
  readonly budgetUsdPerPullRequest: number | null;
  /** USD per million tokens; null means the price table's. */
  readonly inputPrice: number | null;
  readonly outputPrice: number | null;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly useDefaultExclusions: boolean;
  /** Looks for secrets in excluded files too, on the agent alone. */
  readonly scanExcluded: boolean;
  readonly skeletons: boolean;
  /** `related` adds code of unchanged files that the change calls, or that calls what it alters. */
  readonly context: 'diff' | 'related';
  readonly semgrep: 'auto' | 'required' | 'off';
  /** Path of the customer's rules; empty means our own small set. */
  readonly semgrepConfig: string;
  readonly sandbox: 'preferred' | 'required';
  readonly sarif: readonly string[];
  readonly enforcedRules: readonly string[];
  readonly guidelines: readonly string[];
  readonly instructions: string;
  readonly language: string;
  readonly runMode: 'publish' | 'readOnly' | 'preview' | 'doctor' | 'clean';
  readonly name: string;
  readonly reviewDrafts: boolean;
  /** Rules under which no review is made, each a line like `author: *bot*`. */
  readonly skipWhen: readonly string[];
  readonly force: boolean;
  readonly minimumSeverity: Severity;
  readonly maxComments: number;
  readonly threadStatus: 'active' | 'closed' | 'pending';
  readonly dismissal: 'anyone' | 'notAuthor' | 'nobody';
  readonly artifacts: 'none' | 'excerpts' | 'full';
  readonly publishArtifact: boolean;
  /** Empty: after the name of the review. */
  readonly artifactName: string;
  readonly failOn: 'blocker' | 'warning' | 'never';
  readonly onReviewerError: 'block' | 'warn' | 'pass';
  readonly vote: 'off' | 'waitForAuthor';
  /** Null: taken from the pipeline. */
  readonly pullRequestId: number | null;
  /** Empty: taken from the pipeline. */
  readonly repositoryId: string;
  readonly timeoutMinutes: number;
  readonly applicationInsights: string;
  readonly otlpEndpoint: string;
}
