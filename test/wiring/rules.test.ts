import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskOutcome } from '../agent/run-task';
import { openStage, type Stage } from '../demo/stage';
import { BASE, SOURCE } from '../end-to-end/small-change';
import { repositoryOf } from '../fakes/repository-of';
import { pathWith } from '../run-modes/path-with';

/** A scanner that reports, on a changed line, what its rules say. */
const SCANNER = `#!/bin/sh
if [ "$1" = --version ]; then echo 1.2.3; exit 0; fi
while [ $# -gt 0 ]; do if [ "$1" = --config ]; then rules=$2; fi; shift; done
text=$(cat "$rules"/*)
printf '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Semgrep","semanticVersion":"1.2.3"}},"results":[{"ruleId":"r","message":{"text":"%s"},'  "$text"
printf '"locations":[{"physicalLocation":{"artifactLocation":{"uri":"src/total.ts"},"region":{"startLine":3}}}]}]}]}'
`;

describe('rules kept in the repository, through the packaged task', function () {
  this.timeout(120_000);
  let stage: Stage;
  let tools: ReturnType<typeof pathWith>;

  before(async () => {
    const repository = repositoryOf(
      { ...BASE, 'ci/rules.yml': 'as they were' },
      { ...SOURCE, 'ci/rules.yml': 'as the pull request wants them', 'ci/new.yml': 'new' },
    );
    stage = await openStage({ repository });
    tools = pathWith('git', 'cat');
    writeFileSync(join(tools.path, 'semgrep'), SCANNER, { mode: 0o755 });
  });
  after(async () => {
    await stage.close();
    tools.remove();
  });

  const review = async (semgrepConfig: string) =>
    (await stage.open()).run({ inputs: { semgrep: 'auto', semgrepConfig }, agentEnvironment: { PATH: tools.path } });
  const recordOf = ({ attachments }: TaskOutcome) =>
    JSON.parse(attachments.find(({ type }) => type === 'second-pass.record')?.content ?? '{}');

  for (const path of ['ci/rules.yml', './ci/rules.yml']) {
    it(`${path}: read at the target branch, not as the pull request changes it`, async () => {
      const outcome = await review(path);
      const { findings, notes } = recordOf(outcome);
      const said = findings
        .filter(({ rule }: { rule?: string }) => rule === 'r')
        .map(({ body }: { body: string }) => body);
      assert.deepEqual(said, ['as they were'], outcome.rawOutput);
      assert.ok(notes.includes('Semgrep 1.2.3, sandbox: none.'), notes.join('\n'));
    });
  }

  it('a file that only the pull request has is a bad input', async () => {
    const outcome = await review('ci/new.yml');
    assert.equal(outcome.result, 'Failed');
    assert.match(
      outcome.issues[0]?.message ?? '',
      /Input "semgrepConfig" was "ci\/new\.yml"; allowed: a rule file that the/,
    );
  });
});
