/** A file to scan, exported from the object store. */
export interface ScanFile {
  /** Path at the source commit. */
  path: string;
  /** Content at the source commit. */
  after: Uint8Array;
  /** Path at the base commit; absent for added files. */
  oldPath?: string;
  /** Content at the base commit; absent for added files. */
  before?: Uint8Array;
}

export interface ScanReport {
  /** SARIF text of the scan of the source side and of the base side; absent when that side was not scanned. */
  after?: string;
  before?: string;
  tool: { name: string; version: string };
  /** How the scanner was kept apart: `bubblewrap`, `none`. */
  sandbox: 'bubblewrap' | 'none';
  /** What a reader of the result must know: cut off, timed out, parts skipped, no sandbox and why. */
  notes: readonly string[];
  /** True when the absence of an alert proves nothing (time, crash, cut-off output). */
  partial: boolean;
}

/** A static-analysis tool on the agent. */
export interface Scanner {
  /** Null when the tool is not on the agent. */
  scan(files: readonly ScanFile[], signal: AbortSignal): Promise<ScanReport | null>;
}
