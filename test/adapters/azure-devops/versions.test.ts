import assert from 'node:assert/strict';
import type { Product } from '../../emulators/azure-devops/server';
import { failureOf } from '../http/loopback';
import { projectName, type Sample, startSample } from './sample';

/** Product, the api-version of threads and of statuses, and how many calls finding that out may cost. */
const table: [Product, string, string, number][] = [
  ['services', '7.1', '7.1', 0],
  ['server-2022.1', '7.1', '7.1', 0],
  ['server-2022', '7.0', '7.0', 2],
  ['server-2020', '6.0', '6.0-preview.1', 2],
  ['server-2019', '5.0', '5.0-preview.1', 2],
];

describe('azure-devops versions', () => {
  let sample: Sample | undefined;
  afterEach(() => sample?.close());

  for (const [product, threads, statuses, extra] of table) {
    it(`${product} is read and written with ${threads}, statuses with ${statuses}`, async () => {
      sample = await startSample({ product });
      const { emulator } = sample;
      const host = sample.host({ collectionUrl: emulator.url.replace(/\/$/, '') });
      const { webUrl } = await host.pullRequest();
      const pages = `${emulator.url}${encodeURIComponent(projectName)}/_git/`;
      assert.ok(webUrl.startsWith(pages), webUrl);
      assert.equal(emulator.requests.length, 3 + extra);
      const before = emulator.requests.length;
      await host.conversation(1);
      const place = {
        path: 'src/edited.ts',
        range: { side: 'new', startLine: 10, endLine: 10 },
        endLineLength: 10,
      } as const;
      const thread = {
        kind: 'openThread',
        iteration: 1,
        place,
        status: 'active',
        content: 'c',
        properties: {},
      } as const;
      const { threadId = 0 } = await host.apply(thread);
      await host.apply({ kind: 'reply', threadId, content: 'r' });
      await host.apply({ kind: 'setThreadStatus', threadId, status: 'fixed' });
      await host.apply({ kind: 'status', iteration: 1, name: 'review', state: 'succeeded', description: 'd' });
      await host.apply({ kind: 'vote', value: -5 });
      const later = emulator.requests.slice(before);
      assert.ok(
        later.every(({ status }) => status === 200 || status === 404),
        'no refusal after the first',
      );
      const versions = (part: RegExp) => [
        ...new Set(later.filter(({ path }) => part.test(path)).map(({ query }) => query['api-version'])),
      ];
      assert.deepEqual(versions(/threads/), [threads]);
      assert.deepEqual(versions(/statuses/), [statuses]);
      assert.equal(emulator.snapshot(1).threads[0]?.status, 'fixed');
      assert.deepEqual(emulator.violations, []);
    });
  }

  it('that answer with a page are stepped down from as well, before the first success only', async () => {
    sample = await startSample({ product: 'server-2020' });
    sample.emulator.fault({ match: { route: /api-version=7/, times: 99 }, answer: 'html404' });
    const host = sample.host();
    assert.equal((await host.pullRequest()).iteration.id, 1);
    sample.emulator.fault({ match: { route: /threads/, times: 99 }, answer: 'html404' });
    assert.equal((await failureOf(host.conversation(1))).code, 'not-found');
  });
});
