import assert from 'node:assert/strict';
import { gitStarts, type Measured, measuredRun } from '../bench/measured-run';
import { sizedChange } from '../bench/sized-change';
import { openStage } from '../demo/stage';
import { repositoryOf } from '../fakes/repository-of';

/** What a review may take of everything that a busy machine does not change; raise a figure only with a reason. */
type Most = Pick<Measured, 'rest' | 'questions' | 'bytes' | 'outlined' | 'grammars'> & {
  git: number;
  programs: number;
};

const ROWS: readonly [name: string, files: number, budgetUsd: string, most: Most][] = [
  ['20 files', 20, '1', { git: 9, programs: 9, rest: 16, questions: 1, bytes: 100_000, outlined: 20, grammars: 3 }],
  [
    '200 files of which the budget pays a part',
    200,
    '0.25',
    { git: 9, programs: 9, rest: 16, questions: 3, bytes: 163_000, outlined: 185, grammars: 6 },
  ],
];

describe('the work of a review, counted through the packaged task', function () {
  this.timeout(120_000);

  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  for (const [name, files, budgetUsd, most] of ROWS) {
    it(name, async () => {
      const { base, source } = sizedChange(files);
      const stage = await openStage({ repository: repositoryOf(base, source) });
      try {
        const inputs = { budgetUsd, budgetUsdPerPullRequest: budgetUsd };
        const { started, ...run } = await measuredRun(stage, process.env.SECOND_PASS_NODE ?? process.execPath, inputs);
        const taken = { ...run, git: gitStarts({ started }), programs: started.length };
        assert.ok(taken.reviewed > 0, 'nothing was reviewed, so nothing was counted');
        assert.deepEqual(taken.heavy, []);
        for (const [what, figure] of Object.entries(most)) {
          const is = taken[what as keyof Most];
          assert.ok(is > 0 && is <= figure, `${what}: ${is}, and ${figure} are allowed\n${started.join('\n')}`);
        }
      } finally {
        await stage.close();
      }
    });
  }
});
