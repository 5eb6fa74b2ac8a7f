import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAzureDevOps } from '../emulators/azure-devops/server';
import { pushFiles, repositoryOf } from '../fakes/repository-of';
import { runCommand } from './run-command';

const START = { 'cart.ts': 'export const fee = 1;\n', 'README.md': 'A shop.\n' };
const FIRST = { ...START, 'cart.ts': 'export const fee = 1;\nexport const total = (n) => n - fee;\n' };
const MENDED = { ...START, 'cart.ts': 'export const fee = 1;\nexport const total = (n) => n + fee;\n' };

describe('cases from pull requests', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'second-pass-cases-'));
  const disk = repositoryOf(START, FIRST);
  let at = Date.parse('2026-11-02T10:00:00Z');
  const clock = () => {
    at += 60_000;
    return new Date(at);
  };
  after(() => {
    disk.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('hold what reviewers found, as they saw it, and only what led to a change', async () => {
    const azureDevOps = await startAzureDevOps({ clock });
    const repository = await azureDevOps.addRepository({ directory: disk.folder, name: 'shop', project: 'Web Shop' });
    azureDevOps.registerToken('token-of-a-reader', azureDevOps.person('Rea Reader'));
    const { sourceRef, targetRef } = disk;
    const { id } = await azureDevOps.openPullRequest({
      ...{ repository, sourceRef, targetRef, title: 'Fees', description: '', author: 'Dana' },
    });
    const reviewer = azureDevOps.as('Remy Reviewer', id);
    const found = reviewer.addThread('The fee is taken off the total, and has to be added.\nSee the price list.', {
      file: '/cart.ts',
      line: 2,
    });
    const nit = reviewer.addThread('nit', { file: '/cart.ts', line: 2 });
    const readme = reviewer.addThread('The readme says nothing of fees, does it?', { file: '/README.md', line: 1 });
    const own = azureDevOps.as('Dana', id).addThread('I am not sure about this line.', { file: '/cart.ts', line: 2 });
    const open = reviewer.addThread('Should this not be rounded somewhere?', { file: '/cart.ts', line: 2 });
    pushFiles(disk, sourceRef, MENDED);
    await azureDevOps.pushIteration(id, { reason: 'push' });
    for (const one of [found, nit, readme, own]) reviewer.setThreadStatus(one.id, 'fixed');
    assert.equal(open.status, 'active');
    await azureDevOps.complete(id);

    const words = ['evaluate', folder, '--from-pull-requests', '--organization', azureDevOps.url];
    const where = ['--project', 'Web Shop', '--repository', 'shop'];
    const environment = { AZURE_DEVOPS_TOKEN: 'token-of-a-reader' };
    const ended = await runCommand([...words, ...where], { environment });
    const again = await runCommand([...words, ...where], { environment });
    const wrong = await runCommand([...words, '--project', 'Web Shop'], { environment });
    const many = await runCommand([...words, ...where, '--most', 'all'], { environment });
    await azureDevOps.close();

    assert.equal(ended.code, 0, ended.said);
    assert.match(ended.out, /^1 cases? of 1 completed pull requests?, written to /);
    assert.match(again.out, /^0 cases of 1 completed pull request/);
    const one = join(folder, `pull-request-${id}`);
    assert.deepEqual(JSON.parse(readFileSync(join(one, 'gold.json'), 'utf8')).problems, [
      {
        id: `thread-${found.id}`,
        path: 'cart.ts',
        startLine: 2,
        endLine: 2,
        title: 'The fee is taken off the total, and has to be added.',
        explanation: 'The fee is taken off the total, and has to be added.\nSee the price list.',
      },
    ]);
    assert.equal(readFileSync(join(one, 'head', 'cart.ts'), 'utf8'), FIRST['cart.ts']);
    assert.equal(readFileSync(join(one, 'base', 'cart.ts'), 'utf8'), START['cart.ts']);
    assert.deepEqual(readdirSync(folder), [`pull-request-${id}`]);
    assert.equal(existsSync(join(one, 'head', 'README.md')), false);
    assert.match(wrong.said, /required option '--repository <name>' not specified/);
    assert.match(many.said, /Input "--most" was "all"; allowed: a whole number from 1 to 1000/);
    assert.deepEqual(azureDevOps.violations, []);
  });

  it('can be measured', async () => {
    const answers = join(folder, '..', `${folder.split('/').at(-1)}-answers`);
    const out = `${answers}-results`;
    const { code, out: table } = await runCommand(['evaluate', folder, '--answers', answers, '--out', out]);
    for (const made of [answers, out]) rmSync(made, { recursive: true, force: true });
    assert.deepEqual([code, /waits for sweep-1/.test(table)], [2, true]);
  });
});
