import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAzureDevOpsHost } from '../../src/adapters/azure-devops/host';
import {
  createGitRepository,
  createRestRepository,
  type ScratchRepository,
} from '../../src/adapters/git/create-git-repository';
import type { HttpClient } from '../../src/adapters/http/http';
import type { CodeHost, HostWrite } from '../../src/ports/code-host';
import type { Repository } from '../../src/ports/repository';
import { review } from '../../src/review';
import { clean } from '../../src/run-modes/clean';
import { concludeFailure } from '../../src/stages/conclude-failure';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import type { RunModeRecord } from '../../src/steps/record/run-mode-record';
import { readSettings } from '../../src/steps/settings/read-settings';
import type { Settings } from '../../src/steps/settings/settings';
import { restObjects } from '../../src/wiring/rest-objects';
import type { World } from '../../src/world';
import { client } from '../adapters/http/loopback';
import type { Identity, PullRequest } from '../emulators/azure-devops/model';
import { type AzureDevOpsEmulator, type Product, startAzureDevOps } from '../emulators/azure-devops/server';
import { type Files, pushFiles, type RepositoryOnDisk, repositoryOf } from '../fakes/repository-of';
import { repositoryOnDisk } from '../fakes/repository-on-disk';
import { sarifFilesOf } from '../fakes/sarif-files';
import { createMarkedReviewer, type MarkedReviewer } from './marked-reviewer';

export interface RunOptions {
  inputs?: Record<string, string>;
  /** Another run than the last one; its number orders claims. */
  run?: string;
  startedAt?: number;
  model?: World['model'];
  /** Wraps the host: to break a write, or to act between two. */
  host?: (host: CodeHost) => CodeHost;
  /** Changes and contents come from the service, as where git cannot fetch. */
  overRest?: boolean;
  /** Wraps what goes over the wire. */
  http?: (http: HttpClient) => HttpClient;
  repository?: (repository: Repository) => Repository;
  signal?: AbortSignal;
  world?: Partial<World>;
}

/** One pull request on the emulator, pushes to it, people on it, and runs of the program with real adapters. */
export interface Life {
  emulator: AzureDevOpsEmulator;
  pullRequest: PullRequest;
  reviewer: MarkedReviewer;
  /** What the last run wrote. */
  writes: HostWrite[];
  run(options?: RunOptions): Promise<ReviewRecord>;
  /** Run mode `clean`. */
  clean(): Promise<RunModeRecord>;
  /** The source branch holds exactly these files from now on. */
  push(files: Files, reason?: 'push' | 'forcePush' | 'rebase' | 'retarget'): Promise<void>;
  /** The target branch holds exactly these files. */
  moveTarget(files: Files): void;
  /** The source branch holds these files and the target's tip as a parent. */
  mergeTarget(files: Files): Promise<void>;
  as(who: string): ReturnType<AzureDevOpsEmulator['as']>;
  self: Identity;
  close(): Promise<void>;
}

export interface LifeOptions {
  base: Files;
  source: Files;
  product?: Product;
  isDraft?: boolean;
  /** Fetches from the emulator as an agent does; otherwise git reads the repository itself, with a tenth of the processes. */
  fetches?: boolean;
}

export async function startLife({
  base,
  source,
  product,
  isDraft = false,
  fetches = false,
}: LifeOptions): Promise<Life> {
  const disk = repositoryOf(base, source);
  const scratchFolder = mkdtempSync(join(tmpdir(), 'second-pass-life-'));
  const emulator = await startAzureDevOps(product ? { product } : {});
  const repository = await emulator.addRepository({ directory: disk.folder, name: 'life', project: 'Life' });
  const self = emulator.buildService(repository.project);
  emulator.registerToken('token', self);
  const opened = { repository, sourceRef: disk.sourceRef, targetRef: disk.targetRef, title: 'A change', isDraft };
  const pullRequest = await emulator.openPullRequest(opened);
  const openRepository: OpenRepository = (surroundings) =>
    fetches
      ? fetchingRepository(emulator.cloneUrl(repository), { scratchFolder, ...surroundings })
      : repositoryOnDisk(disk);
  let runs = 0;
  const inWorld = async <Run>(options: RunOptions = {}, work: (settings: Settings, world: World) => Promise<Run>) => {
    runs += 1;
    const { world, end } = worldOf(life, { scratchFolder, openRepository }, runs, options);
    try {
      return await work(settingsOf(options.inputs), world);
    } finally {
      await end();
    }
  };
  const life: Life = {
    emulator,
    pullRequest,
    reviewer: createMarkedReviewer(),
    writes: [],
    self,
    run: (options) =>
      inWorld(options, (settings, world) =>
        review(settings, world).catch((error) => concludeFailure(settings, world, error)),
      ),
    clean: () => inWorld({ inputs: { runMode: 'clean' } }, clean),
    async push(files, reason = 'push') {
      pushFiles(disk, disk.sourceRef, files, reason === 'push' ? disk.sourceRef : disk.targetRef);
      await emulator.pushIteration(pullRequest.id, { reason });
    },
    moveTarget: (files) => pushFiles(disk, disk.targetRef, files),
    async mergeTarget(files) {
      mergeFiles(disk, files);
      await emulator.pushIteration(pullRequest.id);
    },
    as: (who) => emulator.as(who, pullRequest.id),
    async close() {
      await emulator.close();
      disk.remove();
      rmSync(scratchFolder, { recursive: true, force: true });
    },
  };
  return life;
}

/** A merge commit on the source branch whose second parent is the target's tip. */
function mergeFiles(disk: RepositoryOnDisk, files: Files): void {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: disk.folder, encoding: 'utf8', env }).trim();
  const who = ['Dana Developer', 'dana@shop.example', '1793610000 +0000'];
  const names = ['NAME', 'EMAIL', 'DATE'].flatMap((part, index) =>
    ['AUTHOR', 'COMMITTER'].map((role) => [`GIT_${role}_${part}`, who[index]]),
  );
  const env = { ...process.env, ...Object.fromEntries(names) };
  const before = git('rev-parse', disk.sourceRef);
  pushFiles(disk, disk.sourceRef, files);
  const parents = ['-p', before, '-p', disk.targetRef];
  git('update-ref', disk.sourceRef, git('commit-tree', `${disk.sourceRef}^{tree}`, ...parents, '-m', 'Merge'));
}

export function settingsOf(inputs: Record<string, string> = {}): Settings {
  return readSettings({ semgrep: 'off', skeletons: 'false', ...inputs }).settings;
}

type OpenRepository = (surroundings: Pick<World, 'signal' | 'log'>) => ScratchRepository;

function fetchingRepository(
  remoteUrl: string,
  surroundings: Pick<World, 'signal' | 'log'> & { scratchFolder: string },
): ScratchRepository {
  return createGitRepository({
    remoteUrl,
    authorization: { header: 'bearer token' },
    environment: process.env,
    ...surroundings,
  });
}

function worldOf(
  life: Life,
  { scratchFolder, openRepository }: { scratchFolder: string; openRepository: OpenRepository },
  number: number,
  options: RunOptions,
): { world: World; end: () => Promise<void> } {
  const { emulator, pullRequest, reviewer } = life;
  const { clock, log, ...http } = client();
  const signal = options.signal ?? new AbortController().signal;
  const real = createAzureDevOpsHost({
    collectionUrl: emulator.url,
    project: pullRequest.repository.project.name,
    repositoryId: pullRequest.repository.id,
    pullRequestId: pullRequest.id,
    token: { scheme: 'bearer', value: 'token' },
    http: options.http?.(http) ?? http,
    log,
    clock,
    statusGenre: 'second-pass',
  });
  const repository = options.overRest
    ? createRestRepository({
        rest: restObjects(real.items, {
          id: pullRequest.iterations.length,
          source: pullRequest.iterations.at(-1)?.source ?? '',
        }),
        ...{ environment: process.env, scratchFolder, signal, log },
      })
    : openRepository({ signal, log });
  life.writes = [];
  const recorded: CodeHost = {
    ...real,
    async apply(write) {
      const written = await real.apply(write);
      life.writes.push(write);
      return written;
    },
  };
  const world: World = {
    host: options.host?.(recorded) ?? recorded,
    repository: options.repository?.(repository) ?? repository,
    model: options.model ?? reviewer,
    scanner: null,
    outliner: null,
    sarifFiles: sarifFilesOf(),
    workingFolder: scratchFolder,
    log,
    clock,
    signal,
    signingKey: Buffer.from('a key of the provider'),
    run: {
      version: '1.0.0',
      id: options.run ?? `build ${number}`,
      url: `https://builds.example/${number}`,
      startedAt: options.startedAt ?? clock.now() - 60_000 + number,
    },
    calls: [],
    sent: [],
    stages: () => [],
    ...options.world,
  };
  const end = async () => {
    await repository.dispose();
    await http.close();
  };
  return { world, end };
}
