import type { CommitId } from '../../ports/repository';
import type { RunParts } from '../record/compose-record';
import type { Change } from '../scope/change';
import type { Spent } from '../threads/memory';
import type { Recollection } from '../threads/own-threads';
import type { ThreadOperation } from '../threads/thread-operation';
import type { Since } from '../triage/changed-since';
import type { Situation } from '../verdict/results';

/** What a run knows when it ends; everything it never learnt may be left out. */
export type Conclusion = Partial<Omit<RunParts, Given>> & {
  situation: Situation;
  /** Operations that could not be carried out. */
  failed?: ReadonlySet<ThreadOperation>;
  past?: Recollection;
  /** Instead of `past`, when nothing was looked at: it tells who else is at work. */
  beside?: Recollection;
  /** Instead of `past`, when the pull request is left to another run or closed: nothing is written. */
  leftTo?: Recollection;
  /** True when nothing of the pull request but its number could be read: its status alone is written. */
  isUnread?: boolean;
  since?: Since;
  /** What reports of other tools said of enforced rules when the run began. */
  heard?: string;
  /** As this run read it. */
  change?: Change;
  /** The merge that it was held against; absent where there is none. */
  merge?: CommitId | undefined;
};

/** Ends that satisfy a policy though nothing was looked at. */
export function isToldAsSuccess({ situation }: Pick<Conclusion, 'situation'>): boolean {
  return situation === 'skippedByRule' || situation === 'switchedOff';
}

/** What is not learnt but given, or follows from the rest. */
export type Given =
  | ('settings' | 'run' | 'endedAt' | 'calls' | 'sent' | 'stages')
  | ('spentByOthers' | 'open' | 'accepted' | 'discussed' | 'isAwaiting');

/** The run itself, as it ends. */
export interface RunEnd extends Pick<RunParts, 'endedAt' | 'calls' | 'sent' | 'stages'> {
  run: RunParts['run'] & { id: string; url: string };
  spent: Spent;
  /** By the service's clock, in milliseconds since 1970. */
  toldAt: number;
}

/** Where its whole story is shown; empty where nowhere. */
export function pageOf({ tabUrl, artifactUrl, url }: RunEnd['run']): string {
  return tabUrl ?? artifactUrl ?? url;
}
