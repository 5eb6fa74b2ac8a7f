import { execFileSync } from 'node:child_process';
import type { CodeHost, Conversation, HostWrite } from '../../src/ports/code-host';
import type { Repository, WantedChange } from '../../src/ports/repository';
import { review } from '../../src/review';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import type { World } from '../../src/world';
import { handWoundClock, listedLog } from '../adapters/http/loopback';
import { createFakeCodeHost, type FakeCodeHost } from '../fakes/code-host';
import { type Files, pushFiles, type RepositoryOnDisk, repositoryOf } from '../fakes/repository-of';
import { settingsOf } from './life';
import { createMarkedReviewer, type MarkedReviewer } from './marked-reviewer';

/** A pull request in memory over a repository on disk: quick enough for many lives. */
export interface QuickLife {
  host: FakeCodeHost;
  reviewer: MarkedReviewer;
  /** Writes of the last run that were carried out. */
  writes: HostWrite[];
  push(files: Record<string, string>, reason?: string): void;
  /** Throws what the run throws; after `diesAt` writes nothing is carried out any more. */
  run(options?: QuickRun): Promise<ReviewRecord>;
  close(): void;
}

export interface QuickRun {
  diesAt?: number;
  inputs?: Record<string, string>;
  world?: Partial<World>;
}

export function startQuickLife(base: Files, source: Record<string, string>): QuickLife {
  const disk = repositoryOf(base, source);
  const [from, first] = [commitOf(disk, disk.targetRef), commitOf(disk, disk.sourceRef)];
  const iteration = { id: 1, base: from, source: first, target: from, reason: 'create' };
  const host = createFakeCodeHost({ files: Object.keys(source), pullRequest: { iteration } });
  const contents = new Map<number, Record<string, string>>([[1, source]]);
  const repository = localRepository(disk);
  let runs = 0;
  const life: QuickLife = {
    host,
    reviewer: createMarkedReviewer(),
    writes: [],
    push(files, reason = 'push') {
      pushFiles(disk, disk.sourceRef, files);
      const { id } = host.push(Object.keys(files), { source: commitOf(disk, disk.sourceRef), base: from, reason });
      contents.set(id, files);
    },
    run({ diesAt = Number.POSITIVE_INFINITY, inputs, world = {} } = {}) {
      runs += 1;
      life.writes = [];
      const whole = { ...worldOf(life, repository, runs, mortal(life, contents, diesAt)), ...world };
      return review(settingsOf(inputs), whole);
    },
    close: disk.remove,
  };
  return life;
}

/** The host as the agent reaches it until it dies; threads stand where their lines are now. */
function mortal(life: QuickLife, contents: ReadonlyMap<number, Record<string, string>>, diesAt: number): CodeHost {
  let carriedOut = 0;
  return {
    pullRequest: () => life.host.pullRequest(),
    conversation: async (iteration) => moved(await life.host.conversation(iteration), life.host, contents),
    async apply(write) {
      if (carriedOut >= diesAt) throw new Error('the agent died');
      carriedOut += 1;
      const written = await life.host.apply(write);
      life.writes.push(write);
      return written;
    },
  };
}

/** A line is followed by its first words, as a service follows it by differences: edited in place it is still the same. */
function moved(
  { threads, changeTrackingIds }: Conversation,
  host: FakeCodeHost,
  contents: ReadonlyMap<number, Record<string, string>>,
): Conversation {
  const now = contents.get(host.current.iteration.id) ?? {};
  const shifted = threads.map(({ range, ...thread }) => {
    if (range === undefined || thread.path === undefined) return thread;
    const text = contents.get(host.openedIn(thread.id))?.[thread.path]?.split('\n')[range.startLine - 1];
    const at = (now[thread.path] ?? '').split('\n').findIndex((line) => firstWords(line) === firstWords(text));
    return at < 0 ? thread : { ...thread, range: { ...range, startLine: at + 1, endLine: at + 1 } };
  });
  return { threads: shifted, changeTrackingIds };
}

function firstWords(line = ''): string {
  return line.trim().split(' ').slice(0, 2).join(' ');
}

function worldOf({ reviewer }: QuickLife, repository: Repository, number: number, host: CodeHost): World {
  const clock = handWoundClock();
  return {
    host,
    repository,
    model: reviewer,
    scanner: null,
    outliner: null,
    sarifFiles: { read: async () => ({ files: [], notes: [], partial: false }) },
    workingFolder: '/nowhere',
    log: listedLog(),
    clock,
    signal: new AbortController().signal,
    signingKey: Buffer.from('a key of the provider'),
    run: { version: '1.0.0', id: `build ${number}`, url: '', startedAt: clock.now() + number },
    calls: [],
    sent: [],
    stages: () => [],
  };
}

/** git on the repository itself: nothing is fetched, nothing is left out. */
function localRepository(disk: RepositoryOnDisk): Repository {
  const git = remembering((words) => execFileSync('git', words, { cwd: disk.folder, maxBuffer: 1 << 26 }));
  const form = ['-U3', '--no-abbrev', '--full-index', '--no-color', '--src-prefix=a/', '--dst-prefix=b/', '-M50%'];
  return {
    changes: async ({ base, source }) =>
      git(['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', base, source]),
    patch: async ({ base, source }, wanted) =>
      wanted.length === 0
        ? new Uint8Array()
        : git(['diff-tree', '-r', '-z', '--raw', '--numstat', '-p', ...form, base, source, '--', ...namesOf(wanted)]),
    read: async (names) => new Map(names.map((name) => [name, git(['cat-file', 'blob', name])])),
    attributes: async () => new Map(),
  };
}

function namesOf(wanted: readonly WantedChange[]): string[] {
  return wanted.map(({ pathBytes }) => `:(literal)${Buffer.from(pathBytes).toString('utf8')}`);
}

function remembering(ask: (words: string[]) => Buffer): (words: string[]) => Buffer {
  const answers = new Map<string, Buffer>();
  return (words) => {
    const key = words.join(' ');
    const answer = answers.get(key) ?? ask(words);
    answers.set(key, answer);
    return answer;
  };
}

function commitOf({ folder }: RepositoryOnDisk, ref: string): string {
  return execFileSync('git', ['rev-parse', ref], { cwd: folder, encoding: 'utf8' }).trim();
}
