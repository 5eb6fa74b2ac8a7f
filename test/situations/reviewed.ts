import type { Iteration, StatusState, Thread } from '../../src/ports/code-host';
import type { ModelRequest } from '../../src/ports/model';
import type { CommitId, Repository } from '../../src/ports/repository';
import { review } from '../../src/review';
import { concludeFailure } from '../../src/stages/conclude-failure';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import { readSettings } from '../../src/steps/settings/read-settings';
import type { World } from '../../src/world';
import { createFakeCodeHost, type FakeCodeHost } from '../fakes/code-host';
import { gitRepositoryOf } from '../fakes/git-repository-of';
import { passOf, type Reply, scriptedModel } from '../fakes/model';
import { repositoryInMemory, type TextFiles } from '../fakes/repository-in-memory';
import { type Files, type Modes, type RepositoryOnDisk, repositoryOf } from '../fakes/repository-of';
import { sarifFilesOf } from '../fakes/sarif-files';
import { handWoundClock, keptLog } from '../fakes/world';

/** One situation: a pull request, what is said of it, and how the run is set up. */
export interface Situation {
  base?: Files;
  source: Files;
  target?: Files;
  /** What the service made of the source and the target, or why it made nothing; absent: it merges nothing. */
  merged?: Files | 'conflicts' | 'unknown';
  /** Modes of programs, links and submodules. */
  modes?: { base?: Modes; source?: Modes };
  inputs?: Readonly<Record<string, string>>;
  /** What the sweep and the critique say; nothing where absent. */
  sweep?: Reply | ((request: ModelRequest) => Reply);
  critique?: Reply | ((request: ModelRequest) => Reply);
  /** Reports of earlier steps, by name. */
  sarif?: Readonly<Record<string, object>>;
  /** Where the pipeline says that the checkout lies. */
  workingFolder?: string;
  checkoutFolders?: readonly string[];
  outliner?: World['outliner'];
  /** Repository as the run sees it. */
  repository?: (repository: Repository) => Repository;
  /** Prepares the host before the run. */
  prepare?: (host: FakeCodeHost, onDisk: RepositoryOnDisk) => void;
}

export interface Reviewed {
  record: ReviewRecord;
  host: FakeCodeHost;
  /** State and description of the status. */
  status: { state: StatusState; description: string } | undefined;
  /** All but the tracking comment's. */
  threads: readonly Thread[];
  tracking: string;
  requests: readonly ModelRequest[];
  /** All text that was sent to the model. */
  sent: string;
  log: readonly string[];
}

/**
 * Runs the program in this process, on a host and a model in memory. The repository is one that git reads, or for plain text, which
 * the fake is held to print as git does, one in memory: git starts twelve programs for a review, and each review here is one of many.
 */
export async function reviewed(situation: Situation): Promise<Reviewed> {
  const { base = { 'README.md': 'A sample.\n' }, source, inputs = {}, prepare } = situation;
  const log = keptLog();
  const given = (isPlain(situation) ? inMemory : readByGit)(situation, base, log);
  const iteration = { id: 1, ...given.commits, reason: 'create', ...mergeOf(situation, given) };
  const host = createFakeCodeHost({ files: Object.keys({ ...base, ...source }), pullRequest: { iteration } });
  if (given.onDisk) prepare?.(host, given.onDisk);
  const replies = { sweep: situation.sweep ?? {}, critique: situation.critique ?? {} };
  const model = scriptedModel((request) => {
    const reply = replies[passOf(request)];
    return typeof reply === 'function' ? reply(request) : reply;
  });
  const { settings } = readSettings(inputs);
  const seen = situation.repository?.(given.repository) ?? given.repository;
  const world = { ...worldOf(situation, host, log), repository: seen, model };
  try {
    const record = await review(settings, world).catch((error) => concludeFailure(settings, world, error));
    return shown(record, host, model.requests, log.lines);
  } finally {
    await given.remove();
  }
}

interface Given {
  repository: Repository;
  commits: Record<'base' | 'source' | 'target', CommitId>;
  merge?: CommitId;
  onDisk?: RepositoryOnDisk;
  remove(): Promise<void>;
}

/** Lines of ordinary length, of signs that no two programs read differently, and nothing that changes how git reads a file. */
const PLAIN = /^(?:[\t -~\u00c0-\u024f\u0370-\u052f\u4e00-\u9fff\uac00-\ud7a3]{0,400}\n)*$/;
const READ_BY_GIT = /(?:^|\/)\.git/;

function mergeOf({ merged }: Situation, { merge, commits }: Given): Pick<Iteration, 'merge' | 'unmerged'> {
  if (typeof merged === 'string') return { unmerged: merged };
  return merge === undefined ? {} : { merge: { commit: merge, target: commits.target } };
}

function isPlain({ base = {}, source, target, merged, modes, prepare }: Situation): boolean {
  const isPlainFile = ([path, content]: [string, string | Uint8Array]) =>
    !READ_BY_GIT.test(path) && typeof content === 'string' && PLAIN.test(content);
  return (
    !target &&
    typeof merged !== 'object' &&
    !modes &&
    !prepare &&
    [base, source].flatMap((files) => Object.entries(files)).every(isPlainFile)
  );
}

function inMemory({ source }: Situation, base: Files): Given {
  const repository = repositoryInMemory();
  const commits = { base: repository.commit(base as TextFiles), source: repository.commit(source as TextFiles) };
  return { repository, commits: { ...commits, target: commits.base }, remove: async () => {} };
}

function readByGit({ source, target, merged, modes = {} }: Situation, base: Files, log: World['log']): Given {
  const isMerged = typeof merged === 'object';
  const onDisk = repositoryOf(
    base,
    { ...source },
    {
      modes,
      ...(target ? { targetFiles: target } : {}),
      ...(isMerged ? { mergeFiles: merged } : {}),
    },
  );
  const repository = gitRepositoryOf(onDisk.folder, log);
  const { commit, sourceRef, targetRef } = onDisk;
  return {
    ...{ repository, onDisk },
    ...(isMerged ? { merge: commit('merge') } : {}),
    commits: { base: commit('base'), source: commit(sourceRef), target: commit(targetRef) },
    async remove() {
      await repository.dispose();
      onDisk.remove();
    },
  };
}

function worldOf(
  { sarif = {}, outliner = null, workingFolder = '/agent/1/s', checkoutFolders = [] }: Situation,
  host: FakeCodeHost,
  log: World['log'],
): Omit<World, 'repository' | 'model'> {
  const clock = handWoundClock();
  const files = Object.entries(sarif).map(([name, report]) => ({ name, content: Buffer.from(JSON.stringify(report)) }));
  return {
    ...{ host, log, clock, workingFolder, checkoutFolders },
    scanner: null,
    outliner,
    sarifFiles: sarifFilesOf({ files }),
    signal: new AbortController().signal,
    signingKey: Buffer.alloc(32, 7),
    run: { version: '1.2.3', id: 'build 42 1', url: '', startedAt: clock.now() },
    calls: [],
    sent: [],
    stages: () => [],
  };
}

function shown(
  record: ReviewRecord,
  host: FakeCodeHost,
  requests: readonly ModelRequest[],
  log: readonly string[],
): Reviewed {
  const isTracking = ({ properties }: Thread) => properties['SecondPass.Kind'] === 'tracking';
  const tracking = host.threads.find(isTracking)?.comments[0]?.content ?? '';
  const sent = requests.map(({ system, user }) => [...system, ...user].map(({ text }) => text).join('\n')).join('\n');
  return {
    ...{ record, host, requests, sent, log },
    status: host.statuses.get('review'),
    threads: host.threads.filter((thread) => !isTracking(thread) && !thread.isDeleted),
    tracking: tracking.replace(/\n*<!-- second-pass-memory .* -->\s*$/, ''),
  };
}

/** A SARIF report of one run with one result per place; a place is an address and a line. */
export function sarifOf(
  places: readonly (readonly [uri: string, line: number])[],
  { ruleId = 'shop.no-eval', tool = 'Lint', more = {} }: { ruleId?: string; tool?: string; more?: object } = {},
): object {
  const results = places.map(([uri, startLine]) => ({
    ruleId,
    level: 'error',
    message: { text: 'No eval.' },
    locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine } } }],
  }));
  return { version: '2.1.0', runs: [{ tool: { driver: { name: tool, version: '1' } }, results, ...more }] };
}
