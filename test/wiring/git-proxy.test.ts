import assert from 'node:assert/strict';
import type { PipelineFacts } from '../../src/adapters/azure-pipelines/pipeline-facts';
import { createAccessLog } from '../../src/adapters/http/access-log';
import type { Surroundings } from '../../src/wiring/connection';
import { wireRepository } from '../../src/wiring/repository';
import { type ServedRepository, serveRepository, token } from '../adapters/git/served-repository';
import { handWoundClock } from '../fakes/world';
import { serveProxy } from './servers';

const user = { name: 'agent', password: 'pr0xy-p@ss:word' };

describe("git's fetch and the agent's proxy", () => {
  let served: ServedRepository;
  let proxy: Awaited<ReturnType<typeof serveProxy>>;

  beforeEach(async () => {
    served = await serveRepository({ 'a.txt': 'one\n' }, { 'a.txt': 'two\n' });
    proxy = await serveProxy(user);
  });
  afterEach(async () => {
    await Promise.all([served.close(), proxy.close()]);
  });

  const cases: [string, (host: string) => string[], 'through' | 'past'][] = [
    ['goes through it without exceptions', () => [], 'through'],
    ['goes through it when the exceptions name other hosts', () => ['dev\\.example\\.com', '[unreadable'], 'through'],
    ['goes past it to a host that is an exception', () => ['127\\.0\\.0\\.1'], 'past'],
    ['goes past it when the pattern ends with the host, as the agent takes it', (host) => [`${host}$`], 'past'],
    ['goes past it when the pattern names the path', () => ['repo%20with'], 'past'],
  ];
  for (const [what, bypass, way] of cases) {
    it(what, async () => {
      const { host } = new URL(served.server.url);
      const facts = {
        proxy: { url: new URL(proxy.url).host, username: user.name, password: user.password, bypass: bypass(host) },
        certificates: { caFile: '', client: null },
        temporaryFolder: served.scratchFolder,
        workingFolder: '/nowhere',
        collectionUrl: `${served.server.url}/`,
      } as unknown as PipelineFacts;
      const surroundings = { facts, log: served.log, signal: new AbortController().signal } as unknown as Surroundings;
      const remote = { url: `${served.server.url}/repo%20with%20space.git`, refs: [] };
      const value = token.replace('bearer ', '');
      const access = createAccessLog(handWoundClock());
      const repository = wireRepository(surroundings, access, { scheme: 'bearer', value }, async () => remote);
      assert.ok((await repository.changes(served.range)).length > 0);
      await repository.dispose();
      const [entry, ...others] = access.entries;
      assert.deepEqual(others, []);
      assert.deepEqual(
        [entry?.host, entry?.method, entry?.route, entry?.status],
        [host, 'GIT', 'git fetch of commits', 200],
      );
      assert.ok((entry?.answerBytes ?? 0) > 0);
      assert.ok(served.server.requests.length > 0);
      assert.equal(proxy.seen.length, way === 'through' ? served.server.requests.length : 0);
    });
  }
});
