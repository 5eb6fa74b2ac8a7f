import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSampleRepository, type SampleRepository } from '../demo/sample-repository';
import { type ClaudeEmulator, DEFAULT_KEY, startClaude } from '../emulators/claude/server';
import { loopCandidate, smallChange } from '../end-to-end/small-change';
import { repositoryOf } from '../fakes/repository-of';
import { oddRepositories } from './odd-repositories';
import { runCommand } from './run-command';

const CHANGE = ['--base', 'main', '--head', 'feature/confirm-orders'];

/** The critique's word on that many candidates. */
const confirmed = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    return { id: `c${index + 1}`, reason: 'It is there.', decision: 'confirm', severity: 'warning' };
  });

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

  const run = (words: readonly string[], key = DEFAULT_KEY, folder = sample.folder) =>
    runCommand(words, { folder, environment: { ANTHROPIC_API_KEY: key } });
  const review = (...words: string[]) =>
    run(['review', ...CHANGE, '--endpoint', claude.url, '--semgrep', 'off', ...words]);

  it('prints what it would post, with the places, and ends with 1 on a blocker', async () => {
    const before = execFileSync('git', ['for-each-ref'], { cwd: sample.folder, encoding: 'utf8' });
    const { code, out, said } = await review();
    assert.equal(code, 1, said);
    assert.match(out, /^src\/Shop\.Api\/Orders\/OrderService\.cs:46\n {2}\w+ · \S+ — Blocking on asynchronous work/m);
    assert.match(out, /Second Pass: FAIL/);
    assert.match(said, /FAIL: \d+ blockers?, .* \(about \$0\.\d+\)\n$/);
    assert.doesNotMatch(out, /<!--|<details>|second-pass-memory/);
    assert.equal(claude.messages().length, 2);
    // A change this small costs less without a cache.
    assert.deepEqual(
      claude.messages().map(({ usage }) => usage?.cache_creation_input_tokens ?? 0),
      [0, 0],
    );
    assert.deepEqual(claude.violations, []);
    assert.ok(!`${out}${said}`.includes(DEFAULT_KEY));
    assert.equal(execFileSync('git', ['for-each-ref'], { cwd: sample.folder, encoding: 'utf8' }), before);
  });

  it('neither sends nor shows its own key, though the change and the model say it', async () => {
    const disguised = [...DEFAULT_KEY].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
    const backwards = [...DEFAULT_KEY].reverse().join('');
    const small = repositoryOf({ 'a.ts': 'let a = 1;\n' }, { 'a.ts': `let a = 2;\nsend('${disguised}');\n` });
    const candidate = { ...loopCandidate('warning'), path: 'a.ts', startLine: 1, endLine: 1, quote: 'let a = 2;' };
    claude.answer(({ pass }) =>
      pass === 'sweep' ? { candidates: [{ ...candidate, title: `It is ${backwards}` }] } : { verdicts: confirmed(1) },
    );
    const folder = mkdtempSync(join(tmpdir(), 'second-pass-output-'));
    const words = ['review', '--base', small.targetRef, '--head', small.sourceRef, '--endpoint', claude.url];
    for (const output of ['result.html', 'result.sarif', 'result.json']) {
      const { code, said } = await run(
        [...words, '--semgrep', 'off', '--output', join(folder, output)],
        DEFAULT_KEY,
        small.folder,
      );
      assert.equal(code, 2, said);
      const sent = JSON.stringify(claude.messages().map(({ body }) => body));
      const all = [sent, said, readFileSync(join(folder, output), 'utf8')].join();
      for (const form of [DEFAULT_KEY, disguised.slice(4, 24), backwards]) assert.ok(!all.includes(form), output);
      assert.match(said, /A secret of this run stood in what was to be sent to the model/);
    }
    rmSync(folder, { recursive: true });
    small.remove();
  });

  it('shows none of the tokens that its other commands take either', async () => {
    const tokens = {
      AZURE_DEVOPS_TOKEN: 'seven herons over a quarry',
      SECOND_PASS_MEMORY_KEY: 'a lantern behind the mill',
    };
    const text = Object.values(tokens).map((token) => `// ${token}\n`);
    const small = repositoryOf({ 'a.ts': 'let a = 1;\n' }, { 'a.ts': `let a = 2;\n${text.join('')}` });
    const words = ['preview', '--base', small.targetRef, '--head', small.sourceRef, '--semgrep', 'off'];
    const { code, out, said } = await runCommand(words, { folder: small.folder, environment: tokens });
    small.remove();
    assert.equal(code, 0, said);
    assert.match(out, /^1\+let a = 2;\n2\+\/\/ \*\*\*\n3\+\/\/ \*\*\*$/m);
  });

  it('previews exactly what a review then sends, without a key', async () => {
    const shown = await run(['preview', ...CHANGE, '--semgrep', 'off'], '');
    assert.deepEqual([shown.code, claude.requests], [0, []], shown.said);
    assert.match(shown.said, /Nothing was sent\.\n$/);
    await review();
    const [sweep] = claude.messages();
    const sent = [...sweep!.body.system, ...sweep!.body.messages[0].content] as { text: string }[];
    assert.equal(sent.length, 6);
    for (const { text } of sent) assert.ok(shown.out.includes(text), text.slice(0, 200));
  });

  it('ends with 0 when nothing blocks, and with 1 as soon as failOn says so', async () => {
    const candidates = [loopCandidate('warning')];
    const small = smallChange();
    claude.answer(({ pass }) => (pass === 'sweep' ? { candidates } : { verdicts: confirmed(candidates.length) }));
    const words = [
      'review',
      '--base',
      small.targetRef,
      '--head',
      small.sourceRef,
      '--endpoint',
      claude.url,
      '--semgrep',
      'off',
    ];
    const [usual, strict] = [
      await run(words, DEFAULT_KEY, small.folder),
      await run([...words, '--failOn', 'warning'], DEFAULT_KEY, small.folder),
    ];
    assert.deepEqual([usual.code, strict.code], [0, 1], usual.said + strict.said);
    assert.match(usual.said, /ADVISORY: 0 blockers, 1 warning/);
    small.remove();
  });

  it('is no whole review where the branches have several common commits, and one hides what the merge changes', async () => {
    const odd = oddRepositories();
    const words = ['review', '--base', 'main', '--head', 'topic', '--endpoint', claude.url, '--semgrep', 'off'];
    const { code, said } = await run(words, DEFAULT_KEY, odd.folder('crossed'));
    odd.remove();
    assert.equal(code, 2, said);
    assert.match(said, /several common commits, and the difference from one does not show all .*: guard\.ts/);
  });

  it('writes out what a terminal would obey', async () => {
    const evil = '\u001b]0;owned\u0007\u001b[2J';
    const small = repositoryOf({ 'a.ts': 'let a = 1;\n' }, { 'a.ts': 'let a = 2;\n', [`b${'\u001b'}[31m.ts`]: 'x\n' });
    const candidate = { ...loopCandidate('warning'), path: 'a.ts', startLine: 1, endLine: 1, quote: 'let a = 2;' };
    claude.answer(({ pass }) =>
      pass === 'sweep'
        ? { candidates: [{ ...candidate, title: `T ${evil}`, body: evil }] }
        : { verdicts: confirmed(1) },
    );
    const words = [
      'review',
      '--base',
      small.targetRef,
      '--head',
      small.sourceRef,
      '--endpoint',
      claude.url,
      '--semgrep',
      'off',
    ];
    const { out, said } = await run(words, DEFAULT_KEY, small.folder);
    assert.match(out, /^a\.ts:1$/m);
    assert.ok(!`${out}${said}`.includes('\u001b') && !`${out}${said}`.includes('\u0007'));
    small.remove();
  });

  it('shows code as it stands in the file, and every finding', async () => {
    const loop = 'for (let i = 0; i <= handlers.length; i++) handlers[i](event); // a_b *c* &lt; \\[x]';
    const lines = Array.from({ length: 14 }, (_, index) => `let v${index} = handlers[${index}](event);`);
    const small = repositoryOf({ 'a.ts': 'x\n' }, { 'a.ts': `${[loop, ...lines].join('\n')}\n` });
    const candidates = [loop, ...lines].map((quote, index) => {
      const at = { path: 'a.ts', startLine: index + 1, endLine: index + 1, quote };
      return { ...loopCandidate('warning'), ...at, title: `Problem ${index}`, body: `Look at ${quote}` };
    });
    claude.answer(({ pass }) => (pass === 'sweep' ? { candidates } : { verdicts: confirmed(candidates.length) }));
    const words = ['review', '--base', small.targetRef, '--head', small.sourceRef, '--endpoint', claude.url];
    const { out } = await run([...words, '--semgrep', 'off'], DEFAULT_KEY, small.folder);
    small.remove();
    assert.ok(out.includes(`    1 │ ${loop}\n  Look at ${loop}\n`), out.slice(0, 800));
    for (const quote of lines) assert.ok(out.includes(`│ ${quote}\n`), quote);
    assert.doesNotMatch(out, /maxComments/);
  });

  it('gives the result in other formats, by name or by the name of the file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'second-pass-formats-'));
    const file = join(folder, 'result.record.json');
    const first = await review('--output', file);
    assert.equal(first.out, '');
    assert.match(first.said, /Written to .*result\.record\.json\nFAIL/);
    const record = JSON.parse(readFileSync(file, 'utf8'));
    assert.equal(record.ending.verdict, 'FAIL');
    const shown = async (...words: string[]) => (await run(['report', file, ...words])).out;
    assert.match(await shown(), /^<!doctype html>/i);
    assert.match(await shown('--format', 'markdown'), /^## Second Pass: FAIL/);
    assert.equal(JSON.parse(await shown('--format', 'sarif')).version, '2.1.0');
    assert.deepEqual(JSON.parse(await shown('--format', 'json')), record);
    assert.match(await shown('--format', 'text'), /^src\/Shop\.Api\/Orders\/OrderService\.cs:46\n {2}\w+ · /m);
    rmSync(folder, { recursive: true });
  });

  it('takes inputs from a file that is named, and from the command line before it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'second-pass-config-'));
    const file = join(folder, '.second-pass.yml');
    writeFileSync(file, 'failOn: never\nsemgrep: off\nexclude:\n  - "**/*.cs"\n  - "**/*.py"\n');
    const words = ['review', ...CHANGE, '--endpoint', claude.url, '--config', file];
    const [byFile, byWord] = [await run(words), await run([...words, '--exclude', '**/*.none', '--failOn', 'blocker'])];
    assert.deepEqual([byFile.code, byWord.code], [0, 1], byFile.said);
    assert.doesNotMatch(byFile.out, /^\S+\.cs:\d+$/m);
    writeFileSync(file, 'effort: some\nfail-on: never\nanthropicApiKey: x\ninclude: {a: 1}\n');
    const { code, said } = await run(words);
    assert.equal(code, 2);
    assert.match(said, /"fail-on" was in .*; allowed: failOn\./);
    assert.match(said, /"anthropicApiKey" was in .*never read from a file/);
    assert.match(said, /"include" was neither text nor list/);
    rmSync(folder, { recursive: true });
  });

  for (const [encoding, mark] of [
    ['utf8', '\uFEFF'],
    ['utf16le', '\uFEFF'],
  ] as const) {
    it(`takes a file of settings and a record in ${encoding} with its mark, as PowerShell writes them`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'second-pass-encodings-'));
      const settings = join(folder, 'settings.yml');
      writeFileSync(settings, Buffer.from(`${mark}effort: some\r\nexclude:\r\n  - "**/*.cs"\r\n`, encoding));
      const { said } = await run(['review', ...CHANGE, '--config', settings]);
      assert.match(said, /^Input "effort" was "some"/);
      const { out } = await run(['review', ...CHANGE, '--no-model', '--semgrep', 'off', '--format', 'json'], '');
      const record = join(folder, 'a.record.json');
      writeFileSync(record, Buffer.from(`${mark}${out.replaceAll('\n', '\r\n')}`, encoding));
      const shown = await run(['report', record, '--format', 'json']);
      rmSync(folder, { recursive: true });
      assert.deepEqual(JSON.parse(shown.out), JSON.parse(out), shown.said);
    });
  }

  it('analyses without a key and without the network, and that is no pass', async () => {
    const sarif = join(sample.folder, 'lint.sarif');
    const physicalLocation = { artifactLocation: { uri: 'tools/import_orders.py' }, region: { startLine: 11 } };
    const results = [
      { ruleId: 'no-shell', level: 'error', message: { text: 'Shell.' }, locations: [{ physicalLocation }] },
    ];
    writeFileSync(sarif, JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'lint' } }, results }] }));
    const words = ['review', ...CHANGE, '--no-model', '--semgrep', 'off', '--sarif', 'lint.sarif'];
    const usual = await run(words, '');
    const strict = await run([...words, '--enforcedRules', 'no-shell'], '');
    const nothing = await run(['review', ...CHANGE, '--no-model', '--semgrep', 'off'], '');
    const page = await run([...words, '--format', 'html'], '');
    rmSync(sarif);
    assert.match(page.out, /commits <code>[0-9a-f]{8}<\/code> to <code>[0-9a-f]{8}<\/code>/);
    assert.match(page.out, /the model was not asked</);
    assert.deepEqual([usual.code, strict.code, nothing.code], [0, 1, 0], usual.said);
    // Nothing has a thread here.
    assert.doesNotMatch(usual.said + nothing.said, /thread|: 0\.0 s/);
    assert.match(usual.out, /^tools\/import_orders\.py:11\n {2}Warning · /m);
    assert.match(usual.said, /STATIC ANALYSIS ALONE: 0 blockers, 1 warning, .*; Claude was not asked\n$/);
    assert.match(strict.out, /Second Pass: FAIL/);
    assert.match(nothing.out, /Second Pass: no verdict/);
    assert.deepEqual(claude.requests, []);
  });

  it('ends with 2 where a file was not read, though nobody was to be asked', async () => {
    const lines = Array.from({ length: 25_000 }, (_, index) => `let v${index} = ${index};`);
    const large = { 'big.ts': `${lines.join('\n')}\n` };
    for (const [what, files] of [
      ['alone', large],
      ['beside another', { ...large, 'a.ts': 'let a = 2;\n' }],
    ] as const) {
      const { folder, targetRef, sourceRef, remove } = repositoryOf({ 'a.ts': 'let a = 1;\n' }, files);
      const words = ['review', '--base', targetRef, '--head', sourceRef, '--no-model', '--semgrep', 'off'];
      const { code, said } = await run(words, '', folder);
      remove();
      assert.equal(code, 2, `${what}: ${said}`);
      assert.match(said, /^1 changed file was not reviewed: big\.ts \(.*[\s\S]*\nPARTLY REVIEWED: .*\n$/m);
      assert.match(said, /^Only static analysis ran, as it was asked for; its alerts stand\.$/m);
    }
  });

  it('ends with 2 and one clear sentence when there was no review', async () => {
    const wrong = await run(['review', ...CHANGE, '--endpoint', claude.url, '--semgrep', 'off'], 'sk-ant-wrong');
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
    ['an unknown word', ['--base', 'main', '--hed', 'x'], /^Unknown option '--hed'\. \(Did you mean --head\?\)/],
    ['two bad inputs at once', ['--base', 'main', '--effort', 'some', '--failOn', 'x'], /"effort"[\s\S]*"failOn"/],
    [
      'a mode of the pipeline',
      ['--base', 'main', '--runMode', 'clean'],
      /^Input "runMode" was "clean"; allowed: publish/,
    ],
  ];
  for (const [name, words, says] of bad) {
    it(`names ${name}`, async () => {
      const { code, out, said } = await run(['review', ...words]);
      assert.deepEqual([code, out], [2, '']);
      assert.match(said, says);
    });
  }

  it('names a folder that is no repository, and a missing key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'second-pass-nothing-'));
    const nothing = await run(['review', '--base', 'main'], DEFAULT_KEY, folder);
    rmSync(folder, { recursive: true });
    assert.match(nothing.said, /^Input "--repo" was .*; allowed: a folder of a git repository/);
    const keyless = await run(['review', ...CHANGE], '');
    assert.deepEqual([nothing.code, keyless.code], [2, 2]);
    assert.match(keyless.said, /There is no key for Claude, .* Set the environment variable ANTHROPIC_API_KEY/);
  });

  it('shows how to use it', async () => {
    for (const words of [['--help'], ['-h'], ['help']]) {
      const { code, out, said } = await run(words);
      assert.deepEqual([code, said], [0, '']);
      assert.match(out, /Exit code 0: nothing blocks/);
    }
    const nothing = await run([]);
    assert.deepEqual([nothing.code, nothing.out], [2, '']);
    assert.match(nothing.said, /^Name a command/);
  });
});
