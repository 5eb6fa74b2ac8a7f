import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { oddRepositories } from './odd-repositories';
import { runCommand } from './run-command';

const CHANGE = ['review', '--base', 'main', '--head', 'topic', '--no-model', '--semgrep', 'off'];

/** What the user stands in, what is typed, and the one sentence that answers. */
type Row = [name: string, folder: string, words: readonly string[], code: 0 | 2, says: RegExp];

const ROWS: readonly Row[] = [
  // Clones
  [
    'a repository of SHA-256 names',
    'sha256',
    ['review', '--base', 'main', '--no-model'],
    2,
    /^Input "--repo" was ".*sha256"; allowed: a repository with SHA-1 names, as Azure Repos holds them: this one has SHA-256/,
  ],
  [
    'a partial clone without the files',
    'partial',
    ['review', '--base', 'origin/main', '--head', 'origin/topic', '--no-model'],
    2,
    /The clone is partial and lacks files of the change\.[\s\S]*git fetch --refetch --no-filter origin/,
  ],
  // Words
  ['nothing at all', 'usual', [], 2, /^Name a command, for example: second-pass review --base main\n$/],
  ['an unknown command', 'usual', ['revew'], 2, /^Unknown command 'revew'\. \(Did you mean review\?\)/],
  [
    'an option that is none',
    'usual',
    [...CHANGE, '--hed', 'x'],
    2,
    /^Unknown option '--hed'\. \(Did you mean --head\?\)/,
  ],
  ['an option without its value', 'usual', ['review', '--base'], 2, /^Option '--base <ref>' argument missing\./],
  ['a command without what it needs', 'usual', ['report'], 2, /record'\. .* `second-pass help report` the inputs\.\n$/],
  ['a word too many', 'usual', ['review', 'main', '--base', 'main'], 2, /^Too many arguments for 'review'/],
  [
    'a format that is none',
    'usual',
    [...CHANGE, '--format', 'pdf'],
    2,
    /'pdf' is invalid\. Allowed choices are text, json, sarif, html, markdown\./,
  ],
  ['help for an unknown command', 'usual', ['help', 'nothing'], 0, /^$/],
  [
    'no base',
    'usual',
    ['review', '--no-model'],
    2,
    /^Input "--base" was not given; allowed: a branch, .* or --worktree for what is not committed yet\./,
  ],
  ['an empty base', 'usual', ['review', '--base', '', '--no-model'], 2, /^Input "--base" was not given/],
  [
    'both kinds of what is not committed',
    'usual',
    ['review', '--staged', '--worktree', '--no-model'],
    2,
    /^Input "--staged" was given with --worktree; allowed: one of the two/,
  ],
  [
    'a head and what is not committed',
    'usual',
    ['review', '--staged', '--head', 'topic'],
    2,
    /^Input "--head" was "topic"; allowed: nothing else than HEAD with --staged\./,
  ],
  // Names
  [
    'a base that is none',
    'usual',
    ['review', '--base', 'nowhere', '--no-model'],
    2,
    /^Input "--base" was "nowhere"; allowed: a branch, a tag or a commit id of that repository\./,
  ],
  [
    'a head that is none',
    'usual',
    ['review', '--base', 'main', '--head', 'nowhere', '--no-model'],
    2,
    /^Input "--head" was "nowhere"/,
  ],
  [
    'a base that looks like a switch',
    'usual',
    ['review', '--base=--all', '--no-model'],
    2,
    /^Input "--base" was "--all"/,
  ],
  ['a base with a line break', 'usual', ['review', '--base', 'a\nb', '--no-model'], 2, /^Input "--base" was "a\\nb"/],
  [
    'a base with escape sequences',
    'usual',
    ['review', '--base', '\u001b[2J', '--no-model'],
    2,
    /^Input "--base" was "\\u001b\[2J"/,
  ],
  [
    'a base that is a file',
    'usual',
    ['review', '--base', 'main:a.ts', '--no-model'],
    2,
    /^Input "--base" was "main:a\.ts"/,
  ],
  [
    'a branch that only the remote has',
    'clone',
    ['review', '--base', 'topic', '--no-model'],
    0,
    /There is no branch topic in this clone: origin\/topic is taken\.\n/,
  ],
  // Inputs
  [
    'a model of two words',
    'usual',
    [...CHANGE.filter((word) => word !== '--no-model'), '--model', 'two words'],
    2,
    /^Input "model" was "two words"; allowed: /,
  ],
  [
    'an effort that is none',
    'usual',
    [...CHANGE, '--effort', 'much'],
    2,
    /^Input "effort" was "much"; allowed: low, medium, high, xhigh, max\./,
  ],
  [
    'a budget with a comma',
    'usual',
    [...CHANGE, '--budgetUsd', '1,50'],
    2,
    /^Input "budgetUsd" was "1,50"; allowed: a number/,
  ],
  ['a negative deadline', 'usual', [...CHANGE, '--timeoutMinutes', '-5'], 2, /^Input "timeoutMinutes" was "-5"/],
  [
    'a switch that is neither',
    'usual',
    [...CHANGE, '--skeletons', 'maybe'],
    2,
    /^Input "skeletons" was "maybe"; allowed: true, false\./,
  ],
  [
    'an endpoint without TLS',
    'usual',
    [...CHANGE, '--endpoint', 'http://example.com'],
    2,
    /^Input "endpoint" was "http:\/\/example\.com"; allowed: an https url/,
  ],
  [
    'Foundry without an endpoint',
    'usual',
    [...CHANGE, '--provider', 'foundry'],
    2,
    /^Input "endpoint" was ""; allowed: with provider "foundry"/,
  ],
  [
    'a run mode of the pipeline',
    'usual',
    [...CHANGE, '--runMode', 'clean'],
    2,
    /^Input "runMode" was "clean"; allowed: publish, readOnly or preview/,
  ],
  [
    'three bad inputs at once',
    'usual',
    [...CHANGE, '--effort', 'x', '--failOn', 'y', '--language', '?'],
    2,
    /"effort"[\s\S]*"language"[\s\S]*"failOn"/,
  ],
  [
    'rules that the base does not have',
    'usual',
    ['review', '--base', 'main', '--head', 'topic', '--no-model', '--semgrepConfig', 'rules.yml'],
    2,
    /"semgrepConfig" was "rules\.yml"; allowed: a rule file that the repository has at the target branch/,
  ],
  [
    'no key',
    'usual',
    ['review', '--base', 'main', '--head', 'topic'],
    2,
    /^There is no key for Claude, .* Without one, `second-pass review --no-model`/,
  ],
  // Files that are named
  [
    'a file of settings that is not there',
    'usual',
    [...CHANGE, '--config', 'none.yml'],
    2,
    /^Input "--config" was "none\.yml"; allowed: a file that exists\./,
  ],
  [
    'a folder for a file of settings',
    'usual',
    [...CHANGE, '--config', '.'],
    2,
    /^Input "--config" was "\."; allowed: a file that exists\./,
  ],
  [
    'settings that are no YAML',
    'files',
    [...CHANGE, '--config', 'broken.yml'],
    2,
    /^broken\.yml is not YAML: .* at line \d+, column \d+\. It holds inputs/,
  ],
  [
    'settings that are a list',
    'files',
    [...CHANGE, '--config', 'list.yml'],
    2,
    /^Input "--config" was "list\.yml"; allowed: a file of lines like/,
  ],
  [
    'settings with an alias bomb',
    'files',
    [...CHANGE, '--config', 'bomb.yml'],
    2,
    /^bomb\.yml is not YAML: it repeats itself too often/,
  ],
  [
    'settings with unknown names',
    'files',
    [...CHANGE, '--config', 'names.yml'],
    2,
    /"fail_on" was in names\.yml; allowed: failOn\./,
  ],
  [
    'an output in a folder that is not there',
    'usual',
    [...CHANGE, '--output', 'no/where.html'],
    2,
    /^Input "--output" was "no\/where\.html"; allowed: a file in a folder that exists and may be written\./,
  ],
  [
    'an output that is a folder',
    'usual',
    [...CHANGE, '--output', '.'],
    2,
    /^Input "--output" was "\."; allowed: a file; this is a folder\./,
  ],
  [
    'a record that is not there',
    'usual',
    ['report', 'none.json'],
    2,
    /^Input "record" was "none\.json"; allowed: a file that exists\./,
  ],
  [
    'a record that is no JSON',
    'files',
    ['report', 'broken.yml'],
    2,
    /^Input "record" was "broken\.yml"; allowed: a record as a run leaves it/,
  ],
  [
    'a record that is other JSON',
    'files',
    ['report', 'other.json'],
    2,
    /^Input "record" was "other\.json"; allowed: a record as a run leaves it/,
  ],
  // Folders
  [
    'a folder that is no repository',
    'nothing',
    ['review', '--base', 'main', '--no-model'],
    2,
    /^Input "--repo" was ".*"; allowed: a folder of a git repository\./,
  ],
  [
    'a folder that is not there',
    'usual',
    ['review', '--base', 'main', '--repo', 'nowhere', '--no-model'],
    2,
    /^Input "--repo" was ".*nowhere"; allowed: a folder that exists\./,
  ],
  [
    'a file for a repository',
    'usual',
    ['review', '--base', 'main', '--repo', 'a.ts', '--no-model'],
    2,
    /^Input "--repo" was ".*a\.ts"; allowed: a folder that exists\./,
  ],
  [
    'a repository without a commit',
    'empty',
    ['review', '--worktree', '--no-model'],
    2,
    /^Input "--head" was "HEAD"; allowed: a commit; this repository has none yet\./,
  ],
  [
    'a repository that is broken',
    'broken',
    ['review', '--base', 'main', '--no-model'],
    2,
    /^Input "--repo" was ".*"; allowed: a folder of a git repository\./,
  ],
  [
    'histories that have nothing in common',
    'unrelated',
    ['review', '--base', 'other', '--no-model'],
    2,
    /^other and HEAD share no commit\. Give a branch that the change was made from\./,
  ],
  [
    'a shallow clone without the common commit',
    'shallow',
    ['review', '--base', 'origin/main', '--head', 'origin/topic', '--no-model'],
    2,
    /share no commit\. This clone is shallow and may lack the common commit: git fetch --unshallow\./,
  ],
  [
    'the working tree of a bare repository',
    'bare',
    ['review', '--worktree', '--no-model'],
    2,
    /^Input "--repo" was ".*"; allowed: a repository with a working tree; this one is bare\./,
  ],
  [
    'what is staged in the middle of a merge',
    'merging',
    ['review', '--staged', '--no-model'],
    2,
    /^What is not committed cannot be reviewed: what is staged is no whole tree, as in the middle of a merge/,
  ],
  // What works, and deserves a hint
  [
    'a change that is empty',
    'usual',
    ['review', '--base', 'main', '--head', 'main', '--no-model'],
    0,
    /main and main are the same commit: the change is empty\.\n[\s\S]*Nothing in scope/,
  ],
  [
    'swapped refs',
    'usual',
    ['review', '--base', 'topic', '--head', 'main', '--no-model'],
    0,
    /main adds nothing to topic, which is ahead of it: were --base and --head swapped\?\n/,
  ],
  [
    'changes that are not committed',
    'dirty',
    ['review', '--base', 'main', '--no-model'],
    0,
    /2 files have changes that are not committed and not reviewed; --worktree or --staged reviews them\.\n/,
  ],
  [
    'nothing staged',
    'usual',
    ['review', '--staged', '--no-model'],
    0,
    /There is nothing staged: the change is empty\.\n/,
  ],
  [
    'a shallow clone',
    'shallow',
    ['review', '--base', 'origin/topic~0', '--head', 'origin/topic', '--no-model'],
    0,
    /This clone is shallow: its history ends early/,
  ],
];

/** Repositories in which a review simply works, whatever is odd about them, and a path that it must speak of. */
const ODD: readonly [name: string, folder: string, words: readonly string[], shows: RegExp, code?: number][] = [
  ['a linked working tree', 'linked', ['--base', 'main'], /1 of 1 changed file analysed/],
  ['a bare repository', 'bare', ['--base', 'main', '--head', 'topic'], /1 of 1 changed file analysed/],
  ['a detached HEAD', 'detached', ['--base', 'main'], /1 of 1 changed file analysed/],
  ['a folder below the top', 'below', ['--base', 'main', '--head', 'topic'], /1 of 1 changed file analysed/],
  [
    'spaces and letters of all kinds in the path',
    'spaces',
    ['--base', 'main', '--head', 'topic'],
    /1 of 1 changed file analysed/,
  ],
  [
    'names with line breaks, dashes and escape sequences',
    'names',
    ['--base', 'main'],
    /^\\u\{1b\}\[31m\.ts\n {2}Blocker .*The name of this file is not what it seems[\s\S]* 1 blocker, .* 6 of 6 changed files analysed/m,
    1,
  ],
  ['only deletions', 'deletions', ['--base', 'main'], /of 1 changed file/],
  ['only a mode', 'mode', ['--base', 'main'], /of 1 changed file/],
  ['only a rename', 'rename', ['--base', 'main'], /of 1 changed file/],
  ['a binary, a symbolic link and bytes that are no UTF-8', 'bytes', ['--base', 'main'], /of 3 changed files/],
  ['new and changed files that are not committed', 'dirty', ['--worktree'], /2 of 2 changed files analysed/],
  ['filters, monitors and hooks of the repository', 'programs', ['--worktree'], /of 2 changed files/],
];

describe('bad inputs and odd repositories', function () {
  this.timeout(240_000);
  let odd: ReturnType<typeof oddRepositories>;

  before(() => {
    odd = oddRepositories();
  });
  after(() => odd.remove());

  const run = (words: readonly string[], folder: string) => runCommand(words, { folder, environment: {} });

  it('are at least 50', () => assert.ok(ROWS.length >= 50, String(ROWS.length)));

  for (const [name, folder, words, code, says] of ROWS) {
    it(`answers ${name} in one sentence`, async () => {
      const ended = await run(words, odd.folder(folder));
      assert.equal(ended.code, code, ended.said);
      assert.match(ended.said, says);
      if (code === 2) assert.equal(ended.out, '');
      for (const [page] of ended.said.matchAll(/\S*docs[\\/][\w-]+\.md/g))
        assert.ok(existsSync(page) && isAbsolute(page), page);
      assertPlain(ended.said);
    });
  }

  for (const [name, folder, words, shows, expectedCode = 0] of ODD) {
    it(`reviews ${name}`, async () => {
      const { code, out, said } = await run(['review', ...words, '--no-model', '--semgrep', 'off'], odd.folder(folder));
      assert.equal(code, expectedCode, said);
      assert.match(out, shows);
      assertPlain(`${out}${said}`);
      assert.deepEqual(odd.traces(), [], 'a program of the repository was started');
    });
  }
});

/** No stack, no name of a class, nothing that a terminal obeys. */
function assertPlain(text: string): void {
  assert.doesNotMatch(text, /^\s+at .*:\d+|\b\w*Error:|undefined|\[object|fault of its own/m);
  assert.ok(!/(?![\n\t])\p{Cc}/u.test(text), JSON.stringify(text));
}
