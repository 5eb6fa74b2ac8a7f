import assert from 'node:assert/strict';
import { wholeAnswer } from '../../../src/adapters/claude/answer';
import { eventData } from '../../../src/adapters/claude/sse';
import { comparable } from '../../../src/adapters/git/comparable';
import { affordable, MOST_LOOKED_AT } from '../../../src/adapters/git/object-heads';
import { createPatchCollector } from '../../../src/adapters/git/patch-collector';
import { sievePack } from '../../../src/adapters/git/sieve-pack';
import { symbolsOf } from '../../../src/steps/chunks/symbols';
import type { TreeChange } from '../../../src/steps/diff/changed-file';
import { limitChanges } from '../../../src/steps/scope/limit-changes';
import { likelyRunners, runByTexts } from '../../../src/steps/scope/run-by-unchanged';
import { startedFolders } from '../../../src/steps/scope/started-variables';
import { commitBomb } from '../../fakes/bomb-of-trees';
import { hugeDifferences, namesIn } from '../../fakes/huge-differences';
import { reviewed } from '../../situations/reviewed';
import { fileOf, lineOf } from '../../steps/secrets/changed-file';
import { letters } from '../../steps/secrets/sample-secrets';
import type { Attack, Control } from '../attack';
import { packaged } from '../packaged-life';
import { colleague, SOURCE, withScene } from '../scene';

function figure(tries: string, usage: object): Attack {
  return {
    tries: `answers with ${tries} for its tokens`,
    must: 'the sizes count as money instead',
    through: 'part',
    run() {
      const message = {
        model: 'm',
        content: [{ type: 'text', text: 'x'.repeat(300) }],
        stop_reason: 'end_turn',
        usage,
      };
      const counted = wholeAnswer(message as never, { model: 'm', sent: 3000 }).usage;
      assert.deepEqual([counted.input, counted.output], [1000, 100]);
    },
  };
}

/** Processor time that whatever is more than linear would take many times over. */
const SOON = 8_000;

function endsSoon(tries: string, must: string, run: () => Promise<void> | void): Attack {
  return {
    tries,
    must,
    through: 'review',
    async run() {
      const before = process.cpuUsage();
      await run();
      const { user, system } = process.cpuUsage(before);
      assert.ok((user + system) / 1000 < SOON, `${user + system} microseconds`);
    },
  };
}

const tokenOf = (at: number) =>
  `gh${'p_'}${letters(36, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', `${at}`)}`;

/** Another one for each number, in no time. */
const quickToken = (at: number) => `gh${'p_'}${`${at}`.padStart(6, '0')}${THIRTY}`;
const THIRTY = letters(30, 'ABCDEFGHabcdefgh01234567', 'q');

const dense = (file: number) =>
  [`src/${file}.ts`, Array.from({ length: 19_000 }, (_, at) => `${quickToken(at)}\n`).join('')] as const;

const withTokens =
  (count: number, textOf: (tokens: readonly string[]) => string): Attack['run'] =>
  async () => {
    const tokens = Array.from({ length: count }, (_, at) => tokenOf(at));
    const { status, sent } = await reviewed({
      base: { 'z.ts': '1;\n' },
      source: { 'z.ts': '2;\n', 'seed.sql': textOf(tokens) },
    });
    assert.equal(status?.state, 'failed');
    assert.ok(!tokens.some((token) => sent.includes(token)));
  };

export const control: Control = {
  promise: 'What is endless or huge ends at a limit that is told, and no figure of others lowers what was spent.',
  attacks: [
    {
      tries: 'merges hundreds of long scripts that name data, so that each is read when the data changes',
      must: 'the nearest are read, as much as a page holds, and no more',
      through: 'part',
      run() {
        const sought = { data: [{ path: 'data/x.csv' }] as TreeChange[], bytes: [] };
        const script = Buffer.from('# x.csv\n'.repeat(24_000));
        const texts = (at: number) =>
          new Map(
            Array.from({ length: 350 }, (_, index): [string, Buffer] => {
              return [`t${index}.sh`, index === at ? Buffer.from('sh data/x.csv\n') : script];
            }),
          );
        assert.ok(runByTexts(texts(3), sought).has('data/x.csv'));
        const many = Array.from({ length: 30_000 }, (_, index) => `a/b${index}/c.sh`);
        assert.deepEqual(likelyRunners([...many, 'data/run.sh'], sought).slice(0, 1), ['data/run.sh']);
        assert.equal(likelyRunners(many, sought).length, 200);
        const began = process.cpuUsage();
        runByTexts(texts(-1), sought);
        const { user, system } = process.cpuUsage(began);
        assert.ok(user + system < 8_000_000, `${user + system} µs`);
      },
    },
    {
      tries:
        'merges long programs that open hundreds of files and run something in each line, and changes the files alone',
      must: 'what is run is followed for a few of them, and the review goes on',
      through: 'part',
      run() {
        const names = Array.from({ length: 3_000 }, (_, at) => `f${at}.bin`);
        const bytes = names.map((path) => ({ path })) as TreeChange[];
        const line = (at: number) =>
          `d${at} = f(open("${names[at % 3_000]}").read(), d${at - 1}); g(d${at - 2}).eval(x)\n`;
        const program = Buffer.from(Array.from({ length: 3_000 }, (_, at) => line(at)).join(''));
        const texts = new Map(Array.from({ length: 100 }, (_, at) => [`t${at}.py`, program]));
        const began = process.cpuUsage();
        runByTexts(texts, { data: [], bytes });
        const { user, system } = process.cpuUsage(began);
        assert.ok(user + system < 8_000_000, `${user + system} µs`);
      },
    },
    {
      tries: 'merges a script that runs the parts of 14,000 folders, and changes thousands of other files',
      must: 'none of them is compared with each folder: it may start any',
      through: 'part',
      run() {
        const script = (count: number) => Array.from({ length: count }, (_, at) => `run-parts f${at}\n`).join('');
        assert.equal(startedFolders(script(14_000))?.('data/x.csv'), true);
        assert.equal(startedFolders(script(14))?.('data/x.csv'), false);
        assert.equal(startedFolders(script(14))?.('data/f7/x.csv'), true);
      },
    },
    {
      tries: 'changes a hundred thousand files',
      must: 'the first are reviewed, the rest is named, and the review is not whole',
      through: 'part',
      run() {
        const files = Array.from({ length: 100_000 }, (_, at) => fileOf([], `src/${at}.ts`));
        const { within, skipped, gaps } = limitChanges(files);
        assert.equal(within.length + skipped.length, files.length);
        assert.equal(gaps[0]?.code, 'too-many-files');
      },
    },
    {
      tries: 'shows one folder of 1,000 files at 1,000 places, by three objects of git',
      must: 'it is not read, and that is told',
      through: 'review',
      async run() {
        const entry = `:000000 100644 ${'0'.repeat(40)} ${'a'.repeat(40)} A\0`;
        const raw = Buffer.from(Array.from({ length: 200_001 }, (_, at) => `${entry}${at}.ts\0`).join(''));
        const { status } = await reviewed({
          source: { 'z.ts': '2;\n' },
          repository: (repository) => ({ ...repository, changes: async () => raw }),
        });
        assert.equal(status?.state, 'error');
        assert.match(status?.description ?? '', /More than 200000 files are changed/);
      },
    },
    endsSoon(
      'pushes twelve folders that each hold the next under twenty names',
      'so many are counted before git walks through them, and the review is no pass',
      async () => {
        const { status } = await reviewed({
          source: { 'z.ts': '2;\n' },
          prepare(host, { folder }) {
            host.current.iteration.source = commitBomb(folder, 12, 20);
          },
        });
        assert.equal(status?.state, 'error');
        assert.match(status?.description ?? '', /More than 400000 files and folders are changed/);
      },
    ),
    {
      tries: 'shows one chain of 400 folders at 4,900 places',
      must: 'so many are looked at as lie in 200,000 folders, and the review is not whole',
      through: 'part',
      run() {
        const deep = Array.from({ length: 4_900 }, (_, at) => fileOf([], `d${at}/${'a/'.repeat(399)}x.ts`));
        const { within, skipped, gaps } = limitChanges(deep);
        assert.deepEqual([within.length, skipped.length, gaps[0]?.code], [500, 4_400, 'too-many-files']);
        const changes = deep.map(({ path }) => ({
          pathBytes: Buffer.from(path),
          ...{ oldBlob: '0'.repeat(40), newBlob: 'a'.repeat(40) },
        }));
        assert.equal(comparable(changes, new Map()).length, 500);
      },
    },
    {
      tries: 'adds files of a gigabyte, and many that are one together',
      must: 'they are not asked for, and the smaller ones are',
      through: 'part',
      run() {
        const isAsked = affordable([11, 5, null, 4, 8, 6], { object: 10, total: 15 });
        assert.deepEqual(
          [0, 1, 2, 3, 4, 5].map((at) => isAsked(at)),
          [false, true, false, true, false, true],
        );
      },
    },
    {
      tries: 'stores a file of a gigabyte as a difference of 300 bytes to another one',
      must: 'it is cut out of what was fetched before git makes it, and its neighbours stay',
      through: 'part',
      async run() {
        const { pack, names } = hugeDifferences([['huge', 1024]], ['small']);
        assert.deepEqual(await namesIn(await sievePack(pack, MOST_LOOKED_AT)), [names.unit, names.small]);
      },
    },
    endsSoon('accepts a blocker for a reason of 150,000 quotation marks', 'it is read in linear time', () =>
      withScene({}, async (scene) => {
        await scene.run();
        const { id } = scene.thread('Loop runs');
        scene.host.personSets(id, 'wontFix');
        scene.host.personReplies(colleague, id, `accepted: ${"'".repeat(150_000)} 1 word`);
        scene.push({ ...SOURCE, 'src/other.ts': 'export const one = 1;\n' });
        await scene.run();
        assert.equal(scene.status(), 'failed');
      }),
    ),
    endsSoon(
      'commits a token on each of 1,200 lines',
      'the first are a blocker each, and one stands for the rest, in linear time',
      withTokens(1_200, (tokens) => tokens.map((token) => `INSERT INTO t VALUES ('${token}');\n`).join('')),
    ),
    endsSoon(
      'commits a token on each of 19,000 lines of ten files',
      'no more is looked for than can be taken out, nobody is shown the rest, and the review is a part',
      async () => {
        const { status, sent } = await reviewed({
          base: { 'z.ts': '1;\n' },
          source: { 'z.ts': '2;\n', ...Object.fromEntries(Array.from({ length: 10 }, (_, at) => dense(at))) },
          prepare: () => {},
        });
        assert.equal(status?.state, 'failed');
        assert.match(status?.description ?? '', /^PARTLY REVIEWED/);
        assert.match(sent, /z\.ts/);
        assert.ok(!sent.includes('ghp_'));
      },
    ),
    endsSoon(
      'changes one line of a text of a hundred thousand tokens',
      'its lines are looked through alone, and nothing is made of the rest',
      async () => {
        const tokens = Array.from({ length: 100_000 }, (_, at) => quickToken(at)).join('\n');
        const [base, source] = ['1', '2'].map((line) => ({ 'a.ts': `const one = ${line};\n\n\n\n${tokens}\n` }));
        const { status, sent } = await reviewed({ base: base ?? {}, source: source ?? {}, prepare: () => {} });
        assert.equal(status?.state, 'succeeded');
        assert.match(sent, /const one = 2/);
      },
    ),
    endsSoon(
      'fills files with what nearly is one of its passwords, at each of 1,400,000 letters',
      'so many places are compared as hold for any change, and nobody is shown the files in which there are more',
      async () => {
        const thrown = letters(2_000, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 'nearly');
        const passwords = Array.from({ length: 1_500 }, (_, at) => `password = "${thrown.slice(at, at + 190)}B0"\n`);
        const nearly = Array.from({ length: 900 }, (_, at) => `${thrown.slice((at * 350) % 1_600).slice(0, 390)}\n`);
        const files = Array.from({ length: 4 }, (_, at) => [`s/${at}.txt`, nearly.join('')]);
        const { status, sent } = await reviewed({
          base: { 'z.ts': '1;\n' },
          source: { 'z.ts': '2;\n', 'a.conf': passwords.join(''), ...Object.fromEntries(files) },
        });
        assert.match(status?.description ?? '', /^PARTLY REVIEWED: 2 of 6 files not reviewed/);
        assert.match(sent, /z\.ts/);
      },
    ),
    endsSoon(
      'commits 1,000 tokens in one line',
      'the line is one blocker, in linear time',
      withTokens(1_000, (tokens) => `${JSON.stringify(tokens)}\n`),
    ),
    endsSoon(
      'takes away a line whose end nearly stands, again and again, in the lines that stay',
      'what stands is looked for in linear time, and the review is a part',
      async () => {
        const words = (count: number) => Array.from({ length: count }, () => 'a'.repeat(99)).join(' ');
        const base = { 'src/a.ts': `${'x '.repeat(1_000)}${'a'.repeat(20)}b ${words(3_000)}\n` };
        const source = { 'src/a.ts': `${words(10)}\n`.repeat(600) };
        const { status } = await reviewed({ base, source });
        assert.equal(status?.state, 'error');
      },
    ),
    endsSoon(
      'hides a character in each of 19,000 lines',
      'the first are a blocker each, and one stands for the rest',
      async () => {
        const source = { 'z.ts': '2;\n', 'a.ts': 'a\u200b;\n'.repeat(19_000) };
        const { status, record } = await reviewed({ base: { 'z.ts': '1;\n' }, source });
        assert.equal(status?.state, 'failed');
        assert.equal(record.findings?.length, 26);
      },
    ),
    endsSoon(
      'changes 20,000 lines that may be secrets beside 4,000 files that nobody reviews',
      'their values are looked for in all names at once',
      async () => {
        const value = (at: string) => letters(22, 'ABCDEFGHabcdefgh01234567', at);
        const lines = (file: string) =>
          Array.from({ length: 20_000 }, (_, at) => `k('${value(`${file} ${at}`)}');\n`).join('');
        const names = Array.from({ length: 4_000 }, (_, at) => [`node_modules/p/${at}.min.js`, 'x;\n']);
        const source = { 'z.ts': '2;\n', 'a.test.ts': lines('a'), ...Object.fromEntries(names) };
        const { status, sent } = await reviewed({ base: { 'z.ts': '1;\n' }, source });
        assert.equal(status?.state, 'succeeded');
        assert.ok(!sent.includes(value('a 7')));
      },
    ),
    endsSoon(
      'lets a scanner report 1,000 ranges of thousands of lines in one file, no two alike',
      'each is a blocker at the file, and no line is read for each of them',
      async () => {
        const regions = Array.from({ length: 1_000 }, (_, at) => ({ startLine: 1 + at, endLine: 10_000 - at }));
        const results = regions.map((region, at) => ({
          ...{ ruleId: 'shop.no-eval', level: 'error', message: { text: `No eval ${at}.` } },
          locations: [{ physicalLocation: { artifactLocation: { uri: 'a.ts' }, region } }],
        }));
        const report = { version: '2.1.0', runs: [{ tool: { driver: { name: 'Lint', version: '1' } }, results }] };
        const { status } = await reviewed({
          base: { 'z.ts': '1;\n' },
          source: { 'a.ts': Array.from({ length: 10_000 }, (_, at) => `const v${at} = ${at};\n`).join('') },
          sarif: { 'x.sarif': report },
          inputs: { sarif: 'x.sarif', enforcedRules: 'shop.no-eval' },
        });
        assert.equal(status?.state, 'failed');
      },
    ),
    endsSoon(
      'lets a scanner say of 130,000 files that it could not read them',
      'each is taken down, the rest is reviewed, and the review is a part',
      async () => {
        const toolExecutionNotifications = Array.from({ length: 130_000 }, (_, at) => ({
          ...{ level: 'error', message: { text: 'Too hard.' } },
          locations: [{ physicalLocation: { artifactLocation: { uri: `a${at}.ts` } } }],
        }));
        const invocations = [{ executionSuccessful: true, toolExecutionNotifications }];
        const report = { version: '2.1.0', runs: [{ tool: { driver: { name: 'Lint' } }, invocations, results: [] }] };
        const { status } = await reviewed({
          source: { 'a.ts': '2;\n' },
          sarif: { 'x.sarif': report },
          inputs: { sarif: 'x.sarif', enforcedRules: 'shop.no-eval' },
        });
        assert.match(status?.description ?? '', /^PARTLY REVIEWED: Static analysis is not whole/);
      },
    ),
    ...['**/a/'.repeat(12), '*a'.repeat(60), `${'?'.repeat(100_000)}`, '{a,b}'.repeat(90), 'x\n'.repeat(100_000)].map(
      (line) =>
        endsSoon(
          `has merged the line ${JSON.stringify(line.slice(0, 20))}… into .gitignore`,
          'no run hangs',
          async () => {
            const base = { '.gitignore': `${line}b\n`, 'z.ts': '1;\n' };
            const source = { ...base, [`dist/${'a/'.repeat(60)}c.js`]: 'x;\n' };
            assert.equal((await reviewed({ base, source })).status?.state, 'succeeded');
          },
        ),
    ),
    {
      tries: 'puts one text of 600 KB under 150 names',
      must: 'so much of the patch is kept as a review can hold, and names are looked for in a part of each file',
      through: 'part',
      run() {
        const collector = createPatchCollector();
        const lines = Buffer.from('+export const one = two;\n'.repeat(25_000));
        collector.add(Buffer.from('list\0'));
        for (let at = 0; at < 150; at += 1) {
          collector.add(Buffer.from(`${at === 0 ? '\0' : ''}diff --git a/s/${at} b/s/${at}\n`));
          collector.add(lines);
        }
        const kept = collector.result().length;
        assert.ok(kept > 30_000_000 && kept < 36_000_000, String(kept));
        const file = fileOf(Array.from({ length: 20_000 }, (_, at) => lineOf('added', at + 1, `value${at};`)));
        assert.equal(symbolsOf(file, undefined).used.size, 2_000);
      },
    },
    {
      tries: 'answers with an event that never ends',
      must: 'the stream counts as cut off',
      through: 'part',
      async run() {
        const piece = new Uint8Array(1 << 20).fill(120);
        let sent = 0;
        const body = new ReadableStream<Uint8Array>({
          pull: (controller) => (++sent > 64 ? controller.close() : controller.enqueue(piece)),
        });
        const watch = { signal: new AbortController().signal, alive() {} };
        await assert.rejects(async () => {
          for await (const _ of eventData(body, watch));
        }, /cut off|ended/i);
        assert.ok(sent < 10);
      },
    },
    {
      tries: 'answers with one event of four million letters in pieces of 200 bytes',
      must: 'no piece is looked through twice',
      through: 'part',
      async run() {
        const answer = Buffer.from(`data: ${'x'.repeat(4_000_000)}\r\n\r\n`);
        let at = 0;
        const body = new ReadableStream<Uint8Array>({
          pull(controller) {
            if (at >= answer.length) controller.close();
            else controller.enqueue(answer.subarray(at, at + 200));
            at += 200;
          },
        });
        const before = process.cpuUsage().user;
        const told: number[] = [];
        for await (const { length } of eventData(body, { signal: new AbortController().signal, alive() {} }))
          told.push(length);
        assert.deepEqual(told, [4_000_000]);
        const seconds = (process.cpuUsage().user - before) / 1e6;
        assert.ok(seconds < 5, `${seconds} s of processor`);
      },
    },
    figure('negative numbers', { input_tokens: -5, output_tokens: -1 }),
    figure('texts', { input_tokens: '1', output_tokens: 'none' }),
    figure('nothing', {}),
    figure('fractions and infinities', { input_tokens: 0.5, output_tokens: Number.POSITIVE_INFINITY }),
    packaged(
      'adds a file of a million line ends, which cost git forty times their size',
      'git never compares it, and the review is a part',
      ({ second }) => {
        assert.match(second.record.problems.join(), /src\/f\.ts \(diff could not be read: it is too large to be comp/);
        assert.equal(second.outcome.outputVariables.outcome, 'partlyReviewed');
      },
    ),
    packaged('puts a SARIF file that nests 100,000 deep before enforced rules', 'it is told, no pass', ({ second }) => {
      assert.match(second.record.problems.join(), /bomb\.sarif nests deeper than 200 levels/);
      assert.equal(second.outcome.outputVariables.outcome, 'partlyReviewed');
    }),
  ],
};
