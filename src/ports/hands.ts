/** One command for the workshop. It runs in a process tree of its own, of which nothing is left when it has ended. */
export interface HandsOrder {
  /** For `sh -c`; its words arrive as `$1`, `$2`, ... so that no text of the model is ever part of a script of ours. */
  script: string;
  words?: readonly string[];
  /** Read from standard input. */
  input?: string | Uint8Array;
  /** In place of `input`: what it is to read, as soon as that can be said of what it has printed so far; empty for nothing. */
  reply?(printed: Uint8Array): string | undefined;
  /** Milliseconds. */
  time: number;
  /** Bytes that are kept of what it prints, from each end. */
  kept?: number;
  /** False where standard output alone is wanted, as it is. */
  withErrors?: boolean;
}

/** How a command ended. */
export interface HandsAnswer {
  /** `space`: it filled the disk. `entries`: it made too many files and folders. `notStarted`: the sandbox could not be made. */
  why: 'exit' | 'time' | 'output' | 'memory' | 'processes' | 'space' | 'entries' | 'cancelled' | 'notStarted';
  /** Exit code; null where a limit ended it. */
  code: number | null;
  /** The start of what it printed, and the end of it where it is not all in the start. */
  first: Uint8Array;
  last: Uint8Array;
  /** Bytes that it printed in all. */
  printed: number;
  milliseconds: number;
}

/** What moves in a workshop. Throws for the reason of the signal, and where the disk of the agent is full. */
export interface Hands {
  run(order: HandsOrder, signal: AbortSignal): Promise<HandsAnswer>;
}
