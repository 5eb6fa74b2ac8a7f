import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { firstLine } from '../process/collect-output';
import { type Ended, runProgram } from '../process/run-program';
import type { ExportedSide } from './export-side';
import type { Tool } from './find-tool';
import { boundsOf, type ScanLimits } from './limits';
import type { Sandbox, ToolRun } from './sandbox';
import { withRepositoryPaths } from './with-repository-paths';

export interface SideScan {
  /** What the tool printed as its result, with the repository's own paths; may be cut off. */
  sarif?: string;
  /** False when the absence of an alert proves nothing. */
  complete: boolean;
  notes: readonly string[];
  /** First line of its error output, for the log alone: it may quote source code. */
  said?: string;
}

interface SideRun {
  tool: Tool;
  side: ExportedSide;
  folder: string;
  rules: string;
  sandbox: Sandbox;
  limits: ScanLimits;
  jobs: number;
  environment: ToolRun['environment'];
  signal: AbortSignal;
}

const EXIT_CODES: Readonly<Record<number, string>> = {
  2: 'it failed',
  4: 'a pattern of the rules is not valid',
  5: 'the rules are not valid YAML',
  7: 'the rules are not valid',
  8: 'the rules name an unknown language',
};

/** Scans one exported side and judges how it ended. */
export async function scanSide(run: SideRun): Promise<SideScan> {
  const home = await mkdtemp(join(run.folder, 'home-'));
  await mkdir(join(home, 'tmp'), { mode: 0o700 });
  const command = run.sandbox.command({
    tool: run.tool,
    arguments: argumentsFor(run),
    folder: run.side.folder,
    rules: run.rules,
    home,
    environment: run.environment,
  });
  const limits = boundsOf(run.limits);
  const ended = await runProgram({ ...command, limits, leavesNothing: true, signal: run.signal });
  return judge(ended, run);
}

function argumentsFor({ tool, limits, jobs, sandbox, rules }: SideRun): string[] {
  return [
    'scan',
    ...['--config', sandbox.rulesAt(rules)],
    ...['--sarif', '--quiet', '--dataflow-traces', '--no-rewrite-rule-ids'],
    ...(tool.name === 'semgrep' ? ['--metrics=off'] : []),
    ...['--disable-version-check', '--oss-only', '--no-git-ignore'],
    ...['--timeout', '30', '--timeout-threshold', '3'],
    ...['--max-target-bytes', String(limits.fileBytes), '--max-memory', String(limits.memory)],
    ...['-j', String(jobs), '.'],
  ];
}

function judge(ended: Ended, { tool, limits, side }: SideRun): SideScan {
  const text = ended.output.toString('utf8');
  const hasSarif = text.trimStart().startsWith('{');
  const trouble = troubleOf(ended, tool, limits) ?? (hasSarif ? undefined : `${tool.title} printed no result`);
  return {
    ...(hasSarif ? { sarif: withRepositoryPaths(text, side.names) } : {}),
    complete: trouble === undefined,
    notes: trouble === undefined ? [] : [trouble],
    ...(trouble === undefined ? {} : { said: firstLine(ended.firstErrors) }),
  };
}

function troubleOf(ended: Ended, tool: Tool, limits: ScanLimits): string | undefined {
  switch (ended.why) {
    case 'time':
      return `stopped after ${Math.round(limits.time / 1000)} s`;
    case 'output':
      return `stopped: it printed more than ${limits.output} bytes`;
    case 'memory':
      return `stopped: it used more than ${limits.memory} MiB of memory`;
    case 'processes':
      return `stopped: it ran more than ${limits.processes} processes`;
    case 'cancelled':
      return 'stopped: the run was cancelled';
    case 'notStarted':
      return `${tool.title} could not be started`;
    case 'exit':
      return ended.code === 0 || ended.code === 1 ? undefined : exitText(ended, tool);
  }
}

function exitText({ code, signal }: Ended, tool: Tool): string {
  if (signal) return `${tool.title} crashed (${signal})`;
  return `${tool.title} ended with exit code ${code}${code !== null && EXIT_CODES[code] ? `: ${EXIT_CODES[code]}` : ''}`;
}
