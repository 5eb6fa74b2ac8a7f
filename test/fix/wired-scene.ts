import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readFixPipeline } from '../../src/adapters/azure-pipelines/fix-pipeline';
import { knownSecrets } from '../../src/adapters/azure-pipelines/known-secrets';
import { createMask } from '../../src/adapters/http/mask';
import { apply } from '../../src/apply';
import { autonomous } from '../../src/autonomous';
import { fix } from '../../src/fix';
import type { FixWorld } from '../../src/fix-world';
import type { Clock } from '../../src/ports/clock';
import type { FixRecord } from '../../src/steps/record/fix-record';
import { FIX_INPUTS } from '../../src/steps/settings/fix-inputs';
import type { FixSettings } from '../../src/steps/settings/fix-settings';
import { readFixSettings } from '../../src/steps/settings/read-fix-settings';
import { sweep } from '../../src/sweep';
import { clock as realClock } from '../../src/wiring/clock';
import { wireFixWorld } from '../../src/wiring/fix-wire';
import { lastWordOf } from '../../src/wiring/last-word';
import { cleanBranches } from '../../src/work/clean-branches';
import { examine } from '../../src/work/examine';
import { fakeAgent } from '../adapters/azure-pipelines/fake-agent';
import type { Build } from '../emulators/azure-devops/builds';
import type { Identity } from '../emulators/azure-devops/model';
import { DEFAULT_KEY } from '../emulators/claude/server';
import type { Files, RepositoryOnDisk } from '../fakes/repository-of';
import { connection, READ_TOKEN, variablesOf, WRITE_TOKEN } from './apply-scene';
import { SAMPLE, startWorkScene, VALIDATION, type WorkScene } from './work-scene';

const PROGRAMS = { plan: fix, readOnly: fix, autonomous, apply, doctor: examine, clean: cleanBranches, sweep } as const;

export interface WiredRun {
  record: FixRecord;
  world: FixWorld;
  lines: readonly string[];
  build: Build;
}

export interface WiredOptions {
  signal?: AbortSignal;
  clock?: Clock;
  /** The run whose stage this is; absent: a new one. */
  build?: Build;
  /** Where the connection with the key says that the policy is; absent: the key comes without a connection. */
  policy?: string;
  /** Puts itself between the program and the world. */
  around?(world: FixWorld): FixWorld;
}

/** The second task's programs with their real adapters in this process, so that a test holds clock and signal in its hands. */
export interface WiredScene extends WorkScene {
  bot: Identity;
  work(inputs: Record<string, string>, options?: WiredOptions): Promise<WiredRun>;
  /** Folders that runs left on the agent. */
  leftFolders(): string[];
}

export async function startWiredScene(files: Files | RepositoryOnDisk = SAMPLE): Promise<WiredScene> {
  const scene = await startWorkScene(files);
  const { azure, repository, asker, workFolder } = scene;
  const bot = azure.person('Fix Bot');
  azure.registerToken(WRITE_TOKEN, bot);
  for (const permission of ['GenericContribute', 'CreateBranch'] as const) {
    azure.deny(bot, permission, repository);
    azure.setBranchRight(bot, permission, repository, 'refs/heads/second-pass', true);
  }
  const endpoint = connection(azure.url, 'bot', WRITE_TOKEN);
  const temporaryFolder = mkdtempSync(join(workFolder, 'temp-'));
  const workingFolder = join(workFolder, 's');
  mkdirSync(workingFolder, { recursive: true });
  return {
    ...scene,
    bot,
    leftFolders: () => readdirSync(temporaryFolder).filter((name) => !name.startsWith('second-pass-artifacts-')),
    async work(given, options = {}) {
      const build = options.build ?? azure.addBuild({ project: repository.project, requestedFor: asker });
      const isApply = given.runMode === 'apply' || given.runMode === 'autonomous';
      const inputs = {
        ...{ runMode: 'plan', endpoint: scene.claude.url, anthropicApiKey: DEFAULT_KEY, validationCommand: VALIDATION },
        ...{
          testResults: 'results.xml',
          validationMinutes: '1',
          semgrep: 'off',
          ...(isApply ? { writeConnection: endpoint.id } : {}),
        },
        ...(options.policy === undefined ? {} : { connection: KEY_CONNECTION, anthropicApiKey: '', endpoint: '' }),
        ...given,
      };
      const variables = {
        ...variablesOf(azure, repository, build, asker),
        ...{ 'Agent.TempDirectory': temporaryFolder, 'System.DefaultWorkingDirectory': workingFolder },
      };
      const agent = fakeAgent({
        ...{ inputs, variables, secretVariables: { apiKey: DEFAULT_KEY }, jobToken: READ_TOKEN },
        endpoints: [...(isApply ? [endpoint] : []), ...connectionsOf(scene.claude.url, options)],
      });
      const facts = readFixPipeline(agent, Object.keys(FIX_INPUTS));
      const { settings } = readFixSettings(facts.inputs);
      return { ...(await run(settings, facts, options)), build };
    },
  };
}

const KEY_CONNECTION = '33333333-0000-4000-8000-000000000003';

function connectionsOf(url: string, { policy }: WiredOptions) {
  if (policy === undefined) return [];
  return [{ id: KEY_CONNECTION, url, scheme: 'Token', parameters: { apitoken: DEFAULT_KEY }, data: { policy } }];
}

async function run(
  settings: FixSettings,
  facts: ReturnType<typeof readFixPipeline>,
  { signal = new AbortController().signal, clock = realClock, around = (world) => world }: WiredOptions,
): Promise<Omit<WiredRun, 'build'>> {
  const mask = createMask();
  for (const secret of [...knownSecrets(facts), WRITE_TOKEN]) mask.add(secret);
  const lines: string[] = [];
  const say = (line: string) => void lines.push(mask.hide(line));
  const wired = await wireFixWorld(
    {
      ...{ facts, clock, log: { info: say, warn: say, group: say }, signal, lastWord: lastWordOf(signal) },
      ...{ remaining: () => 600_000, addSecret: mask.add, mask, isTrustForeign: false, version: '1.0.0' },
    },
    settings,
  );
  const world = around(wired.world);
  const program = PROGRAMS[settings.runMode as keyof typeof PROGRAMS];
  const record = await program(wired.settings, world);
  await wired.end(record);
  return { record, world, lines };
}
