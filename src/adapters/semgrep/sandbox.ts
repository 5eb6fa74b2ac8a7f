import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { SecondPassError } from '../../errors';
import { findProgram, isInside, realOrSame, type Tool } from './find-tool';
import { installFolders } from './install-folders';
import type { ScanLimits } from './limits';
import { firstLine, runBounded } from './run-bounded';
import type { SemgrepOptions } from './semgrep';
import { environmentFor } from './tool-environment';

export interface ToolRun {
  tool: Tool;
  arguments: readonly string[];
  /** Files to scan; the working folder. */
  folder: string;
  rules: string;
  /** A folder that the tool may write to. */
  home: string;
  systemRoot: string | undefined;
}

export interface Command {
  executable: string;
  arguments: readonly string[];
  folder: string;
  environment: Readonly<Record<string, string>>;
}

/** How the scanner is kept apart from the agent. */
export interface Sandbox {
  kind: 'bubblewrap' | 'none';
  toolVersion: string;
  /** Why there is none. */
  notes: readonly string[];
  command(run: ToolRun): Command;
  /** Where the rules are for the scanner. */
  rulesAt(rules: string): string;
}

/** Bubblewrap if the tool starts in it, else none and the reason; tried once per scan. */
export async function chooseSandbox(
  tool: Tool,
  folder: string,
  options: SemgrepOptions,
  limits: ScanLimits,
  signal: AbortSignal,
): Promise<Sandbox> {
  const tried = await tryBubblewrap(tool, folder, options, limits, signal);
  if (typeof tried !== 'string') return tried;
  if (options.sandbox === 'required' && !signal.aborted) throw impossible(tool, tried);
  const version = await versionOf(tool, folder, unconfined, options, limits, signal);
  const notes = [`sandbox: none, because ${tried}`];
  return { ...unconfined, kind: 'none', toolVersion: version.found ?? 'unknown', notes };
}

type Way = Pick<Sandbox, 'command' | 'rulesAt'>;

const unconfined: Way = {
  command: (run) => ({
    executable: run.tool.executable,
    arguments: run.arguments,
    folder: run.folder,
    environment: environmentFor(run.tool, run.home, join(run.home, 'tmp'), run.systemRoot),
  }),
  rulesAt: (rules) => rules,
};

function impossible(tool: Tool, reason: string): SecondPassError {
  return new SecondPassError({
    kind: 'sandbox',
    code: 'sandbox-impossible',
    message: `${tool.title} cannot be isolated on this agent, and \`sandbox\` is \`required\`: ${reason}.`,
    advice:
      'Install bubblewrap on a Linux agent that allows user namespaces (docs/static-analysis.md), or set `sandbox: preferred`.',
  });
}

async function tryBubblewrap(
  tool: Tool,
  folder: string,
  options: SemgrepOptions,
  limits: ScanLimits,
  signal: AbortSignal,
): Promise<Sandbox | string> {
  if (process.platform !== 'linux') return 'only Linux has bubblewrap';
  const checkout = options.workFolder === null ? [] : [await realOrSame(options.workFolder)];
  const program = await findProgram('bwrap', tool.trustedPath, checkout);
  if (program === undefined) return 'bubblewrap (bwrap) is not on the PATH of this agent';
  const way: Way = await bubblewrapWay(program, tool, [...checkout, await realOrSame(options.scratchFolder)]);
  const version = await versionOf(tool, folder, way, options, limits, signal);
  if (version.found === undefined) return `${tool.title} does not start in bubblewrap (${version.trouble})`;
  return { ...way, kind: 'bubblewrap', toolVersion: version.found, notes: [] };
}

/** Read-only pieces of the system without anything of the agent, the job or its user. */
const systemFolders = [
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

async function bubblewrapWay(program: string, tool: Tool, hidden: readonly string[]): Promise<Way> {
  const installed = (await installFolders(tool)).filter((folder) => !hidden.some((place) => isInside(place, [folder])));
  const shown = [...systemFolders, ...installed].flatMap((folder) => ['--ro-bind-try', folder, folder]);
  const walls = ['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'];
  return {
    command: (run) => ({
      executable: program,
      arguments: [
        ...walls,
        ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp', '--dir', '/tmp/home'],
        ...shown,
        ...['--ro-bind', run.rules, '/tmp/rules', '--ro-bind', run.folder, '/tmp/source', '--chdir', '/tmp/source'],
        ...['--', run.tool.executable, ...run.arguments],
      ],
      folder: dirname(run.folder),
      environment: environmentFor(run.tool, '/tmp/home', '/tmp', undefined),
    }),
    rulesAt: () => '/tmp/rules',
  };
}

async function versionOf(
  tool: Tool,
  folder: string,
  way: Way,
  options: SemgrepOptions,
  limits: ScanLimits,
  signal: AbortSignal,
): Promise<{ found?: string; trouble: string }> {
  const { SystemRoot: systemRoot } = options.environment;
  const run = { tool, arguments: ['--version'], folder, rules: folder, home: folder, systemRoot };
  const bounds = { ...limits, time: Math.min(limits.time, 60_000), output: 10_000 };
  const ended = await runBounded({ ...way.command(run), limits: bounds, marker: randomUUID(), signal });
  const found = /(?:^|\s)v?(\d{1,5}\.\d{1,5}[\w.+-]{0,40})/.exec(ended.output.toString('utf8'))?.[1];
  if (ended.why === 'exit' && ended.code === 0 && found !== undefined) return { found, trouble: '' };
  const said = firstLine(ended.errors);
  return { trouble: said || `ended by ${ended.why}, exit code ${ended.code}` };
}
