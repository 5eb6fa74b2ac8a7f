import type { Clock } from './ports/clock';
import type { CodeHost } from './ports/code-host';
import type { Log } from './ports/log';
import type { Model } from './ports/model';
import type { Outliner } from './ports/outliner';
import type { Repository } from './ports/repository';
import type { SarifFiles } from './ports/sarif-files';
import type { Scanner } from './ports/scanner';
import type { PolicyFacts } from './steps/policy/govern';
import type { CallRecord, RequestReceipt } from './steps/record/cost-record';
import type { Gap } from './steps/scope/gap';

/** Everything a review can touch; the doors fill it with adapters, tests with fakes. */
export interface World {
  host: CodeHost;
  repository: Repository;
  model: Model;
  /** Null when scanners are switched off. */
  scanner: Scanner | null;
  outliner: Outliner | null;
  /** SARIF files that earlier steps wrote, as the input `sarif` names them. */
  sarifFiles: SarifFiles;
  /** Where absolute paths in SARIF files begin. */
  workingFolder: string;
  /** Further folders where the checkout may lie, as the pipeline names them. */
  checkoutFolders?: readonly string[];
  log: Log;
  clock: Clock;
  /** Aborts at the run's own deadline and when the agent cancels; its reason is a SecondPassError. */
  signal: AbortSignal;
  /** Signs what earlier runs leave on the pull request; derived from a secret of the run, null where it has none. */
  signingKey: Uint8Array | null;
  run: RunFacts;
  /** Why the policy lets nothing be reviewed, in its own words; absent where it does, and where there is none. */
  switchedOff?: string;
  /** Every call that was charged so far: whichever way the run ends, it says what it cost. */
  calls: CallRecord[];
  /** What the adapters noticed that the record should tell, in sentences. */
  told?(): readonly string[];
  /** What was kept from the model though it is part of the change. */
  keptFromModel?(): readonly Gap[];
  /** Every request with content that has left so far. */
  sent: RequestReceipt[];
  /** Where the time went so far. */
  stages(): readonly StageTime[];
}

export interface RunFacts {
  version: string;
  /** Unique per run, for the claim on the pull request. */
  id: string;
  /** Page of this run; empty in a terminal. */
  url: string;
  /** Page of the artifact that the run will publish; absent when it publishes none. */
  artifactUrl?: string;
  /** The run's own tab, where everything of it is shown; absent where runs have none. */
  tabUrl?: string;
  /** The pipeline and its run by number, for whoever looks them up; builds alone have them. */
  pipeline?: { definitionId: number; runId: number };
  startedAt: number;
  /** The one that was held against this run; absent where none is named. */
  policy?: PolicyFacts;
}

/** Time spent waiting for one part of the world, and how often it was asked. */
export interface StageTime {
  stage: string;
  calls: number;
  /** Wall-clock; calls that run side by side are counted once. */
  milliseconds: number;
}
