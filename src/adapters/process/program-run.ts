import type { Readable } from 'node:stream';
import type { TreeLimits } from './process-tree';

export interface ProgramRun {
  /** A whole path. */
  program: string;
  arguments: readonly string[];
  folder: string;
  /** The whole environment of the program; see `programEnvironment`. */
  environment: Readonly<Record<string, string>>;
  /** Read by the program, a stream as it comes; without it there is nothing to read. */
  input?: Uint8Array | string | Readable;
  /** Takes the output as it comes; then `output` of the answer is empty. */
  onOutput?: (chunk: Buffer) => void;
  limits: RunLimits;
  /** Also what it leaves behind when it ends by itself is ended. */
  leavesNothing?: boolean;
  /** The system ends everything that it started together with it, as with the first process of a namespace. */
  endsAll?: boolean;
  /** It writes the number of its namespace's first process to its fourth descriptor, as bubblewrap does with `--info-fd 3`. */
  tellsFirst?: boolean;
  /** It reads from its fifth descriptor what it has to forbid, see `FORBIDDING`. */
  forbids?: boolean;
  signal: AbortSignal;
}

export interface RunLimits {
  /** Milliseconds. */
  time: number;
  /** Bytes that it may print. */
  output?: number;
  /** Of the program and all that it starts. */
  tree?: TreeLimits;
}
