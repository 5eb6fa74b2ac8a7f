import { mkdir, mkdtemp } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { SecondPassError } from '../../errors';
import type { ScanFile, Scanner, ScanReport } from '../../ports/scanner';
import { removeFolders } from '../process/remove-folder';
import { type ExportedSide, exportSide } from './export-side';
import { findTool, type Tool } from './find-tool';
import { SCAN_LIMITS, type ScanLimits } from './limits';
import type { SemgrepOptions } from './options';
import { prepareRules } from './prepare-rules';
import { chooseSandbox, type Sandbox, startTool, withoutSandbox } from './sandbox';
import { type SideScan, scanSide } from './scan-side';

const NOTHING_TO_SCAN: SideScan = { complete: true, notes: [] };

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
  const limits = { ...SCAN_LIMITS, ...options.limits };
  const tool = await findTool(options.environment, [...options.untrustedFolders, options.scratchFolder]);
  if (!tool) return missing(options);
  await mkdir(options.scratchFolder, { recursive: true, mode: 0o700 });
  // Nobody can foresee the name; it is of the form that a later run sweeps.
  const folder = await mkdtemp(join(options.scratchFolder, `second-pass-${process.pid}-`));
  try {
    const rules = await prepareRules(options, folder);
    const sandbox = await chooseSandbox(tool, options);
    return await scanBoth(files, { tool, folder, rules, sandbox, limits, signal, options });
  } finally {
    for (const sentence of await removeFolders([folder])) options.log.warn(sentence);
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
  const sides = {
    after: await exportSide(files, 'after', join(run.folder, 'after'), run.limits),
    before: await exportSide(files, 'before', join(run.folder, 'before'), run.limits),
  };
  const scans = await scanSides(sides, run);
  if (!isSilent(sides, scans) || run.signal.aborted) return reportOf(sides, scans, run);
  const { tool, sandbox, folder, options, limits, signal } = run;
  const started = await startTool(tool, sandbox, folder, options, limits, signal);
  if ('version' in started) return reportOf(sides, scans, run, started.version);
  if (sandbox.kind === 'none' || signal.aborted) return reportOf(sides, scans, run);
  // Only a tool that does not start in the sandbox, whatever it reads, may run outside of it.
  const reason = `${tool.title} does not start in bubblewrap (${started.trouble})`;
  const outside = { ...run, sandbox: withoutSandbox(tool, reason, options) };
  return reportOf(sides, await scanSides(sides, outside), outside);
}

interface Sides<Side> {
  after: Side;
  before: Side;
}

async function scanSides({ after, before }: Sides<ExportedSide>, run: Run): Promise<Sides<SideScan>> {
  const [afterScan, beforeScan] = await Promise.all([scanExported(after, run), scanExported(before, run)]);
  return { after: afterScan, before: beforeScan };
}

/** A side without any result: the tool may not have started at all. */
function isSilent(sides: Sides<ExportedSide>, scans: Sides<SideScan>): boolean {
  const isOneSilent = (side: 'after' | 'before') => sides[side].count > 0 && scans[side].sarif === undefined;
  return isOneSilent('after') || isOneSilent('before');
}

function reportOf(sides: Sides<ExportedSide>, scans: Sides<SideScan>, run: Run, version?: string): ScanReport {
  const { after, before } = scans;
  requireAnswer(sides.after, after, run);
  const notes = [
    ...run.sandbox.notes,
    ...sides.after.notes,
    ...sideNotes(after, 'source'),
    ...sideNotes(before, 'base'),
  ];
  const isWhole = after.complete && before.complete && !sides.after.incomplete && !sides.before.incomplete;
  tell(run, notes, [after, before]);
  return {
    ...(after.sarif === undefined ? {} : { after: after.sarif }),
    ...(before.sarif === undefined ? {} : { before: before.sarif }),
    tool: { name: run.tool.title, version: version ?? versionIn(after.sarif ?? before.sarif ?? '') },
    sandbox: run.sandbox.kind,
    notes: [...new Set(notes)],
    partial: !isWhole,
  };
}

/** Text of the change stands in other values with its quotes escaped, so it cannot pass for this name. */
function versionIn(sarif: string): string {
  return /"semanticVersion":\s*"([\w.+-]{1,40})"/.exec(sarif)?.[1] ?? 'unknown';
}

async function scanExported(side: ExportedSide, run: Run): Promise<SideScan> {
  if (side.count === 0) return NOTHING_TO_SCAN;
  return scanSide({
    ...run,
    side,
    jobs: Math.max(1, Math.floor(availableParallelism() / 2)),
    environment: run.options.environment,
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
