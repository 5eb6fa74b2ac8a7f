import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { version } from '../package.json';
import { listenForCancellation } from './adapters/azure-pipelines/cancellation';
import { childEnvironment, cleanEnvironment } from './adapters/azure-pipelines/environment';
import { createClaude } from './adapters/claude/claude';
import { createGitRepository } from './adapters/git/create-git-repository';
import { createHttpClient } from './adapters/http/http';
import { createTerminalHost } from './adapters/terminal/host';
import { concludeFailure } from './conclude';
import { isSecondPassError, SecondPassError } from './errors';
import type { Clock } from './ports/clock';
import type { Log } from './ports/log';
import { review } from './review';
import { modelFacts } from './steps/prompt/models';
import { INPUTS } from './steps/settings/inputs';
import { readSettings } from './steps/settings/read-settings';
import type { Settings } from './steps/settings/settings';
import { createStopwatch } from './stopwatch';
import { wireTools } from './wire-tools';
import type { World } from './world';

const USAGE = `npm run review -- [--repo PATH] --base REF [--head REF] [--INPUT VALUE ...]

Reviews the difference from the common commit of BASE and HEAD to HEAD, as the task does, and prints what it would post.
ANTHROPIC_API_KEY holds the key. Every input of docs/configuration.md can be given by its name.`;

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) => pause(milliseconds, undefined, signal ? { signal } : {}).catch(() => {}),
};

const print = (text: string) => void process.stdout.write(`${text}\n`);
const log: Log = {
  info: (line) => void process.stderr.write(`${line}\n`),
  warn: (line) => void process.stderr.write(`warning: ${line}\n`),
  group: (title) => void process.stderr.write(`\n${title}\n`),
};

void main().catch((error) => {
  log.warn(isSecondPassError(error) ? `${error.message} ${error.advice}`.trim() : String(error));
  process.exitCode = 2;
});

/** Exit code 0: nothing blocks; 1: the task would fail; 2: no review. */
async function main(): Promise<void> {
  const inputs = Object.fromEntries(Object.keys(INPUTS).map((name) => [name, { type: 'string' as const }]));
  const own = {
    repo: { type: 'string' },
    base: { type: 'string' },
    head: { type: 'string' },
    help: { type: 'boolean' },
  } as const;
  const { values } = parseArgs({ options: { ...inputs, ...own } });
  if (values.help || values.base === undefined) return print(USAGE);
  const { settings } = readSettings(values as Record<string, string>);
  const key = process.env.ANTHROPIC_API_KEY ?? '';
  cleanEnvironment();
  const world = createWorld(settings, key, resolve(String(values.repo ?? '.')), [
    String(values.base),
    String(values.head ?? 'HEAD'),
  ]);
  const record = await review(settings, world).catch((error) => concludeFailure(settings, world, error));
  await world.end();
  print(record.statusText);
  process.exitCode = record.ending.outcome === 'notReviewed' ? 2 : record.ending.result === 'Failed' ? 1 : 0;
}

function createWorld(
  settings: Settings,
  key: string,
  folder: string,
  names: [string, string],
): World & { end(): Promise<void> } {
  const cancellation = listenForCancellation({
    deadline: settings.timeoutMinutes * 60_000,
    monotonic: clock.monotonic,
  });
  const { signal, remaining } = cancellation;
  const http = createHttpClient({ clock, log, deadline: signal, remainingMilliseconds: remaining });
  const tools = wireTools(settings, { temporaryFolder: tmpdir(), workingFolder: folder, log });
  const repository = createGitRepository({
    remoteUrl: pathToFileURL(folder).href,
    authorization: null,
    scratchFolder: tmpdir(),
    environment: childEnvironment({}),
    signal,
    log,
  });
  const range = {
    base: commit(folder, ['merge-base', ...names]),
    source: commit(folder, ['rev-parse', '--verify', `${names[1]}^{commit}`]),
  };
  const acceptsEffort = (model: string) => modelFacts(model, settings).acceptsEffort;
  const { stages } = createStopwatch(clock);
  return {
    ...tools,
    host: createTerminalHost(range, print),
    repository,
    model: createClaude({
      ...settings,
      credential: { kind: 'key', key: keyOf(key) },
      acceptsEffort,
      fetch: http.fetch,
      clock,
      log,
      remaining,
    }),
    workingFolder: folder,
    log,
    clock,
    signal,
    signingKey: Buffer.from(key),
    run: { version, id: 'terminal', url: '', startedAt: clock.now() },
    stages,
    async end() {
      cancellation.end();
      await Promise.all([tools.dispose(), repository.dispose(), http.close()]);
    },
  };
}

function keyOf(key: string): string {
  if (key !== '') return key;
  throw new SecondPassError({
    kind: 'badInput',
    code: 'no-key',
    message: 'There is no key for the model.',
    advice: 'Set the environment variable ANTHROPIC_API_KEY.',
  });
}

/** The user's own repository in their own terminal: reading its names runs nothing that it brings along. */
function commit(folder: string, words: readonly string[]): string {
  try {
    return execFileSync('git', ['-C', folder, ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    throw new SecondPassError({
      kind: 'badInput',
      code: 'bad-input',
      message: `git ${words.join(' ')} finds no commit in ${folder}.`,
      advice: 'Give branches, tags or commit ids of that repository with --base and --head.',
    });
  }
}
