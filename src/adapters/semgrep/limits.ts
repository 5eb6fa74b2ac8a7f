import type { RunLimits } from '../process/program-run';

/** What one scan may use; reaching a limit ends it and makes the report partial. */
export interface ScanLimits {
  /** Milliseconds of wall clock for both sides, which run at the same time. */
  time: number;
  /** Mebibytes of resident memory of one side's whole process tree. */
  memory: number;
  /** Bytes that one side may print. */
  output: number;
  /** Processes and threads' parents alive at once in one side's tree. */
  processes: number;
  /** Bytes of the largest file that is scanned. */
  fileBytes: number;
  /** Files of one side. */
  files: number;
  /** Bytes of all files of one side. */
  totalBytes: number;
}

export const SCAN_LIMITS: ScanLimits = {
  time: 180_000,
  memory: 3_072,
  output: 30_000_000,
  processes: 200,
  fileBytes: 1_000_000,
  files: 3_000,
  totalBytes: 100_000_000,
};

export function boundsOf({ time, output, memory, processes }: ScanLimits): RunLimits {
  return { time, output, tree: { memory, processes } };
}
