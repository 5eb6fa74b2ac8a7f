import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pusherOver } from '../../src/adapters/git/push';
import type { GitRun } from '../../src/adapters/git/run-git';
import { branchOf, isOwnBranch } from '../../src/steps/branch/branch-name';
import { commitMessage } from '../../src/steps/texts/commit-message';
import { plainLine } from '../../src/steps/texts/one-line';
import { listedLog } from '../adapters/http/loopback';

const PREFIX = 'second-pass/';
const COMMIT = 'a'.repeat(40);

describe('own branches only', () => {
  it('whatever branch a push is asked for, no refspec leaves the prefix, and never more than one goes out', async () => {
    const parts = fc.constantFrom(
      'refs/heads/',
      'second-pass/',
      'main',
      '+',
      ':',
      '..',
      '/',
      ' ',
      '*',
      'x',
      '--mirror',
      'refs/tags/v1',
      '\n',
    );
    const branch = fc.oneof(
      fc.array(parts, { maxLength: 6 }).map((all) => all.join('')),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(branch, async (asked) => {
        const runs: GitRun[] = [];
        const pusher = pusherOver(async () => ({}) as never, {
          prefix: `refs/heads/${PREFIX}`,
          url: 'https://example.test/_git/x',
          remote: async () => async (run) => {
            runs.push(run);
            return { exitCode: 0, output: Buffer.alloc(0), errorText: '' };
          },
          signal: new AbortController().signal,
          log: listedLog(),
        });
        await pusher.push({ branch: asked, from: null, to: COMMIT }).catch(() => undefined);
        for (const { arguments: words } of runs) {
          const refspecs = words.filter((word) => word.startsWith(COMMIT));
          assert.deepEqual(refspecs, [`${COMMIT}:${asked}`]);
          assert.match(asked, /^refs\/heads\/second-pass\/[\w.+#@=/-]+$/);
          assert.ok(words.includes('--atomic') && words.includes(`--force-with-lease=${asked}:`));
          assert.ok(!words.some((word) => /^(--force|-f|--mirror|--all|--delete|--tags)$/.test(word)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('every branch that we name is one of ours, and nobody else names one so by chance', () => {
    const id = fc.oneof(
      fc.tuple(fc.nat(), fc.nat(), fc.nat()).map((all) => `pr-${all.join('.')}`),
      fc.nat().map((run) => `run-${run}`),
    );
    fc.assert(
      fc.property(id, fc.string(), (request, sha256) =>
        assert.ok(isOwnBranch(branchOf({ id: request, sha256 }, PREFIX), PREFIX)),
      ),
    );
    for (const other of [
      'refs/heads/main',
      'refs/heads/second-pass/pr-1',
      'refs/heads/second-pass/pr-1-0000000g',
      'refs/tags/second-pass/pr-1-00000000',
    ])
      assert.equal(isOwnBranch(other, PREFIX), false);
  });

  it('no title adds a line, a switch or a trailer to a commit', () => {
    const by = { id: '11111111-1111-4111-8111-111111111111', name: 'Mona' };
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('', '\n\nApproved-by: Eve', '[skip ci]', '***NO_CI***'),
        (text, more) => {
          const message = commitMessage({
            title: text + more,
            request: { id: 'run-1', by },
            planHash: 'b'.repeat(64),
            skipCi: false,
          });
          const [subject, , ...rest] = message.split('\n');
          assert.match(subject ?? '', /^fix: ./);
          assert.ok(!/\[|\]|\*\*\*/.test(subject ?? ''));
          assert.deepEqual(
            rest.map((line) => line.split(':')[0]),
            ['Requested-by', 'Second-Pass-Request', 'Second-Pass-Plan', ''],
          );
          assert.equal(plainLine(text, 70).includes('\n'), false);
        },
      ),
      { numRuns: 500 },
    );
  });
});
