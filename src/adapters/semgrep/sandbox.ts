import { mkdtemp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SecondPassError } from '../../errors';
import { firstLine } from '../process/collect-output';
import { findPrograms } from '../process/find-programs';
import { FORBIDDING } from '../process/forbidden-calls';
import { isInside } from '../process/paths';
import { runProgram } from '../process/run-program';
import type { Tool } from './find-tool';
import { installFolders } from './install-folders';
import { boundsOf, type ScanLimits } from './limits';
import type { SemgrepOptions } from './options';
import { environmentFor } from './tool-environment';

export interface ToolRun {
  tool: Tool;
  arguments: readonly string[];
  /** Files to scan; the working folder. */
  folder: string;
  rules: string;
  /** A folder that the tool may write to. */
  home: string;
  /** The agent's. */
  environment: SemgrepOptions['environment'];
}

export interface Command {
  program: string;
  arguments: readonly string[];
  folder: string;
  environment: Readonly<Record<string, string>>;
  /** See `ProgramRun`. */
  forbids?: boolean;
}

/** How the scanner is kept apart from the agent. */
export interface Sandbox {
  kind: 'bubblewrap' | 'none';
  /** Why there is none. */
  notes: readonly string[];
  command(run: ToolRun): Command;
  /** Where the rules are for the scanner. */
  rulesAt(rules: string): string;
}

const UNCONFINED: Way = {
  command: (run) => ({
    program: run.tool.executable,
    arguments: run.arguments,
    folder: run.folder,
    environment: environmentFor(run.tool, run.home, join(run.home, 'tmp'), run.environment),
  }),
  rulesAt: (rules) => rules,
};

/** Read-only pieces of the system without anything of the agent, the job or its user. */
const SYSTEM_FOLDERS = [
  ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'],
  ...['/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d', '/etc/alternatives', '/etc/localtime'],
  // Semgrep does not start without certificates, though it has no network to use them on.
  ...[
    '/etc/ssl/certs',
    '/etc/ssl/cert.pem',
    '/etc/ssl/ca-bundle.pem',
    '/etc/pki/tls/certs',
    '/etc/pki/ca-trust/extracted',
  ],
];

/** Bubblewrap if it is on this agent, else none. Whether the tool starts in it, a scan shows: to try it takes seconds. */
export async function chooseSandbox(tool: Tool, options: SemgrepOptions): Promise<Sandbox> {
  if (process.platform !== 'linux') return withoutSandbox(tool, 'only Linux has bubblewrap', options);
  const [program] = await findPrograms('bwrap', tool.places);
  if (program === undefined) {
    return withoutSandbox(tool, 'bubblewrap (bwrap) is not on the PATH of this agent', options);
  }
  const way = await bubblewrapWay(program.real, tool);
  return { ...way, kind: 'bubblewrap', notes: [] };
}

/** No sandbox, and why; an error where one is required. */
export function withoutSandbox(tool: Tool, reason: string, options: SemgrepOptions): Sandbox {
  if (options.sandbox === 'required') throw impossible(tool, reason);
  return { ...UNCONFINED, kind: 'none', notes: [`sandbox: none, because ${reason}`] };
}

type Way = Pick<Sandbox, 'command' | 'rulesAt'>;

function impossible(tool: Tool, reason: string): SecondPassError {
  return new SecondPassError({
    kind: 'sandbox',
    code: 'sandbox-impossible',
    message: `${tool.title} cannot be isolated on this agent, and \`sandbox\` is \`required\`: ${reason}.`,
    advice:
      'Install bubblewrap on a Linux agent that allows user namespaces (docs/static-analysis.md), or set `sandbox: preferred`.',
  });
}

async function bubblewrapWay(program: string, tool: Tool): Promise<Way> {
  const installed = (await installFolders(tool)).filter(
    (folder) => !tool.places.untrusted.some((place) => isInside(place, [folder])),
  );
  const shown = [...SYSTEM_FOLDERS, ...installed].flatMap((folder) => ['--ro-bind-try', folder, folder]);
  const walls = [...FORBIDDING, '--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'];
  return {
    command: (run) => ({
      program,
      forbids: true,
      arguments: [
        ...walls,
        ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp', '--dir', '/tmp/home'],
        ...shown,
        ...['--ro-bind', run.rules, '/tmp/rules', '--ro-bind', run.folder, '/tmp/source', '--chdir', '/tmp/source'],
        ...['--', run.tool.executable, ...run.arguments],
      ],
      folder: dirname(run.folder),
      environment: environmentFor(run.tool, '/tmp/home', '/tmp', {}),
    }),
    rulesAt: () => '/tmp/rules',
  };
}

/**
 * Starts the tool in an empty folder, so that nothing of a change can have a say in how that ends. That it ran out of time or
 * memory says nothing about the sandbox: then its version is unknown, and it stays inside.
 */
export async function startTool(
  tool: Tool,
  way: Way,
  folder: string,
  { environment }: SemgrepOptions,
  limits: ScanLimits,
  signal: AbortSignal,
): Promise<{ version: string } | { trouble: string }> {
  const empty = await mkdtemp(join(folder, 'start-'));
  const run = { tool, arguments: ['--version'], folder: empty, rules: empty, home: empty, environment };
  const bounds = boundsOf({ ...limits, time: Math.min(limits.time, 60_000), output: 10_000 });
  const ended = await runProgram({ ...way.command(run), limits: bounds, leavesNothing: true, signal });
  const version = /(?:^|\s)v?(\d{1,5}\.\d{1,5}[\w.+-]{0,40})/.exec(ended.output.toString('utf8'))?.[1];
  if (ended.why === 'exit' && ended.code === 0 && version !== undefined) return { version };
  if (ended.why !== 'exit' && ended.why !== 'notStarted') return { version: 'unknown' };
  return { trouble: firstLine(ended.firstErrors) || `ended by ${ended.why}, exit code ${ended.code}` };
}
