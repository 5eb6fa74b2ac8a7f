import type { ReadRecord } from '../../record/read-record';
import type { RunView } from './view';

/** Everything the page shows; the door changes it, the views draw it. */
export interface RunState {
  content: RunContent;
  view: RunView;
  /** True while the run lasts. */
  isRunning: boolean;
  /** Seconds for which the service asked us to wait; 0 for none. */
  patience: number;
  /** Address of the run's log. */
  logUrl: string;
}

export type RunContent =
  /** `waitingFor` is told after five seconds. */
  | { kind: 'loading'; waitingFor: string }
  | { kind: 'nothing'; why: NothingWhy }
  | { kind: 'trouble'; trouble: string; what: string }
  | { kind: 'records'; records: readonly ShownRecord[] };

export type NothingWhy = 'running' | 'noStep' | 'skipped' | 'ended' | 'gone' | 'unknown' | 'noRun';

export interface ShownRecord {
  /** As the hash names it. */
  id: string;
  /** The input `name` of the step. */
  name: string;
  content: ReadRecord | { kind: 'broken'; code: string } | { kind: 'trouble'; trouble: string };
  /** Set where the service did not tell which step attached it. */
  isUnchecked?: true;
}

/** What a view can ask of the door. */
export interface RunActs {
  look(change: Partial<RunView>): void;
  /** Opens the part, scrolls to it. */
  goTo(part: string): void;
  again(): void;
}
