import assert from 'node:assert/strict';
import { MAX_FOLDERS, MAX_LEVELS } from '../../../src/adapters/azure-devops/trees';
import { failureOf } from '../http/loopback';
import { asked, type Sample, startSample } from './sample';

describe('azure-devops trees', () => {
  let sample: Sample;
  beforeEach(async () => {
    sample = await startSample();
  });
  afterEach(() => sample.close());

  async function opened() {
    const host = sample.host();
    const { iteration } = await host.pullRequest();
    return { ...host.items, ...iteration };
  }
  const treesAsked = () => asked(sample).filter((call) => /\/(trees|commits)\//.test(call));

  it('tell what stands at a path of a commit, with one request for each folder and one for the commit', async () => {
    const { at, base } = await opened();
    const paths = ['src/edited.ts', 'src/nowhere.ts', 'src', 'no/such/folder/a.ts', '.gitattributes'];
    const entries = await at(base, paths);
    assert.match(entries.get('src/edited.ts')?.id ?? '', /^[0-9a-f]{40}$/);
    assert.equal(entries.get('src/edited.ts')?.mode, '100644');
    for (const path of paths.slice(1)) assert.equal(entries.get(path), null, path);
    assert.equal(treesAsked().length, 3);
    await at(base, ['src/old.ts']);
    assert.equal(treesAsked().length, 3);
  });

  it('that nobody asks for make no request', async () => {
    const { at, base } = await opened();
    assert.equal((await at(base, [])).size, 0);
    assert.deepEqual(treesAsked(), []);
  });

  it('of both sides share the folders that did not change', async () => {
    sample.commit('topic', { 'docs/a.md': 'new\n' });
    await sample.emulator.pushIteration(sample.pullRequestId);
    const { at, source } = await opened();
    const { target } = (await sample.host().pullRequest()).iteration;
    await at(source, ['src/edited.ts']);
    await at(target, ['src/edited.ts', 'README.md']);
    assert.equal(new Set(treesAsked()).size, treesAsked().length);
  });

  it('stop at a number of folders, the outermost first, and leave the others out of the answer', async () => {
    const names = Array.from({ length: MAX_FOLDERS + 5 }, (_, index) => `f${String(index).padStart(3, '0')}`);
    sample.commit('topic', Object.fromEntries(names.map((name) => [`${name}/deep/a.ts`, `${name}\n`])));
    await sample.emulator.pushIteration(sample.pullRequestId);
    const { at, source } = await opened();
    const entries = await at(source, ['src/edited.ts', ...names.map((name) => `${name}/x.ts`), 'f000/deep/a.ts']);
    assert.equal(treesAsked().filter((call) => call.includes('/trees/')).length, MAX_FOLDERS);
    // The outermost and the first 299 below it; src comes behind them all.
    assert.equal(entries.size, MAX_FOLDERS - 1);
    assert.equal(entries.get('f298/x.ts'), null);
    for (const path of ['f299/x.ts', 'src/edited.ts', 'f000/deep/a.ts']) assert.ok(!entries.has(path), path);
  });

  it('stop at a number of folders within each other', async () => {
    const path = (levels: number) => `${'d/'.repeat(levels - 1)}a.ts`;
    sample.commit('topic', { [path(MAX_LEVELS)]: 'seen\n', [path(MAX_LEVELS + 1)]: 'too deep\n' });
    await sample.emulator.pushIteration(sample.pullRequestId);
    const { at, source } = await opened();
    const entries = await at(source, [path(MAX_LEVELS), path(MAX_LEVELS + 1)]);
    assert.deepEqual([...entries.keys()], [path(MAX_LEVELS)]);
    assert.equal(entries.get(path(MAX_LEVELS))?.mode, '100644');
  });

  it('that the service does not have are not looked at, and any other failure is one', async () => {
    sample.emulator.fault({ match: { route: /\/trees\// }, answer: 404 });
    const { at, base, source } = await opened();
    assert.equal((await at(base, ['src/edited.ts'])).size, 0);
    sample.emulator.fault({ match: { route: /\/trees\// }, answer: 403 });
    assert.equal((await failureOf(at(source, ['src/edited.ts']))).code, 'forbidden');
  });

  it('are not needed to describe a single file', async () => {
    const { describe: describeFile, at, base } = await opened();
    const edited = (await at(base, ['src/edited.ts'])).get('src/edited.ts');
    assert.deepEqual(await describeFile(base, 'src/edited.ts'), { id: edited?.id });
    assert.equal(await describeFile(base, 'src/nowhere.ts'), null);
    assert.equal(await describeFile(base, 'src'), null);
    assert.equal((await failureOf(describeFile('0'.repeat(40), 'src/edited.ts'))).code, 'not-found');
  });
});
