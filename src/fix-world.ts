import type { Approvals } from './ports/approvals';
import type { BranchHost, OpenedPullRequest } from './ports/branch-host';
import type { Clock } from './ports/clock';
import type { CodeHost, Identity } from './ports/code-host';
import type { CommentSource } from './ports/comment-source';
import type { Log } from './ports/log';
import type { Model } from './ports/model';
import type { Outliner } from './ports/outliner';
import type { OwnBranches } from './ports/own-branches';
import type { People } from './ports/people';
import type { Pipelines } from './ports/pipelines';
import type { Pusher } from './ports/pusher';
import type { CommitId, Repository } from './ports/repository';
import type { Scanner } from './ports/scanner';
import type { Sessions } from './ports/sessions';
import type { Trees } from './ports/trees';
import type { WorkItems } from './ports/work-items';
import type { Workshops } from './ports/workshop';
import type { PolicyFacts } from './steps/policy/govern';
import type { CallRecord, RequestReceipt } from './steps/record/cost-record';
import type { ToolRecord } from './steps/record/fix-record';
import type { Masking } from './steps/secrets/masking';
import type { FixSettings } from './steps/settings/fix-settings';
import type { RunFacts, StageTime } from './world';

/** Everything a run of the second task can touch; the door fills it with adapters, tests with fakes. */
export interface FixWorld {
  /** A pull request and its threads, as the identity that reads and comments. */
  host(repositoryId: string, pullRequestId: number): CodeHost;
  comments: CommentSource;
  /** What pull requests of a repository remember, as the identity that reads. */
  sessions(repositoryId: string): Pick<Sessions, 'property'>;
  pipelines: Pipelines;
  approvals: Approvals;
  people: People;
  workItems: WorkItems;
  /** A repository as the identity that writes; made when it is first asked for. */
  writer(repositoryId: string): Writer;
  /** The model's provider, behind the guard that compares what goes out with the secrets of the run. */
  model: Model;
  /** A repository as the identity that reads. */
  code(repositoryId: string): Code;
  workshops: Workshops;
  outliner: Outliner;
  /** Null where nothing is to be scanned. */
  scanner: Scanner | null;
  policy: HeldPolicy;
  /** What is shown and told in place of secrets, of this run and of the code. */
  masking: Masking;
  /** What signs the memory of sessions; null where the run has no secret of its own. */
  signingKey: Uint8Array | null;
  /** Files that are left with the run. */
  left: LeftFile[];
  log: Log;
  clock: Clock;
  /** Milliseconds since 1970 by the service's clock, as its answers told it; by our own before the first. */
  now(): number;
  /** Aborts at the run's own deadline and when the agent cancels; its reason is a SecondPassError. */
  signal: AbortSignal;
  run: RunFacts & {
    /** Empty outside of a build. */
    buildId: string;
    /** Address of the collection, with a slash at its end. */
    collectionUrl: string;
    /** Of the pipeline's own repository. */
    repositoryId: string;
    /** Of the pipeline. */
    definitionId: string;
    /** Name of the stage that this job belongs to. */
    stage: string;
    /** Who queued the run; empty where no person did. */
    queuedBy: { id: string; name: string };
    policy?: PolicyFacts;
  };
  /** Every call that was charged so far: whichever way the run ends, it says what it cost. */
  calls: CallRecord[];
  /** Every call of a tool so far. */
  tools: ToolRecord[];
  /** Every request with content that has left so far. */
  sent: RequestReceipt[];
  /** True where something of a secret of this run stands in a text. */
  holdsSecret(text: string): boolean;
  /** Where the time went so far. */
  stages(): readonly StageTime[];
}

/** What the policy of the service connection with the key says; nothing where it names none. */
export interface HeldPolicy {
  /** Why nothing may be sent to the model. */
  refusal?: unknown;
  /** Its own words where it switches everything off. */
  switchedOff?: string;
  /** Everything that it limits, in words. */
  limits: readonly string[];
  /** Values of inputs that win over the pipeline's, as texts. */
  enforced: Readonly<Record<string, string>>;
  /** What the policy at that place says now. @throws SecondPassError where it cannot be read */
  now(source: string): Promise<{ switchedOff?: string; enforced: Readonly<Record<string, string>> }>;
  /** The settings of this run with these texts in place of its own. */
  under(texts: Readonly<Record<string, string>>): FixSettings;
}

export interface Code {
  repository: Repository;
  trees: Trees;
  /** Full name; empty for a repository without commits. */
  defaultBranch(): Promise<string>;
  /** Where a branch stands; null when there is none. */
  tip(branch: string): Promise<CommitId | null>;
  /** The open pull request of a branch; null when there is none. */
  pullRequestOf(branch: string): Promise<OpenedPullRequest | null>;
}

export interface LeftFile {
  name: string;
  content: string | Uint8Array;
  /** True where a hash binds the bytes. */
  isExact?: boolean;
}

export interface Writer {
  self(): Promise<Identity>;
  host: BranchHost;
  pusher: Pusher;
  branches: OwnBranches;
  sessions: Sessions;
  trees: Pick<Trees, 'compare' | 'paths' | 'read'>;
}
