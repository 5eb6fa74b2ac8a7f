import type { CodeMark } from '../triage/code-mark';
import type { CodePrint } from '../triage/code-print';
import type { FilePrint } from '../triage/file-print';
import type { Graver, Word } from '../triage/known-finding';
import type { FindingIdentity } from './identity';

/** What must outlast a run and may change: it lives behind the tracking comment's text, signed. */
export interface Memory {
  /** The last iteration that was reviewed as a whole. */
  reviewed?: ReviewedIteration;
  /** Threads of findings by id, as they were last seen: a thread that was deleted or changed is still known by it. */
  threads: Readonly<Record<number, ThreadMemory>>;
  /** Blockers that have no thread: they count until their lines change. */
  listed?: readonly ListedBlocker[];
  /** What blocks and found no room here: it is counted, and a thread tells of it. */
  lost?: Lost;
  /** Failed verdicts that another key signed when this was written: fewer than there are, and it is not the newest. */
  failures?: number;
  /**
   * By the service's clock, in milliseconds since 1970, and later than all that its writer knew of. The status of a verdict says it too:
   * a memory that was written before one is not the newest. Written later, it was not by us.
   */
  writtenAt?: number;
  /** When the newest memory was written that its writer knew of; absent in older ones. */
  knewUntil?: number;
  /** Somebody set it back, and no thread tells of it yet. */
  setBack?: true;
  /** Short hash of the target under which the blockers were told; the newest one, unless lines went away with the other. */
  target?: string;
  /** Threads that we resolved, and nobody else. */
  resolved: readonly number[];
  /** Of those, the ones whose own lines stand: the mark of the added line that settled each. */
  settled?: Readonly<Record<number, string>>;
  /** The comment with which a person accepted a blocker, by thread: what its author says later undoes nothing. */
  accepted?: Readonly<Record<number, number>>;
  /** The last word of each thread that may accept, and what it was said of: other lines need another word. */
  words?: Readonly<Record<number, Word>>;
  /** The iteration whose lines the last run read. */
  readIn?: number;
  /** USD that all runs on this pull request have spent, as far as they told. */
  spentUsd: number;
  /** Runs that told beside this memory what they spent, and are in `spentUsd` already: by run and start. */
  counted?: readonly string[];
  /** Runs that claimed the pull request before others did, and have told nothing yet. */
  unended?: readonly Claim[];
  /** The run that ended here last, and what of `spentUsd` is its own: writing twice must not count twice. */
  paid?: Spent;
  /** The run that last began to work here. */
  claim?: Claim;
  /** The whole result of the last reviewed iteration, signed. */
  result?: SignedText;
}

export interface ReviewedIteration {
  iteration: number;
  base: string;
  source: string;
  /** Short hash of the settings that decide what is found. */
  settings: string;
  /** Short hashes of the contents on both sides, by short hash of the path. */
  files: Readonly<Record<string, string>>;
  /** Short hash of what was left out, by path and content. */
  leftOut?: string;
}

export type ThreadMemory = Partial<FindingIdentity> & {
  /** Set where the identity was taken from what anybody could have written. */
  unsigned?: true;
  /** Where a run called it graver than its comment could tell, and its lines stand since. */
  gravest?: Graver;
  /** What its lines said when a run last read them. */
  code?: FilePrint;
  /** When people can first have seen that; milliseconds since 1970. */
  seenAt?: number;
  beside?: string;
  /** Set where the critique said that it is mended, and its lines are gone since. */
  mended?: true;
  /** Set where an older version opened the thread: its text bears no signature. */
  older?: true;
};

export interface Lost {
  /** Blockers without a thread. */
  listed: number;
  /** Ids of threads of blockers: while they are listed, their own text tells of them. */
  threads: readonly number[];
}

/** A blocker without a thread, by what tells its lines again. */
export type ListedBlocker = Omit<FindingIdentity, 'fingerprint' | 'twin' | 'openedAs'> & {
  /** In which it was found first. */
  iteration: number;
  /** The lines of the finding that speaks for it: while these stand it counts with them. */
  under?: CodeMark;
  code?: CodePrint;
  beside?: string;
  /** It counts no more, unless its lines come back. */
  over?: true;
};

/** By its lines and its file. Several may stand there. */
export function placeOfListed({ path, mark }: Pick<ListedBlocker, 'path' | 'mark'>): string {
  return `${mark} ${path}`;
}

export interface Claim {
  run: string;
  iteration: number;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Hash of what decides what it finds; absent in the memory of older versions. */
  settings?: string;
  /** What it may spend, in USD; absent where it has no cap of its own. */
  mostUsd?: number;
  /** When it is over at the latest, by the service's clock; milliseconds since 1970. */
  endsBefore?: number;
}

export interface Spent {
  run: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  usd: number;
}

export interface SignedText {
  text: string;
  /** HMAC-SHA-256, hexadecimal. */
  signature: string;
}

export const EMPTY_MEMORY: Memory = { threads: {}, resolved: [], spentUsd: 0 };
