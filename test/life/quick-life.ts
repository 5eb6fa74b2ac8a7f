import { createStatusNumbers } from '../../src/adapters/azure-devops/status-numbers';
import type { CodeHost, Conversation, HostWrite } from '../../src/ports/code-host';
import type { Repository } from '../../src/ports/repository';
import { review } from '../../src/review';
import { concludeFailure } from '../../src/stages/conclude-failure';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import type { World } from '../../src/world';
import { handWoundClock, listedLog } from '../adapters/http/loopback';
import { createFakeCodeHost, type FakeCodeHost } from '../fakes/code-host';
import { repositoryInMemory, type TextFiles } from '../fakes/repository-in-memory';
import { sarifFilesOf } from '../fakes/sarif-files';
import { settingsOf } from './life';
import { createMarkedReviewer, type MarkedReviewer } from './marked-reviewer';

/** A pull request and its repository in memory: quick enough for many lives. */
export interface QuickLife {
  host: FakeCodeHost;
  reviewer: MarkedReviewer;
  /** Writes of the last run that were carried out. */
  writes: HostWrite[];
  push(files: Record<string, string>, reason?: string): void;
  /** A commit on none of the branches yet. */
  commit(files: TextFiles): string;
  /** Throws what the run throws; after `diesAt` writes nothing is carried out any more. */
  run(options?: QuickRun): Promise<ReviewRecord>;
}

export interface QuickRun {
  diesAt?: number;
  /** As the doors do it: what the review throws is told on the pull request. */
  isConcluded?: boolean;
  /** It posts a success a moment after it read the statuses, and does not look at them again. */
  isHasty?: boolean;
  inputs?: Record<string, string>;
  world?: Partial<World>;
  /** Wraps the host: to act between two of its calls. */
  host?: (host: CodeHost) => CodeHost;
}

export function startQuickLife(base: TextFiles, source: TextFiles): QuickLife {
  const repository = repositoryInMemory();
  const [from, first] = [repository.commit(base), repository.commit(source)];
  const iteration = { id: 1, base: from, source: first, target: from, reason: 'create' };
  const host = createFakeCodeHost({ files: Object.keys(source), pullRequest: { iteration } });
  const contents = new Map<number, TextFiles>([[1, source]]);
  let runs = 0;
  const life: QuickLife = {
    host,
    reviewer: createMarkedReviewer(),
    writes: [],
    commit: (files) => repository.commit(files),
    push(files, reason = 'push') {
      const { id } = host.push(Object.keys(files), { source: repository.commit(files), base: from, reason });
      contents.set(id, files);
    },
    run({
      diesAt = Number.POSITIVE_INFINITY,
      isConcluded = false,
      isHasty = false,
      inputs,
      world = {},
      host = (real: CodeHost) => real,
    } = {}) {
      runs += 1;
      life.writes = [];
      const whole = { ...worldOf(life, repository, runs, host(mortal(life, contents, { diesAt, isHasty }))), ...world };
      const settings = settingsOf(inputs);
      const reviewed = review(settings, whole);
      return isConcluded ? reviewed.catch((error) => concludeFailure(settings, whole, error)) : reviewed;
    },
  };
  return life;
}

/** The host as the agent reaches it until it dies; threads stand where their lines are now. */
function mortal(
  life: QuickLife,
  contents: ReadonlyMap<number, TextFiles>,
  { diesAt, isHasty }: { diesAt: number; isHasty: boolean },
): CodeHost {
  let carriedOut = 0;
  const numbers = createStatusNumbers();
  return {
    now: () => life.host.now(),
    pullRequest: () => life.host.pullRequest(),
    pushers: (pullRequest) => life.host.pushers(pullRequest),
    async conversation(iteration) {
      const conversation = await life.host.conversation(iteration);
      numbers.read(conversation.statuses?.length ?? 0);
      return moved(conversation, life.host, contents);
    },
    async apply(write) {
      if (carriedOut >= diesAt) throw new Error('the agent died');
      carriedOut += 1;
      const isUnread = !isHasty && life.host.posted.some((_, at) => numbers.isUnread(at + 1));
      if (write.kind === 'status' && write.state === 'succeeded' && isUnread)
        return { overtakes: true, isWithheld: true };
      const written = await life.host.apply(write);
      life.writes.push(write);
      if (write.kind !== 'status') return written;
      return numbers.posted(life.host.posted.length) ? { ...written, overtakes: true } : written;
    },
  };
}

/** A line is followed by its first words, as a service follows it by differences: edited in place it is still the same. */
function moved(
  { threads, ...rest }: Conversation,
  host: FakeCodeHost,
  contents: ReadonlyMap<number, TextFiles>,
): Conversation {
  const now = contents.get(host.current.iteration.id) ?? {};
  const shifted = threads.map(({ range, ...thread }) => {
    if (range === undefined || thread.path === undefined) return thread;
    const text = contents.get(host.openedIn(thread.id))?.[thread.path]?.split('\n')[range.startLine - 1];
    const at = (now[thread.path] ?? '').split('\n').findIndex((line) => firstWords(line) === firstWords(text));
    return at < 0 ? thread : { ...thread, range: { ...range, startLine: at + 1, endLine: at + 1 } };
  });
  return { threads: shifted, ...rest };
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
    sarifFiles: sarifFilesOf(),
    workingFolder: '/nowhere',
    log: listedLog(),
    clock,
    signal: new AbortController().signal,
    signingKey: Buffer.from('a key of the provider'),
    run: {
      version: '1.0.0',
      id: `build ${number}`,
      url: `https://ci.example/${number}`,
      startedAt: clock.now() + number,
    },
    calls: [],
    sent: [],
    stages: () => [],
  };
}
