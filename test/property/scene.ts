import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createClaude } from '../../src/adapters/claude/claude';
import { changesArguments, patchArguments } from '../../src/adapters/git/patch-arguments';
import type { Clock } from '../../src/ports/clock';
import type { Model } from '../../src/ports/model';
import type { Repository } from '../../src/ports/repository';
import { review } from '../../src/review';
import { concludeFailure } from '../../src/stages/conclude-failure';
import { factsOf } from '../../src/steps/pricing/models';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import type { Settings } from '../../src/steps/settings/settings';
import type { World } from '../../src/world';
import { client, listedLog } from '../adapters/http/loopback';
import { type ClaudeEmulator, DEFAULT_KEY } from '../emulators/claude/server';
import { createFakeCodeHost, type FakeCodeHost } from '../fakes/code-host';
import { poured } from '../fakes/poured';
import { type Files, repositoryOf } from '../fakes/repository-of';
import { sarifFilesOf } from '../fakes/sarif-files';

/** A pull request read from git once, so that a thousand runs cost no process. */
export interface RecordedPullRequest {
  repository: Repository;
  base: string;
  source: string;
}

export function recordPullRequest(base: Files, source: Files): RecordedPullRequest {
  const onDisk = repositoryOf(base, source);
  const git = (args: readonly string[]) =>
    execFileSync('git', args, { cwd: onDisk.folder, maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'inherit'] });
  const idOf = (ref: string) => git(['rev-parse', ref]).toString().trim();
  const range = { base: idOf(onDisk.targetRef), source: idOf(onDisk.sourceRef) };
  const changes = git(changesArguments(range.base, range.source));
  const patch = git(patchArguments(range.base, range.source));
  const contents = new Map([base, source].flatMap((files) => blobsOf(files)));
  onDisk.remove();
  const read: Repository['read'] = async (names) =>
    new Map(names.flatMap((name) => (contents.has(name) ? [[name, contents.get(name)!]] : [])));
  return {
    ...range,
    repository: {
      changes: async () => changes,
      patch: async () => patch,
      read,
      pour: poured(read),
      attributes: async () => new Map(),
    },
  };
}

export interface Run {
  record: ReviewRecord;
  host: FakeCodeHost;
  log: string[];
}

export interface RunOptions {
  settings: Settings;
  signal?: AbortSignal;
  model?: Model;
  /** Called before the review, to break the host. */
  prepare?: (host: FakeCodeHost) => void;
}

/** One run as the task's door makes it: the review, and what is said when it throws. */
export async function runOn(
  { repository, base, source }: RecordedPullRequest,
  { settings, signal = new AbortController().signal, model, prepare }: RunOptions,
): Promise<Run> {
  const log = listedLog();
  const iteration = { id: 1, base, source, target: base, reason: 'create' };
  const host = createFakeCodeHost({ pullRequest: { iteration } });
  prepare?.(host);
  const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now(), sleep: async () => {} };
  const world: World = {
    host,
    repository,
    model: model ?? { ask: () => Promise.reject(new Error('no model')), count: async () => 0 },
    scanner: null,
    outliner: null,
    sarifFiles: sarifFilesOf(),
    workingFolder: '/nowhere',
    log,
    clock,
    signal,
    signingKey: Buffer.alloc(32, 7),
    run: { version: '0.0.0', id: 'run 1', url: '', startedAt: Date.now() },
    calls: [],
    sent: [],
    stages: () => [],
  };
  const record = await review(settings, world).catch((error) => concludeFailure(settings, world, error));
  return { record, host, log: log.lines };
}

/** The adapter on the emulator; waits are over at once on both clocks. */
export function modelOn(emulator: ClaudeEmulator, settings: Settings): Model {
  const http = client();
  const sleep = async (milliseconds: number) => {
    emulator.advance(milliseconds);
    await http.clock.sleep(milliseconds);
  };
  return createClaude({
    provider: settings.provider,
    endpoint: `${emulator.url}/`,
    credential: { kind: 'key', key: DEFAULT_KEY },
    inferenceGeo: settings.inferenceGeo,
    acceptsEffort: (name) => factsOf(name, settings).acceptsEffort,
    fetch: http.fetch,
    clock: { ...http.clock, sleep },
    log: http.log,
    remaining: () => 20 * 60_000,
    idleMilliseconds: 600,
    headersMilliseconds: 1200,
  });
}

function blobsOf(files: Files): [string, Uint8Array][] {
  return Object.values(files).map((content) => {
    const bytes = Buffer.from(content);
    return [createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex'), bytes];
  });
}
