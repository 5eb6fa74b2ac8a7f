import assert from 'node:assert/strict';
import type { Attack, Control } from '../attack';
import { packaged } from '../packaged-life';
import { SOURCE, withScene } from '../scene';

const FILES: readonly [path: string, what: RegExp][] = [
  ['azure-pipelines.yml', /changes pipelines: azure-pipelines\.yml/],
  ['build/templates/pr-pipeline.yaml', /changes pipelines/],
  ['.github/workflows/ci.yml', /changes pipelines/],
  ['.second-pass.yml', /changes settings of this review/],
  ['src/.gitattributes', /changes settings of git/],
  ['.semgrepignore', /changes scanners and what they skip/],
  ['eslint.config.mjs', /changes scanners/],
  ['src/.editorconfig', /changes scanners/],
  ['company.ruleset', /changes scanners/],
  ['docs/CODEOWNERS', /changes owners/],
  ['AGENTS.md', /changes instructions to coding agents/],
  ['.claude/settings.json', /changes instructions to coding agents/],
];

function steered([path, what]: (typeof FILES)[number]): Attack {
  return {
    tries: `changes ${path}`,
    must: 'that is a finding of its own, and nothing of it is obeyed',
    through: 'review',
    run: () =>
      withScene({ source: { ...SOURCE, [path]: 'exclude: "**"\nname: x\n' } }, async (scene) => {
        const record = await scene.run();
        const own = record.findings.filter(({ rule }) => rule === 'second-pass/steering-files');
        assert.equal(own.length, 1, JSON.stringify(record.findings.map(({ title, rule }) => [rule, title])));
        assert.match(own[0]?.body ?? '', what);
        assert.equal(record.counts.blockers, 1);
      }),
  };
}

export const control: Control = {
  promise:
    'What steers pipelines, scanners, reviewers or agents is a finding of its own when a pull request changes it.',
  attacks: [
    ...FILES.map(steered),
    {
      tries: 'asks a scanner to look away in a comment',
      must: 'that is a finding of its own',
      through: 'review',
      run: () =>
        withScene({ source: { ...SOURCE, 'src/more.ts': 'run(x); // nosemgrep\n' } }, async (scene) => {
          const record = await scene.run();
          const own = record.findings.filter(({ rule }) => rule === 'second-pass/added-suppressions');
          assert.match(own[0]?.body ?? '', /nosemgrep \(line 1\)/);
        }),
    },
    {
      tries: 'nothing: changes files that steer nothing',
      must: 'there is no such finding',
      through: 'review',
      run: () =>
        withScene(
          { source: { ...SOURCE, '.gitignore': 'x\n', 'README.md': 'y\n', 'app.yml': 'a: 1\n' } },
          async (scene) => {
            const record = await scene.run();
            assert.ok(!record.findings.some(({ rule }) => rule?.startsWith('second-pass/')));
          },
        ),
    },
    packaged('changes the pipeline', 'a finding says so, whatever the model says', ({ first }) => {
      assert.ok(
        first.record.findings.some(({ rule, path }) => rule?.endsWith('/steering-files') && path.endsWith('.yml')),
      );
    }),
  ],
};
