import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, rmdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { SecondPassError } from '../../errors';
import type { Log } from '../../ports/log';
import type { ScanFile, Scanner, ScanReport } from '../../ports/scanner';
import { type ExportedSide, exportSide } from './export-side';
import { findTool, type Tool } from './find-tool';
import { type ScanLimits, scanLimits } from './limits';
import { prepareRules } from './prepare-rules';
import { chooseSandbox, type Sandbox } from './sandbox';
import { type SideScan, scanSide } from './scan-side';

export interface SemgrepOptions {
  /** Absolute folder of this run; made and removed by the scan unless it was there before. */
  scratchFolder: string;
  /** The environment of the process; only `PATH` and, on Windows, `SystemRoot` are read. The scanner gets none of it. */
  environment: Readonly<Record<string, string | undefined>>;
  /** File or folder of rules, outside the checkout. */
  rulesPath: string;
  /** Rules by name instead of a path: for rules kept in the repository and read at the base commit. */
  rules?: ReadonlyMap<string, Uint8Array>;
  /** `required`: a missing tool is an error of kind `scanner`. */
  mode: 'auto' | 'required';
  /** `required`: an agent without a working bubblewrap is an error of kind `sandbox`. */
  sandbox: 'preferred' | 'required';
  /** The checkout; nothing inside it is executed or read as rules. Null when there is none. */
  workFolder: string | null;
  log: Log;
  limits?: Partial<ScanLimits>;
}

/**
 * Semgrep or Opengrep of the agent, run on exported copies of the changed files at both commits, side by side. It sees no
 * repository, no network, no secrets and no environment of the job; time, memory and output are bounded, and no process of
 * it outlives the scan.
 */
export function createSemgrep(options: SemgrepOptions): Scanner {
  return { scan: (files, signal) => scan(files, signal, options) };
}

async function scan(
  files: readonly ScanFile[],
  signal: AbortSignal,
  options: SemgrepOptions,
): Promise<ScanReport | null> {
  const limits = { ...scanLimits, ...options.limits };
  const tool = await findTool(options.environment, options.workFolder, options.scratchFolder);
  if (!tool) return missing(options);
  const made = await mkdir(options.scratchFolder, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(options.scratchFolder, 'scan-'));
  try {
    const rules = await prepareRules(options, folder);
    const sandbox = await chooseSandbox(tool, folder, options, limits, signal);
    return await scanBoth(files, { tool, folder, rules, sandbox, limits, signal, options });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    if (made !== undefined) await rmdir(options.scratchFolder).catch(() => undefined);
  }
}

interface Run {
  tool: Tool;
  folder: string;
  rules: string;
  sandbox: Sandbox;
  limits: ScanLimits;
  signal: AbortSignal;
  options: SemgrepOptions;
}

function missing(options: SemgrepOptions): null {
  if (options.mode === 'auto') return null;
  throw new SecondPassError({
    kind: 'scanner',
    code: 'scanner-missing',
    message:
      'Neither semgrep nor opengrep is on the PATH of this agent outside the checkout, and `semgrep` is `required`.',
    advice: 'Install it in an earlier step (docs/static-analysis.md), or set `semgrep: auto`.',
  });
}

async function scanBoth(files: readonly ScanFile[], run: Run): Promise<ScanReport> {
  const after = await exportSide(files, 'after', join(run.folder, 'after'), run.limits);
  const before = await exportSide(files, 'before', join(run.folder, 'before'), run.limits);
  const [afterScan, beforeScan] = await Promise.all([scanExported(after, run), scanExported(before, run)]);
  requireAnswer(after, afterScan, run);
  const notes = [
    ...run.sandbox.notes,
    ...after.notes,
    ...sideNotes(afterScan, 'source'),
    ...sideNotes(beforeScan, 'base'),
  ];
  const partial = after.incomplete || before.incomplete || !afterScan.complete || !beforeScan.complete;
  tell(run, notes, [afterScan, beforeScan]);
  return {
    ...(afterScan.sarif === undefined ? {} : { after: afterScan.sarif }),
    ...(beforeScan.sarif === undefined ? {} : { before: beforeScan.sarif }),
    tool: { name: run.tool.title, version: run.sandbox.toolVersion },
    sandbox: run.sandbox.kind,
    notes: [...new Set(notes)],
    partial,
  };
}

const nothingToScan: SideScan = { complete: true, notes: [] };

async function scanExported(side: ExportedSide, run: Run): Promise<SideScan> {
  if (side.count === 0) return nothingToScan;
  return scanSide({
    ...run,
    side,
    jobs: Math.max(1, Math.floor(availableParallelism() / 2)),
    marker: randomUUID(),
    systemRoot: run.options.environment.SystemRoot,
  });
}

function sideNotes(scan: SideScan, side: 'source' | 'base'): string[] {
  return scan.notes.map((note) => `${side} side: ${note}`);
}

function tell({ tool, options }: Run, notes: readonly string[], scans: readonly SideScan[]): void {
  for (const note of new Set(notes)) options.log.info(`${tool.title}: ${note}`);
  const said = scans.flatMap((scan) => (scan.said ? [scan.said] : []));
  for (const line of new Set(said)) options.log.info(`${tool.title} said: ${line}`);
}

function requireAnswer(side: ExportedSide, scan: SideScan, run: Run): void {
  if (run.options.mode !== 'required' || side.count === 0 || scan.sarif !== undefined || run.signal.aborted) return;
  throw new SecondPassError({
    kind: 'scanner',
    code: 'scanner-failed',
    message: `${run.tool.title} gave no result, and \`semgrep\` is \`required\`: ${scan.notes.join('; ')}.`,
    advice: 'docs/static-analysis.md lists the limits of a scan and what its exit codes mean.',
  });
}
