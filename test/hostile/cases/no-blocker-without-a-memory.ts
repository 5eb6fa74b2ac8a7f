import assert from 'node:assert/strict';
import { SecondPassError } from '../../../src/errors';
import type { Repository } from '../../../src/ports/repository';
import { CANARY } from '../../../src/steps/prompt/instructions/canary';
import { gitRepositoryOf } from '../../fakes/git-repository-of';
import { type Files, pushFiles, repositoryOf } from '../../fakes/repository-of';
import { keptLog } from '../../fakes/world';
import type { Attack, Control } from '../attack';
import { packaged } from '../packaged-life';
import { author, BASE, colleague, file, fooled, type Knowledge, MENDED, type Scene, withScene } from '../scene';

const LOOPS = [2, 8, 14];
const lineOf = (at: number) => `for (let i${at} = 0; i${at} <= list.length; i${at}++) use(list[i${at}]);`;
const KNOWS: Knowledge[] = LOOPS.map((at) => ({
  text: `i${at} <= list`,
  title: `Loop ${at} runs one step past the end`,
  severity: 'blocker',
}));
const THREE = Object.fromEntries(LOOPS.map((at) => [at, lineOf(at)]));
const WITH_THREE = { ...BASE, 'src/total.ts': file(THREE) };
const total = (lines: Record<number, string>, more: Record<string, string> = {}) => ({
  ...BASE,
  'src/total.ts': file(lines),
  ...more,
});

const ONE_THREAD = { inputs: { maxComments: '1' } };

interface Later {
  push: Record<string, string>;
  blockers: number;
  more?: (scene: Scene) => Promise<void> | void;
}

/** Three blockers and room for one thread; then a push, and a model that misses them all and calls them mended. */
function unheard(tries: string, must: string, { push, blockers, more }: Later): Attack {
  return {
    tries,
    must,
    through: 'review',
    run: () =>
      withScene({ source: WITH_THREE, knows: KNOWS }, async (scene) => {
        const first = await scene.run(ONE_THREAD);
        assert.deepEqual([first.counts.blockers, scene.findings().length], [3, 1]);
        for (const { title } of KNOWS) fooled(scene, title);
        scene.push(push);
        const record = await scene.run(ONE_THREAD);
        assert.equal(record.counts.blockers, blockers, JSON.stringify(record.blocking));
        assert.equal(scene.status(), blockers > 0 ? 'failed' : 'succeeded');
        await more?.(scene);
      }),
  };
}

/** A confirmed blocker whose place cannot be used as it was given; then a model that misses it. */
function misplaced(tries: string, path: string, quote: string): Attack {
  return {
    tries,
    must: 'the blocker counts, in a thread where people can answer, and goes on to count',
    through: 'review',
    run: () => {
      const knows = KNOWS.slice(0, 1).map((one) => ({ ...one, path, quote }));
      const source = total({ 2: lineOf(2) }, { ...MANY, 'src/total2.ts': file({ 2: lineOf(2) }) });
      return withScene({ source, knows }, async (scene) => {
        assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [1, 'failed']);
        assert.equal(scene.findings().length, 1);
        scene.reviewer.overlooks.add(knows[0]?.title ?? '');
        scene.push({ ...source, 'src/more.ts': 'x;\n' });
        assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [1, 'failed']);
        const { id } = scene.thread('Loop 2');
        scene.host.personReplies(colleague, id, 'Accepted: the list is never empty here.');
        scene.host.personSets(id, 'wontFix');
        assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
      });
    },
  };
}

/** Files that a path may mean. */
const MANY = { 'package-lock.json': '{}\n', 'a/index.ts': 'x();\n', 'b/index.ts': 'y();\n' };

/** Rules leave the new name out, so that nobody reviews what stands there. */
function movedOut(to: string, maxComments: string, [behind, head]: readonly [string, string] = ['', '']): Attack {
  return {
    tries: `moves a blocker to ${to}${behind}${maxComments === '0' ? ', before it has a thread' : ''}`,
    must: 'it counts until its lines are gone',
    through: 'review',
    run: () =>
      withScene(
        { base: BASE, source: { ...BASE, 'src/fresh.ts': file({ 2: lineOf(2) }) }, knows: KNOWS },
        async (scene) => {
          const inputs = { maxComments, exclude: 'own/**' };
          assert.equal((await scene.run({ inputs })).counts.blockers, 1);
          for (const more of ['x;\n', 'y;\n']) {
            scene.push({ ...BASE, 'src/more.ts': more, [to]: head + file({ 4: lineOf(2) }) });
            assert.deepEqual([(await scene.run({ inputs })).counts.blockers, scene.status()], [1, 'failed']);
          }
          scene.push({ ...BASE, 'src/more.ts': 'z;\n' });
          assert.deepEqual([(await scene.run({ inputs })).counts.blockers, scene.status()], [0, 'succeeded']);
        },
      ),
  };
}

/** A blocker in a new file, which is then not there any more; over git itself, whose differences end at limits. */
function pushedOverGit(tries: string, pushed: Files[], [blockers, ...later]: number[], before: Files = {}): Attack {
  return {
    tries,
    must: [blockers, ...later].some((count) => count) ? 'it counts' : 'it is over when the critique says so',
    through: 'review',
    run: () =>
      withScene({ knows: KNOWS }, async (scene) => {
        const disk = repositoryOf(
          { ...BASE, ...before },
          { ...BASE, ...before, 'src/fresh.ts': file({ 2: lineOf(2) }) },
        );
        const review = async (expected = 0) => {
          const repository = gitRepositoryOf(disk.folder, keptLog());
          try {
            const { counts } = await scene.run({ world: { repository } });
            assert.deepEqual([counts.blockers, scene.status()], [expected, expected > 0 ? 'failed' : 'succeeded']);
          } finally {
            await repository.dispose();
          }
        };
        try {
          const base = disk.commit('base');
          const at = () => ({ base, target: base, source: disk.commit(disk.sourceRef) });
          scene.host.current.iteration = { ...scene.host.current.iteration, ...at() };
          await review(1);
          for (const { title } of KNOWS) fooled(scene, title);
          for (const [number, files] of pushed.entries()) {
            pushFiles(disk, disk.sourceRef, { ...BASE, ...files });
            scene.host.push(Object.keys(files), at());
            await review([blockers, ...later][number]);
          }
        } finally {
          disk.remove();
        }
      }),
  };
}

/** As git sees it, a zero byte makes bytes of a file, of which it shows no line. */
function movedBehindBytes(to: string): Attack {
  const bytes = Buffer.from(`/*\0\u0001${'\u0002'.repeat(99)}*/\n${file({ 2: lineOf(2) })}`);
  return pushedOverGit(`moves a blocker to ${to}, behind a zero byte`, [{ [to]: bytes }], [1]);
}

/** More than git compares, and than is held in one piece. */
const rows = (last = '') => `${'7,some words,2026-01-01\n'.repeat(800_000)}${last}`;
const inPairs = (text: string, label: BufferEncoding) =>
  Buffer.from(`${'row of a table;\n'.repeat(70_000)}${text}`, label);

const OTHER = { 'src/other.ts': 'x;\n' };
const WHOLE = file({ 2: lineOf(2) });

const WHOLE_FILE = KNOWS.slice(0, 1).map((one) => ({ ...one, quote: 'this line stands nowhere' }));

/** A blocker on a whole file that is new, whose file is then called otherwise. */
function renamed(tries: string, files: Record<string, string>, blockers = 1): Attack {
  const knows = WHOLE_FILE;
  return {
    tries: `has a blocker on a whole new file, and ${tries}`,
    must: blockers > 0 ? 'it counts' : 'it is over',
    through: 'review',
    run: () =>
      withScene({ base: OTHER, source: { ...OTHER, 'src/fresh.ts': WHOLE }, knows }, async (scene) => {
        assert.equal((await scene.run()).counts.blockers, 1);
        for (const { title } of knows) fooled(scene, title);
        scene.push({ ...OTHER, 'src/more.ts': 'x;\n', ...files });
        assert.deepEqual([(await scene.run()).counts.blockers], [blockers]);
        assert.equal(scene.status(), blockers > 0 ? 'failed' : 'succeeded');
      }),
  };
}

const COMMAND = ['const cmd = "rm " + input;', 'log(cmd);', 'exec(cmd);'];

/** A blocker on three lines, some of which are then others. */
function touched(lines: readonly string[], blockers: number): Attack {
  const knows = [
    { text: '"rm " + input', title: 'A command is injected', severity: 'blocker' as const, quote: COMMAND.join('\n') },
  ];
  return {
    tries: `${blockers > 0 ? 'makes' : 'nothing: makes'} of the three lines of a blocker ${JSON.stringify(lines.join(' '))}`,
    must: blockers > 0 ? 'it counts' : 'it is over',
    through: 'review',
    run: () =>
      withScene({ source: total({ 2: COMMAND.join('\n') }), knows }, async (scene) => {
        assert.equal((await scene.run()).counts.blockers, 1);
        for (const { title } of knows) fooled(scene, title);
        scene.push(total({ 2: lines.join('\n') }));
        assert.deepEqual([(await scene.run()).counts.blockers, scene.findings().length], [blockers, 1]);
      }),
  };
}

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `loop${at}`);
const loopOf = (name: string) => `for (let ${name} = 0; ${name} <= list.length; ${name}++) use(list[${name}]);`;
const textOf = (names: readonly string[]) => `${names.map(loopOf).join('\n')}\n`;

const namedLoops = (names: readonly string[]): Knowledge[] =>
  names.map((name) => ({ text: `${name} <= list`, title: `${name} runs past the end`, severity: 'blocker' }));

interface Crowd {
  path: string | ((name: string) => string);
  count: number;
  /** How many of the last of them are left in the push. */
  left?: number;
  more?: (scene: Scene) => Promise<void>;
}

/** More blockers than threads; most of them are mended, and the model misses the rest. */
function crowded(tries: string, must: string, { path, count, left = 5, more }: Crowd): Attack {
  const names = numbered(count);
  const knows = namedLoops(names);
  const files = (some: readonly string[]) =>
    typeof path === 'string'
      ? { [path]: textOf(some) }
      : Object.fromEntries(some.map((name) => [path(name), textOf([name])]));
  return {
    tries,
    must,
    through: 'review',
    run: () =>
      withScene({ base: { 'a.ts': '1;\n' }, source: { 'a.ts': '1;\n', ...files(names) }, knows }, async (scene) => {
        const first = await scene.run(ONE_THREAD);
        assert.ok(first.counts.blockers > 0.7 * count, `${first.counts.blockers}`);
        for (const { title } of knows) fooled(scene, title);
        scene.push({ 'a.ts': '2;\n', ...files(names.slice(-left)) });
        const record = await scene.run(ONE_THREAD);
        assert.equal(scene.status(), 'failed', `${scene.tracking().comments[0]?.content.length}`);
        assert.ok((record.cost.pullRequestUsd ?? 0) > (record.cost.usd ?? 0), 'what was spent is remembered');
        if (more) await more(scene);
        else assert.equal(record.counts.blockers, left);
      }),
  };
}

/** Of more blockers than threads all come to stand where nobody reads, each with a thread of its own then; and the last of them is left. */
function unthreaded(count: number, maxComments: string): Attack {
  const names = numbered(count);
  const knows = namedLoops(names);
  const base = { 'a.ts': '1;\n', 'package-lock.json': '{}\n' };
  return {
    tries: `moves ${count} blockers, of which ${maxComments} have a thread, to a file that nobody reads`,
    must: 'each of them counts until its lines are gone',
    through: 'review',
    run: () =>
      withScene({ base, source: { ...base, 'src/f.ts': textOf(names) }, knows }, async (scene) => {
        const inputs = { maxComments };
        await scene.run({ inputs });
        for (const { title } of knows) fooled(scene, title);
        for (const more of ['', 'x;\n', 'y;\n', 'z;\n']) {
          scene.push({ ...base, 'package-lock.json': textOf(names) + more });
          assert.deepEqual([(await scene.run({ inputs })).counts.blockers, scene.status()], [count, 'failed']);
        }
        scene.push({ ...base, 'src/g.ts': textOf(names.slice(-1)) });
        assert.deepEqual([(await scene.run({ inputs })).counts.blockers, scene.status()], [1, 'failed']);
      }),
  };
}

const deep = (letter: string, length: number) =>
  Array.from({ length: length / 100 }, () => letter.repeat(99)).join('/');

/** The line stays; a new file calls a word of it a password. */
function masked(word: string, code: string): Attack {
  return {
    tries: `calls what stands in the line of a blocker a password elsewhere: ${code}`,
    must: 'it counts: nothing took its line away',
    through: 'review',
    run: () =>
      withScene(
        {
          base: BASE,
          source: { ...BASE, 'src/total.ts': file({ 2: code }) },
          knows: [{ text: word, title: 'Everybody may do it', severity: 'blocker' }],
        },
        async (scene) => {
          assert.equal((await scene.run()).counts.blockers, 1);
          scene.reviewer.settles.set('Everybody may do it', MENDED);
          scene.push({ ...BASE, 'src/total.ts': file({ 2: code }), 'config/app.yml': `db_password: ${word}\n` });
          assert.equal((await scene.run()).counts.blockers, 1);
        },
      ),
  };
}

export const control: Control = {
  promise: 'A blocker counts until its lines change or people accept it, whether there was room for its thread or not.',
  attacks: [
    unheard('waits for the model to miss blockers beyond `maxComments`', 'they count', {
      push: total(THREE, { 'src/more.ts': 'x;\n' }),
      blockers: 3,
      more: async (scene) => {
        scene.push(total(THREE, { 'src/more.ts': 'y;\n' }));
        assert.equal((await scene.run(ONE_THREAD)).counts.blockers, 3);
        scene.push(total({ 2: lineOf(2) }));
        assert.equal((await scene.run(ONE_THREAD)).counts.blockers, 1);
      },
    }),
    masked('w1pe_d4ta.all', 'grant("w1pe_d4ta.all", list);'),
    unheard('looks at the same iteration again', 'they count', {
      push: WITH_THREE,
      blockers: 3,
      more: async (scene) => assert.equal((await scene.run(ONE_THREAD)).counts.blockers, 3),
    }),
    unheard('edits their lines in a word', 'they count', {
      push: total({ ...THREE, 8: lineOf(8).replace('use', 'see'), 14: `  ${lineOf(14)} // checked` }),
      blockers: 3,
    }),
    unheard('moves them to another file', 'they count', {
      push: total({ 2: lineOf(2) }, { 'src/moved.ts': `${lineOf(8)}\n${lineOf(14)}\n` }),
      blockers: 3,
    }),
    unthreaded(12, '10'),
    unthreaded(3, '1'),
    unthreaded(5, '0'),
    crowded('tells 120 blockers at once', 'those whose lines stand count', { path: 'src/f.ts', count: 120 }),
    crowded('tells 79 blockers in a file of a long name in other letters', 'those whose lines stand count', {
      path: `${'漢'.repeat(80)}/f.ts`,
      count: 79,
    }),
    crowded('tells 40 blockers below a path of 2,000 letters', 'those whose lines stand count', {
      path: `${deep('d', 2000)}/f.ts`,
      count: 40,
    }),
    crowded(
      'tells 90 blockers, each below a path of 3,000 letters of its own',
      'what is forgotten is told, and counts until a person accepts it',
      {
        path: (name) => `${deep('d', 3000)}/${name}.ts`,
        count: 90,
        more: async (scene) => {
          const { id, comments } = scene.thread('more blockers than could be remembered');
          assert.match(comments[0]?.content ?? '', /nobody can tell whether all of them are mended/);
          scene.push({ 'a.ts': '3;\n' });
          const record = await scene.run(ONE_THREAD);
          assert.deepEqual([record.counts.blockers, scene.status()], [1, 'failed']);
          scene.host.personReplies(author, id, 'Accepted: all are mended.');
          scene.host.personSets(id, 'wontFix');
          assert.equal((await scene.run(ONE_THREAD)).counts.blockers, 1);
          scene.host.personReplies(colleague, id, 'Accepted: all are mended.');
          assert.deepEqual([(await scene.run(ONE_THREAD)).counts.blockers, scene.status()], [0, 'succeeded']);
        },
      },
    ),
    {
      tries: 'has a hundred threads of blockers below a path of 2,000 letters, and makes the service lose one',
      must: 'it counts',
      through: 'review',
      run: () => {
        const names = numbered(100);
        const knows = namedLoops(names);
        const path = `${deep('d', 2000)}/f.ts`;
        const source = { 'a.ts': '1;\n', [path]: textOf(names) };
        return withScene({ base: { 'a.ts': '1;\n' }, source, knows }, async (scene) => {
          const inputs = { maxComments: '100' };
          await scene.run({ inputs });
          const { id } = scene.thread('loop99 ');
          scene.host.threads = scene.host.threads.filter((one) => one.id !== id);
          for (const { title } of knows) fooled(scene, title);
          scene.push({ 'a.ts': '2;\n', [path]: textOf(['loop99']) });
          assert.deepEqual([(await scene.run({ inputs })).counts.blockers, scene.status()], [1, 'failed']);
        });
      },
    },
    ...[
      'src/fresh.min.js',
      'src/fresh.designer.cs',
      '__snapshots__/fresh.ts',
      'package-lock.json',
      'own/fresh.ts',
    ].flatMap((to) => [movedOut(to, '10'), movedOut(to, '0')]),
    ...(
      [
        [' behind 21,000 lines', 'a();\n'.repeat(21_000)],
        [' behind a million letters', `//${'a'.repeat(1_100_000)}\n`],
      ] as const
    ).map((behind) => movedOut('src/fresh.min.js', '10', behind)),
    ...['src/fresh.min.js', 'src/fresh.bytes', 'fresh.png', 'fresh.mo'].map(movedBehindBytes),
    ...[
      lineOf(2),
      `  ${lineOf(2)} // ok`,
      `1;${lineOf(2).replaceAll(' ', '  ')}`,
      lineOf(2).replace('i2', 'i\u200d2'),
    ].map((line) => pushedOverGit(`moves a blocker into a table of 18 MB as ${line}`, [{ 'a.csv': rows(line) }], [1])),
    pushedOverGit(
      'moves a blocker into UTF-16 without a mark',
      [{ 'a.csv': inPairs(lineOf(2), 'utf16le') }, { 'a.csv': inPairs(lineOf(2), 'utf16le').subarray(1) }],
      [1, 1],
    ),
    pushedOverGit(
      'mends a blocker beside a table of 18 MB, and then puts it there',
      [{ 'a.csv': rows() }, { 'a.csv': rows('8\n') }, { 'a.csv': rows(lineOf(2)) }],
      [0, 0, 1],
    ),
    pushedOverGit(
      'nothing: mends a blocker beside a large lock file that has always held such a line',
      [{ 'package-lock.json': rows(`${lineOf(2)}\n9\n`) }],
      [0],
      { 'package-lock.json': rows(lineOf(2)) },
    ),
    pushedOverGit(
      'nothing: mends a blocker beside 5,001 snapshots',
      [Object.fromEntries(Array.from({ length: 5_001 }, (_, at) => [`__snapshots__/${at}.snap`, `${at}\n`]))],
      [0],
    ),
    ...['an ordinary one', 'the one with the hidden character'].map(
      (which): Attack => ({
        tries: `has a blocker beside a hidden character, and moves ${which} to where nobody reads`,
        must: 'it counts until its lines are gone',
        through: 'review',
        run: () => {
          const hidden = 'const shown = "a\u202eb"; run(shown);';
          return withScene({ source: total({ 2: lineOf(2), 9: hidden }), knows: KNOWS }, async (scene) => {
            assert.equal((await scene.run()).counts.blockers, 2);
            for (const { title } of KNOWS) scene.reviewer.overlooks.add(title);
            const moved = which === 'an ordinary one' ? lineOf(2) : hidden;
            scene.push(total({ 9: 'clean();' }, { 'src/x.min.js': file({ 2: moved }) }));
            await scene.run();
            assert.equal(scene.status(), 'failed');
          });
        },
      }),
    ),
    {
      tries: 'nothing: mends a blocker and adds a lock file',
      must: 'it is over',
      through: 'review',
      run: () =>
        withScene(
          { base: BASE, source: { ...BASE, 'src/fresh.ts': file({ 2: lineOf(2) }) }, knows: KNOWS },
          async (scene) => {
            await scene.run();
            scene.push({
              ...BASE,
              'src/fresh.ts': file({ 2: lineOf(2).replace('<=', '<') }),
              'package-lock.json': '{}\n',
            });
            assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
          },
        ),
    },
    unheard('moves them to another file, with a comment behind one and a line break within the other', 'they count', {
      push: total(
        { 2: lineOf(2) },
        { 'src/moved.ts': `${lineOf(8)} // checked\n${lineOf(14).replace(') use', ')\n  use')}\n` },
      ),
      blockers: 3,
    }),
    {
      tries:
        'has one blocker said to repeat another one elsewhere, mends that one, and waits for the model to miss the first',
      must: 'it counts until its lines are gone, and once only while the other one speaks for it',
      through: 'review',
      run: () =>
        withScene({ source: total({ 2: lineOf(2), 14: lineOf(14) }), knows: KNOWS }, async (scene) => {
          const [one, , other] = KNOWS.map(({ title }) => title);
          scene.reviewer.repeats.set(other ?? '', one ?? '');
          assert.deepEqual([(await scene.run()).counts.blockers, scene.findings().length], [1, 1]);
          for (const { title } of KNOWS) fooled(scene, title);
          scene.push(total({ 2: lineOf(2), 14: lineOf(14) }, { 'src/more.ts': 'x;\n' }));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.findings().length], [1, 1]);
          for (const more of ['y;\n', 'z;\n']) {
            scene.push(total({ 14: lineOf(14) }, { 'src/more.ts': more }));
            assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [1, 'failed']);
          }
          assert.equal(scene.findings().length, 2);
          scene.push(total({}));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
        }),
    },
    {
      tries:
        'has a blocker said to repeat one on the lines around it, writes these anew, and waits for the model to miss both',
      must: 'its line stands, and both count',
      through: 'review',
      run: () => {
        const around = ['openAll(first, second);', lineOf(8), 'closeAll(first, third);'];
        const outer: Knowledge = { text: 'openAll', title: 'All are opened at once', severity: 'blocker' };
        const knows = [{ ...outer, quote: around.join('\n') }, ...KNOWS.slice(1, 2)];
        const source = total({ 7: around[0] ?? '', 8: around[1] ?? '', 9: around[2] ?? '' });
        return withScene({ source, knows }, async (scene) => {
          scene.reviewer.repeats.set(KNOWS[1]?.title ?? '', outer.title);
          assert.deepEqual([(await scene.run()).counts.blockers, scene.findings().length], [1, 1]);
          for (const { title } of knows) scene.reviewer.overlooks.add(title);
          scene.push(total({ 7: 'await handle.start(queue);', 8: lineOf(8), 9: 'await handle.stop();' }));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [2, 'failed']);
        });
      },
    },
    renamed('renames the file', { 'src/sum.ts': WHOLE }),
    renamed('renames it by the case of a letter', { 'src/Fresh.ts': WHOLE }),
    renamed('renames it and edits a line', { 'src/sum.ts': WHOLE.replace('value7', 'other') }),
    renamed('cuts it in two', { 'src/sum.ts': WHOLE.slice(200), 'src/sum2.ts': WHOLE.slice(0, 200) }),
    renamed('moves it to where nobody reads', { 'src/fresh.log': WHOLE }),
    renamed('appends it to another file', { 'src/other.ts': `x;\n${WHOLE}` }),
    renamed('moves it under a name of bytes', { 'src/fresh.bin': WHOLE }),
    renamed('takes it away', {}, 0),
    {
      tries: 'takes a new file with a blocker on it away, and brings it back',
      must: 'it counts again, and is told',
      through: 'review',
      run: () =>
        withScene({ base: OTHER, source: { ...OTHER, 'src/fresh.ts': WHOLE }, knows: WHOLE_FILE }, async (scene) => {
          await scene.run();
          fooled(scene, WHOLE_FILE[0]?.title ?? '');
          scene.push({ 'src/other.ts': 'y;\n' });
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
          for (const path of ['src/fresh.ts', 'src/sum.ts', 'src/sum2.ts']) {
            scene.push({ ...OTHER, [path]: WHOLE });
            assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [1, 'failed'], path);
          }
        }),
    },
    touched([COMMAND[0] ?? '', COMMAND[2] ?? ''], 1),
    touched([COMMAND[0] ?? '', 'console.log("now", cmd);', COMMAND[2] ?? ''], 1),
    touched(['const cmd = "rm " + quote(input) + dots;', COMMAND[1] ?? '', 'run(cmd);'], 0),
    unheard('nothing: their lines are mended', 'they are over', {
      push: total({ 2: lineOf(2), 8: lineOf(8).replace('<=', '<'), 14: lineOf(14).replace('<=', '<') }),
      blockers: 1,
    }),
    unheard('mends the one with a thread', 'another one gets its thread, where people can answer', {
      push: total({ 8: lineOf(8), 14: lineOf(14) }),
      blockers: 2,
      more: async (scene) => {
        const { id, comments } = scene.thread('Loop 8');
        assert.match(comments[0]?.content ?? '', /Found in iteration 1, when there was no thread for it/);
        scene.host.personReplies(colleague, id, 'Accepted: the list is never empty here.');
        scene.host.personSets(id, 'wontFix');
        assert.equal((await scene.run(ONE_THREAD)).counts.blockers, 1);
      },
    }),
    {
      tries: 'makes the service refuse the thread of a blocker, and waits for the model to miss it',
      must: 'it counts, and gets its thread',
      through: 'review',
      run: () =>
        withScene({ source: total({ 2: lineOf(2) }), knows: KNOWS }, async (scene) => {
          const refusal = new SecondPassError({ kind: 'platform', code: 'refused', message: 'No.' });
          scene.host.breakAt(3, refusal);
          await scene.run();
          assert.equal(scene.findings().length, 0);
          for (const { title } of KNOWS) scene.reviewer.overlooks.add(title);
          scene.push(total({ 2: lineOf(2) }, { 'src/more.ts': 'x;\n' }));
          assert.equal((await scene.run()).counts.blockers, 1);
          assert.equal(scene.findings().length, 1);
        }),
    },
    misplaced('has the model name another file for a line that stands in two', 'src/nowhere.ts', lineOf(2)),
    misplaced('has the model name a file that nobody reads', 'package-lock.json', 'not there();'),
    misplaced('has the model put the number of the line behind the name', 'src/total.ts:2', 'not there();'),
    {
      tries: 'puts the secret word of the instructions into the name of a file and into its line',
      must: 'the blocker counts at its line',
      through: 'review',
      run: () => {
        const line = `${lineOf(2)} // ${CANARY}`;
        const source = { ...BASE, [`src/${CANARY}.ts`]: file({ 2: line }), 'src/twin.ts': file({ 2: line }) };
        return withScene({ source, knows: KNOWS }, async (scene) => {
          await scene.run();
          assert.deepEqual([scene.status(), scene.findings()[0]?.range?.startLine], ['failed', 2]);
        });
      },
    },
    ...[
      ['src/a\u00a0b.ts', 'src/a b.ts'],
      ['src/a%20b.ts', 'src/a b.ts'],
      ['src/caf\u00e9.ts', '"src/caf\\303\\251.ts"'],
      ['src/a.ts ', 'src/a.ts'],
    ].map(
      ([path = '', said = '']): Attack => ({
        tries: `calls a file ${JSON.stringify(path)}, which a model spells ${said}`,
        must: 'the blocker counts at its line',
        through: 'review',
        run: () => {
          const source = { ...BASE, [path]: file({ 2: lineOf(2) }), 'src/twin.ts': file({ 2: lineOf(2) }) };
          const knows = KNOWS.slice(0, 1).map((one) => ({ ...one, path: said }));
          return withScene({ source, knows }, async (scene) => {
            await scene.run();
            assert.equal(scene.status(), 'failed');
            assert.ok(scene.findings().some((one) => one.path === path && one.range?.startLine === 2));
          });
        },
      }),
    ),
    misplaced('has the model name files of which there are two', 'index.ts', 'not there();'),
    {
      tries: 'makes git fail in the run after',
      must: 'they count there and in the runs that follow',
      through: 'review',
      run: () =>
        withScene({ source: WITH_THREE, knows: KNOWS }, async (scene) => {
          await scene.run(ONE_THREAD);
          for (const { title } of KNOWS) scene.reviewer.overlooks.add(title);
          scene.push(total(THREE, { 'src/more.ts': 'x;\n' }));
          const error = new SecondPassError({ kind: 'platform', code: 'git-failed', message: 'No.' });
          const repository = { changes: () => Promise.reject(error) } as unknown as Repository;
          const record = await scene.run({ ...ONE_THREAD, isConcluded: true, world: { repository } });
          assert.deepEqual([record.situation, record.counts.blockers], ['reviewerFailed', 3]);
          assert.equal((await scene.run(ONE_THREAD)).counts.blockers, 3);
        }),
    },
    {
      tries: 'makes the run after fail before it has read anything',
      must: 'they count in the runs that follow',
      through: 'review',
      run: () =>
        withScene({ source: WITH_THREE, knows: KNOWS }, async (scene) => {
          await scene.run(ONE_THREAD);
          for (const { title } of KNOWS) scene.reviewer.overlooks.add(title);
          scene.push(total(THREE, { 'src/more.ts': 'x;\n' }));
          const record = await scene.run({ inputs: { maxComments: '1', budgetUsdPerPullRequest: '0.000001' } });
          assert.deepEqual([record.counts.blockers, scene.status()], [3, 'error']);
          assert.equal((await scene.run(ONE_THREAD)).counts.blockers, 3);
        }),
    },
    packaged('waits for the model to miss the blockers that got no thread', 'they count, and get threads', (life) => {
      const { first, second } = life;
      const threadOn = (run: typeof first) => run.after.threads.some(({ file: at }) => at === '/src/c.ts');
      assert.deepEqual([threadOn(first), threadOn(second)], [false, true]);
      for (const { record } of [first, second])
        assert.ok(
          record.blocking.some(({ path }) => path === 'src/c.ts'),
          JSON.stringify(record.blocking),
        );
    }),
  ],
};
