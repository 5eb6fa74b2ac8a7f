import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readStatuses } from '../../web/rest/history';
import { createRest } from '../../web/rest/rest';

describe('questions of the pages', () => {
  it('are six at once, and one that is still being read is one of them', async () => {
    let most = 0;
    let open = 0;
    const answer = (response: ServerResponse) => {
      most = Math.max(most, ++open);
      response.writeHead(200).flushHeaders();
      setTimeout(() => {
        open -= 1;
        response.end('{}');
      }, 20);
    };
    await withService(answer, async (collectionUrl) => {
      const rest = createRest({ collectionUrl, token: async () => 't', onWait: () => undefined });
      await Promise.all(Array.from({ length: 30 }, (_, index) => rest.json(`_apis/${index}`)));
    });
    assert.equal(most, 6);
  });

  it('do not ask for the pushes of a pull request that bears no status of ours', async () => {
    const asked: string[] = [];
    const rest = {
      json: async (path: string) => void asked.push(path),
      text: async () => '',
    };
    const listed = { id: 7, repository: 'shop', repositoryId: 'r', createdAt: 0, head: '', state: 'active' } as const;
    assert.deepEqual(await readStatuses(rest, 'Shop', listed), { newest: 0, iterations: [] });
    assert.deepEqual(asked, ['Shop/_apis/git/repositories/r/pullRequests/7/statuses']);
  });
});

async function withService(answer: (response: ServerResponse) => void, ask: (url: string) => Promise<void>) {
  const server = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}
