import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSampleRepository, type SampleRepository } from './demo/sample-repository';
import { type ClaudeEmulator, DEFAULT_KEY, startClaude } from './emulators/claude/server';
import { loopCandidate, smallChange } from './end-to-end/small-change';
import { repositoryOf } from './fakes/repository-of';

interface Ended {
  code: number;
  out: string;
  /** The log, without lines of the package manager. */
  said: string;
}

const ROOT = join(__dirname, '..');
const CHANGE = ['--base', 'main', '--head', 'feature/confirm-orders'];

describe('the review in a terminal', function () {
  this.timeout(120_000);
  let claude: ClaudeEmulator;
  let sample: SampleRepository;

  before(async () => {
    sample = createSampleRepository();
    claude = await startClaude();
  });
  after(async () => {
    await claude.close();
    sample.remove();
  });
  afterEach(() => {
    claude.requests.splice(0);
    claude.answer(undefined);
    claude.clearFaults();
  });

  function run(words: readonly string[], key = DEFAULT_KEY, folder = sample.folder): Promise<Ended> {
    const all = ['--require', 'tsx/cjs', join(ROOT, 'src', 'cli.ts'), '--repo', folder, ...words];
    const env = { PATH: process.env.PATH, ANTHROPIC_BASE_URL: 'https://elsewhere.invalid', ANTHROPIC_API_KEY: key };
    return new Promise((resolve) => {
      const child = execFile(process.execPath, all, { cwd: ROOT, env, maxBuffer: 2 ** 26 }, (_error, out, said) =>
        resolve({ code: child.exitCode ?? -1, out, said }),
      );
    });
  }
  const review = (...words: string[]) => run([...CHANGE, '--endpoint', claude.url, '--semgrep', 'off', ...words]);

  it('prints what it would post, with the places, and ends with 1 on a blocker', async () => {
    const before = execFileSync('git', ['for-each-ref'], { cwd: sample.folder, encoding: 'utf8' });
    const { code, out, said } = await review();
    assert.equal(code, 1, said);
    assert.match(out, /^src\/Shop\.Api\/Orders\/OrderService\.cs:46\n {2}\w+ · \S+ — Blocking on asynchronous work/m);
    assert.match(out, /Second Pass: FAIL/);
    assert.match(said, /FAIL: \d+ blockers?, .* \(about \$0\.\d+\)\n$/);
    assert.doesNotMatch(out, /<!--|<details>|second-pass-memory/);
    assert.equal(claude.messages().length, 2);
    assert.ok((claude.messages()[1]?.usage?.cache_read_input_tokens ?? 0) > 1_000);
    assert.deepEqual(claude.violations, []);
    assert.ok(!`${out}${said}`.includes(DEFAULT_KEY));
    assert.equal(execFileSync('git', ['for-each-ref'], { cwd: sample.folder, encoding: 'utf8' }), before);
  });

  it('previews exactly what a review then sends, without a key', async () => {
    const shown = await run([...CHANGE, '--semgrep', 'off', '--runMode', 'preview'], '');
    assert.deepEqual([shown.code, claude.requests], [0, []], shown.said);
    assert.match(shown.said, /Nothing was sent\.\n$/);
    await review();
    const [sweep] = claude.messages();
    const sent = [...sweep!.body.system, ...sweep!.body.messages[0].content] as { text: string }[];
    assert.equal(sent.length, 5);
    for (const { text } of sent) assert.ok(shown.out.includes(text), text.slice(0, 200));
  });

  it('ends with 0 when nothing blocks, and with 1 as soon as failOn says so', async () => {
    const candidates = [loopCandidate('warning')];
    const small = smallChange();
    claude.answer(({ pass }) => (pass === 'sweep' ? { candidates } : { verdicts: [] }));
    const words = ['--base', small.targetRef, '--head', small.sourceRef, '--endpoint', claude.url, '--semgrep', 'off'];
    const [usual, strict] = [
      await run(words, DEFAULT_KEY, small.folder),
      await run([...words, '--failOn', 'warning'], DEFAULT_KEY, small.folder),
    ];
    assert.deepEqual([usual.code, strict.code], [0, 1], usual.said + strict.said);
    assert.match(usual.said, /ADVISORY: 0 blockers, 1 warning/);
    small.remove();
  });

  it('writes out what a terminal would obey', async () => {
    const evil = '\u001b]0;owned\u0007\u001b[2J';
    const small = repositoryOf({ 'a.ts': 'let a = 1;\n' }, { 'a.ts': 'let a = 2;\n', [`b${'\u001b'}[31m.ts`]: 'x\n' });
    const candidate = { ...loopCandidate('warning'), path: 'a.ts', startLine: 1, endLine: 1, quote: 'let a = 2;' };
    claude.answer(({ pass }) =>
      pass === 'sweep' ? { candidates: [{ ...candidate, title: `T ${evil}`, body: evil }] } : { verdicts: [] },
    );
    const words = ['--base', small.targetRef, '--head', small.sourceRef, '--endpoint', claude.url, '--semgrep', 'off'];
    const { out, said } = await run(words, DEFAULT_KEY, small.folder);
    assert.match(out, /^a\.ts:1$/m);
    assert.ok(!`${out}${said}`.includes('\u001b') && !`${out}${said}`.includes('\u0007'));
    small.remove();
  });

  it('ends with 2 and one clear sentence when there was no review', async () => {
    const wrong = await run([...CHANGE, '--endpoint', claude.url, '--semgrep', 'off'], 'sk-ant-wrong');
    assert.deepEqual(
      [wrong.code, wrong.said.match(/NOT REVIEWED: .*/)?.[0]],
      [
        2,
        'NOT REVIEWED: The provider does not accept the key (401). ' +
          'Check the key in `connection` or `anthropicApiKey`; in a terminal, ANTHROPIC_API_KEY.',
      ],
    );
    assert.match(wrong.said, /docs\/troubleshooting\.md, under wrong-key\.\nNOT REVIEWED/);
  });

  const bad: [name: string, words: string[], says: RegExp][] = [
    ['no base', [], /^Input "--base" was not given; allowed: a branch/],
    [
      'a base that is none',
      ['--base', 'nowhere'],
      /^Input "--base" was "nowhere"; allowed: a branch, a tag or a commit/,
    ],
    ['a base that looks like a switch', ['--base=--all'], /^Input "--base" was "--all"/],
    ['a head that is none', ['--base', 'main', '--head', 'x'], /^Input "--head" was "x"/],
    ['an unknown word', ['--base', 'main', '--hed', 'x'], /^Unknown option '--hed'\. --help/],
    ['two bad inputs at once', ['--base', 'main', '--effort', 'some', '--failOn', 'x'], /"effort"[\s\S]*"failOn"/],
    [
      'a mode of the pipeline',
      ['--base', 'main', '--runMode', 'clean'],
      /^Input "runMode" was "clean"; allowed: publish/,
    ],
  ];
  for (const [name, words, says] of bad) {
    it(`names ${name}`, async () => {
      const { code, out, said } = await run(words);
      assert.deepEqual([code, out], [2, '']);
      assert.match(said, says);
    });
  }

  it('names a folder that is no repository, and a missing key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'second-pass-nothing-'));
    const nothing = await run(['--base', 'main'], DEFAULT_KEY, folder);
    rmSync(folder, { recursive: true });
    assert.match(nothing.said, /^Input "--repo" was .*; allowed: a folder of a git repository/);
    const keyless = await run(CHANGE, '');
    assert.deepEqual([nothing.code, keyless.code], [2, 2]);
    assert.match(keyless.said, /There is no key for the model\. Set the environment variable ANTHROPIC_API_KEY/);
  });

  it('shows how to use it', async () => {
    const { code, out } = await run(['--help']);
    assert.equal(code, 0);
    assert.match(out, /Exit code 0: nothing blocks/);
  });
});
