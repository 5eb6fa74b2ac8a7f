import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Thread } from '../../src/ports/code-host';
import type { ModelRequest } from '../../src/ports/model';
import type { Outliner } from '../../src/ports/outliner';
import type { SarifFiles } from '../../src/ports/sarif-files';
import type { Scanner } from '../../src/ports/scanner';
import { review } from '../../src/review';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import { readSettings } from '../../src/steps/settings/read-settings';
import { author, createFakeCodeHost, type FakeCodeHost, self } from './code-host';
import { gitRepositoryOf } from './git-repository-of';
import { passOf, type Reply, type ScriptedModel, scriptedModel } from './model';
import { type Files, type RepositoryOnDisk, repositoryOf } from './repository-of';
import { sarifFilesOf } from './sarif-files';
import { shownRequest } from './shown-request';
import { handWoundClock, keptLog } from './world';

/** What comes out of a review, as texts that people can read and compare. */
export interface GoldenReview {
  /** All requests of a pass. */
  sweeps: string;
  critiques: string;
  threads: string;
  tracking: string;
  record: string;
}

/**
 * Runs the program on a folder `given/`: `settings.json` (inputs by name), the trees `base/` and `source/` (and `target/`
 * where the branch moved on), `repeated.json` (long files, as one line and how often it stands there), `sweep.json` and
 * `critique.json` (the answers; `sweep-2.json` that of the second part), `*.sarif` of an earlier step, `scan.sarif` of the
 * scanner, and `threads.json` (what stands on the pull request already).
 */
export async function reviewCase(given: string, outliner: Outliner): Promise<GoldenReview> {
  const { settings } = readSettings(readJson(join(given, 'settings.json'), {}));
  const trees = { base: tree(given, 'base'), source: tree(given, 'source') };
  const target = existsSync(join(given, 'target')) ? { targetFiles: tree(given, 'target') } : {};
  const onDisk = repositoryOf(trees.base, trees.source, target);
  const log = keptLog();
  const clock = handWoundClock();
  const repository = gitRepositoryOf(onDisk.folder, log);
  const host = hostOf(given, onDisk, Object.keys({ ...trees.base, ...trees.source }));
  const model = scriptedModel((request) => {
    clock.wind(2000);
    return replyOf(given, request);
  });
  try {
    const record = await review(settings, {
      host,
      repository,
      model,
      outliner,
      scanner: scannerOf(given),
      sarifFiles: reportsIn(given),
      workingFolder: '/agent/1/s',
      log,
      clock,
      signal: new AbortController().signal,
      signingKey: new Uint8Array(32),
      run: { version: '1.2.3', id: 'build 42 1', url: '', startedAt: clock.now() },
      calls: [],
      sent: [],
      stages: () => [],
    });
    return shown(host, model, record);
  } finally {
    await repository.dispose();
    onDisk.remove();
  }
}

function shown(host: FakeCodeHost, model: ScriptedModel, record: ReviewRecord): GoldenReview {
  const isTracking = ({ properties }: Thread) => properties['SecondPass.Kind'] === 'tracking';
  const requests = (pass: string) => model.requests.filter((request) => passOf(request) === pass);
  const [status] = host.statuses.values();
  const tracking = host.threads
    .filter(isTracking)
    .map(({ comments: [first] }) => `> ${first?.author.name}:\n\n${readable(first?.content ?? '')}`);
  return {
    sweeps: requests('sweep').map(shownRequest).join('\n'),
    critiques: requests('critique').map(shownRequest).join('\n'),
    threads:
      host.threads
        .filter((thread) => !isTracking(thread))
        .map(shownThread)
        .join('\n') || 'No threads.\n',
    tracking: `Status: ${status?.state ?? 'none'}, ${status?.description ?? ''}\n\n${tracking.join('\n\n')}\n`,
    record: `${JSON.stringify(timeless(record), null, 2)}\n`,
  };
}

/** Without the addresses of links, and without what the next run must know, which stands behind the comment, unseen. */
function readable(comment: string): string {
  return comment
    .replace(/\n*<!-- second-pass-\w+ .* -->\s*$/, '')
    .replace(/\]\(https:\/\/dev\.azure\.com\/[^)]*\)/g, '](link)');
}

function shownThread({ path, range, status, comments, isDeleted }: Thread): string {
  const span =
    range && (range.startLine === range.endLine ? `${range.startLine}` : `${range.startLine}-${range.endLine}`);
  const place = range ? `${range.side} ${span}` : 'file';
  const texts = comments.map(({ author: by, content }) => `> ${by.name}:\n\n${readable(content)}\n`);
  return `# ${path ?? 'pull request'} ${place}, ${status}${isDeleted ? ', deleted' : ''}\n\n${texts.join('\n')}`;
}

function timeless({ startedAt: _, milliseconds: __, stages: ___, ...record }: ReviewRecord): object {
  return { ...record, calls: record.calls.map(({ milliseconds: ____, ...call }) => call) };
}

/** The pull request, with what people and earlier runs have written on it. */
function hostOf(given: string, onDisk: RepositoryOnDisk, files: readonly string[]): FakeCodeHost {
  const commit = (ref: string) => onDisk.commit(ref);
  const iteration = {
    id: 1,
    base: commit('base'),
    source: commit(onDisk.sourceRef),
    target: commit(onDisk.targetRef),
    reason: 'create',
  };
  const host = createFakeCodeHost({ files, pullRequest: { iteration } });
  for (const thread of readJson<GivenThread[]>(join(given, 'threads.json'), [])) openThread(host, thread);
  return host;
}

/** A thread that stands on the pull request when the review begins. */
interface GivenThread {
  path?: string;
  range?: Thread['range'];
  status: Thread['status'];
  properties?: Record<string, string>;
  /** `by`: `us`, `author`, or a name. */
  comments: { by: string; text: string }[];
}

function openThread(host: FakeCodeHost, { path, range, status, properties = {}, comments }: GivenThread): void {
  const [first, ...replies] = comments;
  const place = { ...(path ? { path } : {}), ...(range ? { range } : {}) };
  const id = host.personOpens(identity(first?.by), first?.text ?? '', place);
  for (const { by, text } of replies) host.personReplies(identity(by), id, text);
  host.threads = host.threads.map((thread) => (thread.id === id ? { ...thread, status, properties } : thread));
}

function identity(by = 'us') {
  if (by === 'us') return self;
  return by === 'author' ? author : { id: `00000000-0000-4000-8000-${by.padEnd(12, '0').slice(0, 12)}`, name: by };
}

/** `sweep-2.json` answers the second part's sweep; `sweep.json` every one that has no file of its own. */
function replyOf(given: string, request: ModelRequest): Reply {
  const pass = passOf(request);
  const part = /\d+/.exec(request.label)?.[0] ?? '1';
  return readJson(join(given, `${pass}-${part}.json`), readJson(join(given, `${pass}.json`), {}));
}

function scannerOf(given: string): Scanner | null {
  const path = join(given, 'scan.sarif');
  if (!existsSync(path)) return null;
  const after = readFileSync(path, 'utf8');
  const tool = { name: 'Semgrep', version: '1.0.0' };
  return { scan: async () => ({ after, tool, sandbox: 'bubblewrap', notes: [], partial: false }) };
}

function reportsIn(given: string): SarifFiles {
  const names = readdirSync(given).filter((name) => name.endsWith('.sarif') && name !== 'scan.sarif');
  const files = names.map((name) => ({ name, content: readFileSync(join(given, name)) }));
  const read: SarifFiles['read'] = async (globs) => ({
    files: globs.length > 0 ? files : [],
    notes: [],
    partial: false,
  });
  return { ...sarifFilesOf(), read };
}

/** Paths with a `~` at the end lose it: files that tools would otherwise take for their own (`.gitattributes~`). */
function tree(given: string, side: string): Files {
  const folder = join(given, side);
  if (!existsSync(folder)) return {};
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(folder.length + 1).replace(/~$/, ''), readFileSync(path)] as const;
  });
  return { ...Object.fromEntries(files), ...(side === 'base' ? {} : repeated(given)) };
}

function repeated(given: string): Files {
  const long = readJson<Record<string, { line: string; times: number }>>(join(given, 'repeated.json'), {});
  const text = (line: string, times: number) =>
    Array.from({ length: times }, (_, index) => `${line.replaceAll('#', String(index + 1))}\n`).join('');
  return Object.fromEntries(Object.entries(long).map(([path, { line, times }]) => [path, text(line, times)]));
}

function readJson<T>(path: string, otherwise: T): T {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : otherwise;
}
