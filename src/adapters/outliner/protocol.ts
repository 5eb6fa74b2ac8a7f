import type { BaseSide, Lines, Outline, Span, TextParts } from '../../ports/outliner';

/** How a worker is started. */
export interface WorkerSettings {
  grammarFolder: string;
}

/** One file at a time, so that a file that hangs is known by name. */
export interface WorkerQuestion {
  ask: 'outline' | 'parses' | 'prose' | 'text';
  path: string;
  content: Uint8Array;
  /** The other side of the same file, whose tree is made from the tree of this one. */
  base?: BaseSide;
  /** Of which it is asked what they are. */
  places?: readonly Span[];
  /** Milliseconds of processor time the parser may take for one side. */
  time: number;
  /** How many threads read at the same time: the processor's time is told of all of them together. */
  threads?: number;
  /** False after the parser failed on this file: only the lexical outline is tried. */
  parse: boolean;
}

/** Files that will be asked about: what their languages need is loaded meanwhile. It has no answer. */
export interface WorkerExpectation {
  ask: 'expect';
  paths: readonly string[];
}

/** The worker's first message: it is loaded and can be asked. */
export const READY = 'ready';

export interface WorkerAnswer {
  outline?: Outline;
  baseOutline?: Outline;
  parses?: boolean | null;
  prose?: readonly Lines[] | null;
  text?: TextParts | null;
  /** True when the parser's heap has grown so much that a fresh worker should take over. */
  exhausted: boolean;
  /** What went wrong with the file, for the log; the parser is not to be used again. */
  failed?: string;
}

/** As a thread gives it. */
export interface TimedAnswer extends WorkerAnswer {
  /** Milliseconds of processor time. */
  took: number;
}

/** Larger files have no outline: the largest hundredth of changed files is above it, and parsing takes seconds. */
export const MAX_FILE_BYTES = 1_000_000;
/** Ceiling of the parser's heap; a real file of a megabyte needs less. */
export const MAX_HEAP_BYTES = 128 * 1024 * 1024;
/** More than any skeleton could show; a hostile file must not fill the memory of the review. */
export const MAX_ENTRIES = 20_000;
export const MAX_ENTRY_DEPTH = 40;
/** How much longer by the clock than by the processor a file may take, because a machine may be busy. */
export const CLOCK_FACTOR = 4;
