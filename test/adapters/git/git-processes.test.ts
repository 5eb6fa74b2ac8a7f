import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createGitRepository } from '../../../src/adapters/git/create-git-repository';
import { readPatch } from '../../../src/steps/diff/read-patch';
import { readTreeChanges } from '../../../src/steps/diff/read-tree-changes';
import { textBlobs } from '../../../src/steps/diff/text-blobs';
import { type Files, type RepositoryOnDisk, repositoryOf } from '../../fakes/repository-of';
import { keptLog } from '../../fakes/world';

/** What a review starts of git: its version, its settings, two fetches, each question once, and one reader for sizes. */
const MOST = 9;
/** The index that holds the attribute files, the question, and a fetch of those files. */
const ATTRIBUTES = 3;

/** As services hand out commits and files. */
const SERVED = '[uploadpack]\n\tallowFilter = true\n\tallowAnySHA1InWant = true\n';

const files = (line: string): Files =>
  Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`src/part${at % 4}/file${at}.ts`, `${line}\n`]));

describe('how often git is started', () => {
  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  for (const [what, more, most, fetches] of [
    ['20 files', {}, MOST, 2],
    ['20 files and attributes', { '.gitattributes': '*.md linguist-documentation\n' }, MOST + ATTRIBUTES, 3],
  ] as const) {
    it(`${what}: at most ${most} times, ${fetches} of them to fetch`, async () => {
      const disk = repositoryOf({ ...files('old'), ...more }, { ...files('new'), ...more });
      appendFileSync(join(disk.folder, 'config'), SERVED);
      try {
        const started = await startedBy(disk);
        assert.ok(started.length <= most, started.join('\n'));
        assert.equal(started.filter((words) => words.startsWith('fetch ')).length, fetches, started.join('\n'));
      } finally {
        disk.remove();
      }
    });
  }
});

/** Command lines of git while a change is read as a review reads it. */
async function startedBy(disk: RepositoryOnDisk): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'second-pass-processes-'));
  const [counted, list] = [join(folder, 'git'), join(folder, 'started')];
  writeFileSync(counted, `#!/bin/sh\nprintf '%s\\n' "$*" >> '${list}'\nexec git "$@"\n`);
  chmodSync(counted, 0o755);
  const repository = createGitRepository({
    remoteUrl: pathToFileURL(disk.folder).href,
    authorization: null,
    gitPath: counted,
    scratchFolder: folder,
    environment: process.env,
    signal: new AbortController().signal,
    log: keptLog(),
  });
  try {
    const range = { base: disk.commit('base'), source: disk.commit(disk.sourceRef) };
    const changes = readTreeChanges(await repository.changes(range));
    const paths = changes.map(({ path }) => path);
    const attributes = await repository.attributes(range.base, paths, ['linguist-generated']);
    assert.deepEqual([...attributes.values()], Array(20).fill({ 'linguist-generated': 'unspecified' }));
    const patched = readPatch(await repository.patch(range, changes));
    const blobs = textBlobs(patched, () => true);
    assert.equal((await repository.read(blobs)).size, blobs.length);
    return readFileSync(list, 'utf8').trim().split('\n');
  } finally {
    await repository.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}
