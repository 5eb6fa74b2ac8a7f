import type { Hands, HandsAnswer } from './hands';

/** A place that the set-up may reach. */
export interface EgressHost {
  host: string;
  port: number;
}

/** What went through the only door of a workshop. */
export interface EgressUse {
  host: string;
  port: number;
  /** Why it was turned away; empty where it was let through. */
  refused: string;
  sentBytes: number;
  receivedBytes: number;
}

export interface SetUpOrder {
  command: string;
  /** Milliseconds. */
  time: number;
  egress: readonly EgressHost[];
}

/** The only way out of a workshop, while it is set up. */
export interface Door {
  /** Files that carry a connection inside to the socket. */
  relay: readonly { from: string; to: string }[];
  /** Words before the command inside. */
  before: readonly string[];
  environment: Record<string, string>;
  uses(): readonly EgressUse[];
  close(): Promise<void>;
}

/** One copy of the code, with hands that work in it. It holds no secret, no network and no other process. */
export interface Workshop {
  kind: 'bubblewrap' | 'docker';
  /** Where the copy lies on the agent; for reading after `stop`. */
  tree: string;
  /** Where the copy lies as the hands see it. */
  inside: string;
  hands: Hands;
  /** The only phase with a way out: to the named hosts, through one socket. */
  setUp(order: SetUpOrder, signal: AbortSignal): Promise<HandsAnswer & { egress: readonly EgressUse[] }>;
  /** Ends every process in it; from then on the hands do nothing more, and the tree may be read. */
  stop(): Promise<void>;
  /** Removes it with all that is in it. Answers with what could not be removed, in sentences. */
  destroy(): Promise<readonly string[]>;
}

/** Makes workshops. @throws SecondPassError of kind `sandbox` */
export interface Workshops {
  /** An empty one; `fill` puts the copy into the folder before anything runs. */
  open(fill: (tree: string) => Promise<void>, signal: AbortSignal): Promise<Workshop>;
}
