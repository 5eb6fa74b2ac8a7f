import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AzureDevOpsHost, createAzureDevOpsHost } from '../../src/adapters/azure-devops/host';
import type { PipelineFacts } from '../../src/adapters/azure-pipelines/pipeline-facts';
import { readChange } from '../../src/stages/read-change';
import type { Change } from '../../src/steps/scope/change';
import { readSettings } from '../../src/steps/settings/read-settings';
import type { Surroundings } from '../../src/wiring/connection';
import { remoteOf, wireRepository } from '../../src/wiring/repository';
import type { World } from '../../src/world';
import { client, listedLog } from '../adapters/http/loopback';
import { type AzureDevOpsEmulator, startAzureDevOps } from '../emulators/azure-devops/server';
import { type AdversarialCase, adversarialCases } from '../steps/diff/adversarial-cases';
import {
  createSampleRepository,
  type SampleRepository,
  type SampleTree,
  sampleGit,
} from '../steps/diff/sample-repository';

/** One awkward change. */
interface Awkward extends AdversarialCase {
  /** Files at the source commit by path below the case's folder: change and content, or the reason of the skip. */
  seen?: Record<string, string>;
}

const text = Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join('');
const edited = text.replace('line 15', 'LINE 15');
const submodule = (digit: string) => ({ mode: '160000' as const, content: digit.repeat(40) });
const link = (content: string) => ({ mode: '120000' as const, content });
const executable = (content: string) => ({ mode: '100755' as const, content });
const pointer = (digit: string) =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${digit.repeat(64)}\nsize 12345\n`;

const awkward: Awkward[] = [
  { name: 'rename', before: { 'a.ts': text }, after: { 'b.ts': text }, seen: { 'b.ts': 'renamed text' } },
  { name: 'rename and edit', before: { 'a.ts': text }, after: { 'b.ts': edited }, seen: { 'b.ts': 'renamed text' } },
  { name: 'delete', before: { 'a.ts': 'old\n' }, after: {}, seen: { 'a.ts': 'deleted text' } },
  { name: 'add', before: {}, after: { 'a.ts': 'new\n' }, seen: { 'a.ts': 'added text' } },
  {
    name: 'mode change',
    before: { 'run.sh': 'mode\n' },
    after: { 'run.sh': executable('mode\n') },
    seen: { 'run.sh': 'no content change' },
  },
  {
    name: 'executable that stays one',
    before: { 'run.sh': executable('1\n') },
    after: { 'run.sh': executable('2\n') },
    seen: { 'run.sh': 'modified text' },
  },
  {
    name: 'new executable',
    before: {},
    after: { 'run.sh': executable('new run\n') },
    seen: { 'run.sh': 'added text' },
  },
  {
    name: 'symbolic link to elsewhere',
    before: { link: link('a') },
    after: { link: link('b') },
    seen: { link: 'modified symlink' },
  },
  { name: 'new symbolic link', before: {}, after: { link: link('there') }, seen: { link: 'added symlink' } },
  {
    name: 'submodule bump',
    before: { module: submodule('1') },
    after: { module: submodule('2') },
    seen: { module: 'submodule' },
  },
  { name: 'new submodule', before: {}, after: { module: submodule('3') }, seen: { module: 'submodule' } },
  { name: 'submodule taken out', before: { module: submodule('4') }, after: {}, seen: { module: 'submodule' } },
  {
    name: 'binary',
    before: { 'data.xyz': Buffer.from('a\0b') },
    after: { 'data.xyz': Buffer.from('a\0c') },
    seen: { 'data.xyz': 'binary' },
  },
  {
    name: 'LFS pointer',
    before: { 'model.xyz': pointer('a') },
    after: { 'model.xyz': pointer('b') },
    seen: { 'model.xyz': 'LFS pointer' },
  },
  {
    name: 'file becomes a link',
    before: { x: 'was a file\n' },
    after: { x: link('target') },
    seen: { x: 'typeChanged symlink' },
  },
  {
    name: 'link becomes a file',
    before: { x: link('target') },
    after: { x: 'is a file\n' },
    seen: { x: 'typeChanged text' },
  },
  {
    name: 'submodule becomes a file',
    before: { x: submodule('5') },
    after: { x: 'was a module\n' },
    seen: { x: 'typeChanged text' },
  },
  {
    name: 'file becomes a folder',
    before: { x: 'a file of this name\n' },
    after: { 'x/y.ts': 'a folder now, of that name\n' },
    seen: { x: 'deleted text', 'x/y.ts': 'added text' },
  },
  {
    name: 'CRLF',
    before: { 'a.txt': 'one\ntwo\n' },
    after: { 'a.txt': 'one\r\ntwo\r\n' },
    seen: { 'a.txt': 'modified text' },
  },
  {
    name: 'excluded by its name',
    before: { 'package-lock.json': '{"a":1}' },
    after: { 'package-lock.json': '{"a":2}' },
    seen: { 'package-lock.json': 'default exclusion' },
  },
  {
    name: 'generated, by the attributes of the folder above',
    before: { '.gitattributes': '*.gen linguist-generated\n', 'deep/er/a.gen': 'one\n' },
    after: { '.gitattributes': '*.gen linguist-generated\n', 'deep/er/a.gen': 'two\n' },
    seen: { 'deep/er/a.gen': '.gitattributes' },
  },
  {
    name: 'attributes that the pull request adds',
    before: { 'a.own': 'one\n' },
    after: { '.gitattributes': '*.own linguist-generated\n', 'a.own': 'two\n' },
    seen: { '.gitattributes': 'added text', 'a.own': 'modified text' },
  },
];

describe('the same changes, by git and over REST', function () {
  this.timeout(120_000);

  describe('one by one', () => {
    let stage: Stage;
    let byGit: Change;
    let overRest: Change;

    before(async () => {
      stage = await openStage(joined(awkward, 'before'), joined(awkward, 'after'));
      byGit = await stage.read({ refused: false });
      overRest = await stage.read({ refused: true });
    });
    after(() => stage.close());

    awkward.forEach((one, index) => {
      it(one.name, () => {
        const git = shownOf(byGit, index);
        const rest = shownOf(overRest, index);
        if (one.seen) assert.deepEqual(summaryOf(git, index), one.seen);
        assert.ok(git.files.length + git.skipped.length > 0);
        assert.deepEqual(rest, git);
      });
    });

    it('no content of submodules and of what is excluded by name is asked for, and nothing is left to note', () => {
      const asked = stage.restPaths().filter((path) => /\/(blobs|items)/.test(path));
      const index = awkward.findIndex(({ name }) => name === 'excluded by its name');
      const unwanted = ['main', 'topic'].map((side) => stage.idOf(`${side}:${folderOf(index)}/package-lock.json`));
      unwanted.push(...[...'12345'].map((digit) => digit.repeat(40)));
      assert.ok(asked.length > 0);
      assert.deepEqual(
        asked.filter((path) => unwanted.some((id) => path.includes(id))),
        [],
      );
      assert.deepEqual(overRest.notes, byGit.notes);
      assert.deepEqual(stage.violations(), []);
    });
  });

  it('every adversarial difference that REST can name, in one pull request', async () => {
    // Each folder is a request, and more of them than are looked at lie above one of the paths.
    const isDeep = (one: AdversarialCase) => Object.keys(one.after).some((path) => path.split('/').length > 100);
    const cases = adversarialCases().filter((one) => !one.latin1Paths && !isDeep(one));
    const stage = await openStage(joined(cases, 'before'), joined(cases, 'after'));
    const byGit = await stage.read({ refused: false });
    const overRest = await stage.read({ refused: true });
    await stage.close();
    assert.ok(byGit.scope.files.length > 50);
    assert.deepEqual(overRest.scope, byGit.scope);
    assert.deepEqual(overRest.notes, byGit.notes);
  });
});

interface Stage {
  read(how: { refused: boolean }): Promise<Change>;
  /** Of every REST request so far. */
  restPaths(): string[];
  violations(): unknown[];
  idOf(name: string): string;
  close(): Promise<void>;
}

/** An open pull request from one tree to the other, and the reading of it as the task is wired. */
async function openStage(before: SampleTree, after: SampleTree): Promise<Stage> {
  const sample = createSampleRepository();
  branch(sample, before, after);
  const emulator = await startAzureDevOps();
  const repository = await emulator.addRepository({ directory: sample.folder, name: 'shop', project: 'Web Shop' });
  emulator.registerToken('job', emulator.buildService(repository.project));
  const opened = await emulator.openPullRequest({ repository, sourceRef: 'topic', targetRef: 'main', title: 'All' });
  const scratch = mkdtempSync(join(tmpdir(), 'second-pass-two-ways-'));
  const http = client();
  const host = createAzureDevOpsHost({
    ...http,
    http,
    collectionUrl: emulator.url,
    project: 'Web Shop',
    repositoryId: repository.id,
    pullRequestId: opened.id,
    token: { scheme: 'bearer', value: 'job' },
    statusGenre: 'second-pass',
  });
  return {
    read: (how) => readAll(emulator, host, scratch, how.refused),
    restPaths: () => emulator.requests.filter(({ kind }) => kind === 'rest').map(({ path }) => path),
    violations: () => emulator.violations,
    idOf: (name) => sampleGit(sample.folder, ['rev-parse', name]).toString().trim(),
    async close() {
      await Promise.all([http.close(), emulator.close()]);
      sample.remove();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

async function readAll(
  emulator: AzureDevOpsEmulator,
  host: AzureDevOpsHost,
  scratch: string,
  refused: boolean,
): Promise<Change> {
  emulator.git.refused = refused;
  const log = listedLog();
  const facts = {
    proxy: null,
    certificates: { caFile: '', client: null },
    temporaryFolder: scratch,
    workingFolder: '/no',
    collectionUrl: emulator.url,
  };
  const surroundings = {
    facts: facts as unknown as PipelineFacts,
    log,
    signal: new AbortController().signal,
  } as unknown as Surroundings;
  const pullRequest = await host.pullRequest();
  const token = { scheme: 'bearer' as const, value: 'job' };
  const repository = wireRepository(surroundings, { begin: () => ({ end() {} }) }, token, async () =>
    remoteOf(host, pullRequest),
  );
  const { settings } = readSettings({ anthropicApiKey: 'sk-ant-emulator' });
  const change = await readChange(settings, { repository, log } as unknown as World, pullRequest.iteration);
  await repository.dispose();
  assert.equal(/over REST instead/.test(log.lines.join('\n')), refused);
  return change;
}

function branch(sample: SampleRepository, before: SampleTree, after: SampleTree): void {
  const [base = '', source = ''] = sample.commit([before, after], { latin1Paths: true });
  const who = ['-c', 'user.name=Mona', '-c', 'user.email=mona@fabrikam.example'];
  const words = [...who, 'commit-tree', `${source}^{tree}`, '-p', base, '-m', 'All'];
  const topic = sampleGit(sample.folder, words).toString().trim();
  sampleGit(sample.folder, ['update-ref', 'refs/heads/main', base]);
  sampleGit(sample.folder, ['update-ref', 'refs/heads/topic', topic]);
}

/** Every case in a folder of its own; one character for each byte of a path. */
function joined(cases: readonly Awkward[], side: 'before' | 'after'): SampleTree {
  return Object.fromEntries(
    cases.flatMap((one, index) =>
      Object.entries(one[side]).map(([path, file]) => {
        return [`${folderOf(index)}/${Buffer.from(path, 'utf8').toString('latin1')}`, file];
      }),
    ),
  );
}

function folderOf(index: number): string {
  return `case-${String(index).padStart(3, '0')}`;
}

function shownOf({ scope }: Change, index: number): Change['scope'] {
  const isHere = ({ path }: { path: string }) => path.startsWith(`${folderOf(index)}/`);
  return { files: scope.files.filter(isHere), skipped: scope.skipped.filter(isHere) };
}

function summaryOf({ files, skipped }: Change['scope'], index: number): Record<string, string> {
  const inside = (path: string) => path.slice(folderOf(index).length + 1);
  return Object.fromEntries([
    ...files.map(({ path, change, content }) => [inside(path), `${change} ${content}`]),
    ...skipped.map(({ path, reason }) => [inside(path), reason]),
  ]);
}
