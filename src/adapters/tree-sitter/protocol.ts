import type { Outline } from '../../ports/outliner';

/** How a worker is started. */
export interface WorkerSettings {
  grammarFolder: string;
}

/** One file at a time, so that a file that hangs is known by name. */
export interface WorkerQuestion {
  ask: 'outline' | 'parses';
  path: string;
  content: Uint8Array;
  /** Milliseconds the parser may take. */
  time: number;
  /** False after the parser failed on this file: only the lexical outline is tried. */
  parse: boolean;
}

export interface WorkerAnswer {
  outline?: Outline;
  parses?: boolean | null;
  /** True when the parser's heap has grown so much that a fresh worker should take over. */
  exhausted: boolean;
  /** What went wrong with the file, for the log. */
  note?: string;
}

/** Larger files have no outline: the largest hundredth of changed files is above it, and parsing takes seconds. */
export const LARGEST_FILE = 1_000_000;
/** Ceiling of the parser's heap; a real file of a megabyte needs less than half of it. */
export const LARGEST_HEAP = 160 * 1024 * 1024;
