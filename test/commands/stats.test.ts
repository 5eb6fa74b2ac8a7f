import assert from 'node:assert/strict';
import type { Thread } from '../../src/ports/code-host';
import { statisticsOf, statisticsText } from '../../src/steps/record/statistics';
import { PROPERTY } from '../../src/steps/threads/properties';
import { createSampleRepository } from '../demo/sample-repository';
import { startAzureDevOps } from '../emulators/azure-devops/server';
import { runCommand } from './run-command';

const thread = (status: Thread['status'], severity: string, category = 'bug', isDeleted = false): Thread => ({
  ...{ id: 1, status, isDeleted },
  properties: { [PROPERTY.kind]: 'finding', [PROPERTY.severity]: severity, [PROPERTY.category]: category },
  comments: [{ id: 1, author: { id: 'x', name: 'x' }, content: '', isDeleted, isText: true, publishedAt: 0 }],
});

describe('statistics', () => {
  const read = [
    { threads: [thread('fixed', 'blocker'), thread('wontFix', 'warning'), thread('active', 'warning', 'security')] },
    { threads: [thread('fixed', 'warning'), thread('byDesign', 'warning', 'bug', true), thread('closed', 'blocker')] },
    { threads: [{ ...thread('active', 'blocker'), properties: {} }] },
  ];

  it('count what people decided, by severity and category', () => {
    const { pullRequests, reviewed, findingsPerPullRequest, all, bySeverity } = statisticsOf(read);
    assert.deepEqual([pullRequests, reviewed, findingsPerPullRequest], [3, 2, 3]);
    assert.deepEqual(all.fates, { open: 1, fixed: 2, wontFix: 1, byDesign: 0, closed: 1, deleted: 1 });
    assert.equal(all.precision, 0.5);
    assert.deepEqual(
      bySeverity.map(({ name, precision }) => [name, precision]),
      [
        ['blocker', 1],
        ['warning', 1 / 3],
      ],
    );
    assert.match(statisticsText(statisticsOf(read)), /^2 of 3 pull requests reviewed, 3\.0 findings each\n/);
    assert.equal(statisticsOf([]).all.precision, null);
  });
});

describe('second-pass stats', function () {
  this.timeout(60_000);

  it('reads the pull requests of a repository, and names what is wrong', async () => {
    const sample = createSampleRepository();
    const azureDevOps = await startAzureDevOps();
    const repository = await azureDevOps.addRepository({ directory: sample.folder, name: 'shop', project: 'Web Shop' });
    azureDevOps.registerToken('token-of-a-reader', azureDevOps.buildService(repository.project));
    const { sourceRef, targetRef } = sample;
    await azureDevOps.openPullRequest({
      repository,
      sourceRef,
      targetRef,
      title: 'One',
      description: '',
      author: 'Dana',
    });
    const words = ['stats', '--organization', azureDevOps.url, '--project', 'Web Shop', '--repository', 'shop'];
    const environment = { AZURE_DEVOPS_TOKEN: 'token-of-a-reader' };
    const good = await runCommand([...words, '--format', 'json'], { environment });
    const none = await runCommand([...words, '--since', '2999-01-01'], { environment });
    const keyless = await runCommand(words, { environment: {} });
    const date = await runCommand([...words, '--since', 'yesterday'], { environment });
    const wrong = await runCommand(words, { environment: { AZURE_DEVOPS_TOKEN: 'nobody' } });
    await azureDevOps.close();
    sample.remove();
    assert.equal(good.code, 0, good.said);
    assert.deepEqual([JSON.parse(good.out).pullRequests, JSON.parse(good.out).reviewed], [1, 0]);
    assert.match(none.out, /^0 of 0 pull requests reviewed/);
    assert.match(keyless.said, /^There is no token for Azure DevOps\. Set the environment variable AZURE_DEVOPS_TOKEN/);
    assert.match(date.said, /^Input "--since" was "yesterday"; allowed: a date like 2026-01-31\./);
    assert.deepEqual([wrong.code, wrong.out], [2, '']);
  });
});
