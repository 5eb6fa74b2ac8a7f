import assert from 'node:assert/strict';
import type { Rest } from '../../web/rest/rest';
import { readUse } from '../../web/rest/where-it-runs';

const STATUS_POLICY = 'cbdc66da-9728-4af8-aada-9a5a32e4a226';
const BUILD_POLICY = '0609b952-1397-4640-95ec-e00a01b2c241';

interface Project {
  repositories: number;
  /** Newest first. */
  runs: { id: number; repository: number; definition?: number }[];
  policies?: Record<string, unknown>[];
}

/** Stands for the collection: a repository's id is `r<number>`, a run's record has the run's id for its version. */
function restOf({ repositories, runs, policies = [] }: Project): { rest: Rest; read: number[] } {
  const read: number[] = [];
  const list = (value: unknown[]) => ({ count: value.length, value });
  const attached = (id: number) => {
    const part = String(id).padStart(36, '0');
    return {
      name: 'review',
      _links: { self: { href: `https://x/builds/${id}/${part}/${part}/attachments/t/review` } },
    };
  };
  const rest: Rest = {
    async json(path, asked) {
      if (path.endsWith('/repositories'))
        return list(Array.from({ length: repositories }, (_, at) => ({ id: `R${at}`, name: `name-${at}` })));
      if (path.includes('/policy/'))
        return list(policies.filter(({ type }) => (type as { id: string }).id === asked?.query?.policyType));
      const run = /builds\/(\d+)\/attachments/.exec(path)?.[1];
      if (run) return list([attached(Number(run))]);
      return list(
        runs.map(({ id, repository, definition = 1 }) => ({
          id,
          finishTime: new Date(id * 1000).toISOString(),
          definition: { id: definition, name: 'review' },
          repository: { id: `R${repository}` },
        })),
      );
    },
    async text(path) {
      const run = Number(/builds\/(\d+)\//.exec(path)?.[1]);
      read.push(run);
      return JSON.stringify({ product: { version: `1.0.${run}` } });
    },
  };
  return { rest, read };
}

const policyOf = (type: string, settings: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  ...{ isEnabled: true, isBlocking: true, type: { id: type } },
  settings: { scope: [{ repositoryId: 'R0' }], ...settings },
  ...more,
});

describe('where it runs', () => {
  it('asks the newest run of each of the twelve repositories that were seen last, and says of the others that it did not', async () => {
    const runs = Array.from({ length: 40 }, (_, at) => ({ id: 100 - at, repository: at % 20 }));
    const { rest, read } = restOf({ repositories: 21, runs });
    const use = await readUse(rest, 'P');
    assert.deepEqual(
      read.sort((a, b) => b - a),
      Array.from({ length: 12 }, (_, at) => 100 - at),
    );
    assert.deepEqual(use[0], { name: 'name-0', required: 'no', lastSeen: 100_000, version: '1.0.100', policy: 'no' });
    assert.deepEqual(use[12], { name: 'name-12', required: 'no', lastSeen: 88_000, version: '', policy: 'unread' });
    assert.deepEqual(use[20], { name: 'name-20', required: 'no', lastSeen: 0, version: '', policy: 'unknown' });
  });

  const requirements: [what: string, policies: Record<string, unknown>[], required: string][] = [
    ['a build validation of a pipeline of ours', [policyOf(BUILD_POLICY, { buildDefinitionId: 7 })], 'build'],
    ['a build validation of another pipeline', [policyOf(BUILD_POLICY, { buildDefinitionId: 8 })], 'no'],
    [
      'a status policy of ours',
      [policyOf(STATUS_POLICY, { statusGenre: 'second-pass', statusName: 'review' })],
      'status',
    ],
    ['a status policy of others', [policyOf(STATUS_POLICY, { statusGenre: 'sonar', statusName: 'gate' })], 'no'],
    ['one that is switched off', [policyOf(BUILD_POLICY, { buildDefinitionId: 7 }, { isEnabled: false })], 'no'],
    ['one that does not block', [policyOf(BUILD_POLICY, { buildDefinitionId: 7 }, { isBlocking: false })], 'no'],
    [
      'one of another repository',
      [policyOf(BUILD_POLICY, { buildDefinitionId: 7, scope: [{ repositoryId: 'R1' }] })],
      'no',
    ],
    [
      'one of all repositories',
      [policyOf(BUILD_POLICY, { buildDefinitionId: 7, scope: [{ repositoryId: null }] })],
      'build',
    ],
    [
      'both',
      [policyOf(BUILD_POLICY, { buildDefinitionId: 7 }), policyOf(STATUS_POLICY, { statusGenre: 'second-pass' })],
      'status',
    ],
  ];
  for (const [what, policies, required] of requirements) {
    it(`takes ${what} for "${required}"`, async () => {
      const { rest } = restOf({ repositories: 1, runs: [{ id: 5, repository: 0, definition: 7 }], policies });
      assert.equal((await readUse(rest, 'P'))[0]?.required, required);
    });
  }
});
