import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { version } from '../package.json';
import { type Cancellation, listenForCancellation } from './adapters/azure-pipelines/cancellation';
import { childEnvironment, cleanEnvironment } from './adapters/azure-pipelines/environment';
import { createClaude } from './adapters/claude/claude';
import { commitRange } from './adapters/git/commit-range';
import { createGitRepository } from './adapters/git/create-git-repository';
import { createHttpClient } from './adapters/http/http';
import { type CommandLine, readCommandLine } from './adapters/terminal/command-line';
import { createTerminalHost } from './adapters/terminal/host';
import { harmless } from './adapters/terminal/plain-text';
import { badInputs, inFull, isSecondPassError, SecondPassError } from './errors';
import type { Log } from './ports/log';
import type { Model } from './ports/model';
import { review } from './review';
import { preview } from './run-modes/preview';
import { concludeFailure } from './stages/conclude-failure';
import { factsOf } from './steps/pricing/models';
import type { RunRecord } from './steps/record/record';
import { whereToRead } from './steps/record/status-text';
import { INPUTS } from './steps/settings/inputs';
import { readSettings } from './steps/settings/read-settings';
import type { Settings } from './steps/settings/settings';
import { clock } from './wiring/clock';
import { evaluateCommand } from './wiring/evaluation';
import { createStopwatch } from './wiring/stopwatch';
import { wireTools } from './wiring/tools';
import type { World } from './world';

const USAGE = `npm run review -- --base REF [--head REF] [--repo PATH] [--INPUT VALUE ...]

Reviews what HEAD adds to its common commit with BASE, as the task does, and prints what it would post. Only commits are
read, never the working tree. ANTHROPIC_API_KEY holds the key. Every input of docs/configuration.md can be given by its
name; --runMode preview shows what would be sent, and sends nothing.

Exit code 0: nothing blocks. 1: the task would fail. 2: there was no review, and the last line says why.`;

const print = (text: string) => void process.stdout.write(`${text}\n`);
const say = (line: string) => void process.stderr.write(`${harmless(line)}\n`);
const log: Log = { info: say, warn: (line) => say(`warning: ${line}`), group: (title) => say(`\n${title}`) };

/** What a terminal can do; `publish` and `readOnly` are the same, since there is nothing to write to. */
const PROGRAMS = {
  publish: review,
  readOnly: review,
  preview: (settings: Settings, world: World) => preview(settings, world, print),
} as const;

void main().catch((error) => {
  say(isSecondPassError(error) ? inFull(error) : String(error));
  process.exitCode = 2;
});

/** A preview asks nobody. */
const NOBODY: Model = { ask: () => Promise.reject(noKey()), count: () => Promise.reject(noKey()) };

async function main(): Promise<void> {
  if (process.argv[2] === 'evaluate') return evaluateCases(process.argv.slice(3));
  const words = readCommandLine(process.argv.slice(2), Object.keys(INPUTS));
  if (words === null) return print(USAGE);
  const { settings, notes } = readSettings(words.inputs);
  if (!(settings.runMode in PROGRAMS)) throw pipelineOnly(settings);
  for (const note of notes) log.info(note);
  const key = process.env.ANTHROPIC_API_KEY ?? '';
  const run = PROGRAMS[settings.runMode as keyof typeof PROGRAMS];
  for (const warning of cleanEnvironment().warnings.filter((text) => !/ANTHROPIC/.test(text))) log.warn(warning);
  const cancellation = listenForCancellation({
    deadline: settings.timeoutMinutes * 60_000,
    monotonic: clock.monotonic,
  });
  const world = await createWorld(settings, key, words, cancellation);
  const record = await run(settings, world).catch((error) => concludeFailure(settings, world, error));
  await world.end();
  cancellation.end();
  tell(record);
}

/** Cases take as long as they take: no deadline ends an evaluation, and Ctrl-C does. */
async function evaluateCases(words: readonly string[]): Promise<void> {
  const key = process.env.ANTHROPIC_API_KEY ?? '';
  cleanEnvironment();
  const cancellation = listenForCancellation({ deadline: 2 ** 31 - 1, monotonic: clock.monotonic });
  const { signal, remaining } = cancellation;
  const http = createHttpClient({ clock, log, deadline: signal, remainingMilliseconds: remaining });
  const model = (settings: Settings) => claude(settings, key, { http, remaining });
  process.exitCode = await evaluateCommand(words, { log, print, model, cancellation });
  await http.close();
  cancellation.end();
}

function pipelineOnly({ runMode }: Settings): SecondPassError {
  const allowed = 'publish, readOnly or preview; the others need a pull request in Azure DevOps';
  return badInputs([{ input: 'runMode', was: `"${runMode}"`, allowed }]);
}

function tell(record: RunRecord): void {
  const { problems, statusText, situation, ending, cost, calls } = record;
  for (const problem of problems.filter((text) => !statusText.includes(text))) say(problem);
  for (const line of whereToRead(record)) say(line);
  const usd = cost.usd === null ? 'an unknown cost' : `about $${cost.usd.toFixed(4)}`;
  say(calls.length === 0 ? statusText : `${statusText} (${usd})`);
  const isDone = ending.outcome === 'reviewed' || ending.outcome === 'skipped';
  process.exitCode = situation === 'superseded' || !isDone ? 2 : ending.result === 'Failed' ? 1 : 0;
}

async function createWorld(
  settings: Settings,
  key: string,
  { repo, base, head }: CommandLine,
  { signal, remaining }: Cancellation,
): Promise<World & { end(): Promise<void> }> {
  const folder = resolve(repo);
  const range = await commitRange({ folder, base, head, environment: childEnvironment({}), signal });
  const http = createHttpClient({ clock, log, deadline: signal, remainingMilliseconds: remaining });
  const repository = createGitRepository({
    remoteUrl: pathToFileURL(range.gitFolder).href,
    authorization: null,
    scratchFolder: tmpdir(),
    gitPath: range.gitPath,
    environment: childEnvironment({}),
    signal,
    // What a server can and cannot do is of no interest where the server is this machine; failures are thrown.
    log: { ...log, info() {}, warn() {} },
  });
  const rulesAtBase = async (path: string) => (await repository.read([`${range.base}:${path}`])).values().next().value;
  const tools = wireTools(settings, { temporaryFolder: tmpdir(), workingFolder: folder, log, rulesAtBase });
  const { stages } = createStopwatch(clock);
  return {
    ...tools,
    host: createTerminalHost(range, print),
    repository,
    model: settings.runMode === 'preview' ? NOBODY : claude(settings, key, { http, remaining }),
    workingFolder: folder,
    log,
    clock,
    signal,
    signingKey: Buffer.from(key),
    run: { version, id: 'terminal', url: '', startedAt: clock.now() },
    calls: [],
    stages,
    async end() {
      await Promise.all([tools.dispose(), repository.dispose(), http.close()]);
    },
  };
}

function claude(
  settings: Settings,
  key: string,
  { http, remaining }: { http: ReturnType<typeof createHttpClient>; remaining: () => number },
): Model {
  if (key === '') throw noKey();
  http.redact(key);
  return createClaude({
    ...settings,
    credential: { kind: 'key', key },
    acceptsEffort: (model) => factsOf(model, settings).acceptsEffort,
    fetch: http.fetch,
    clock,
    log,
    remaining,
  });
}

function noKey(): SecondPassError {
  return new SecondPassError({
    kind: 'badInput',
    code: 'no-key',
    message: 'There is no key for the model.',
    advice: 'Set the environment variable ANTHROPIC_API_KEY, or look at --runMode preview, which needs none.',
  });
}
