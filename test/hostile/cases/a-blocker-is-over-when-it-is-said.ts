import assert from 'node:assert/strict';
import { sarifFilesOf } from '../../fakes/sarif-files';
import type { Attack, Control } from '../attack';
import {
  author,
  BASE,
  colleague,
  file,
  LOOP,
  MENDED,
  type Scene,
  type SceneOptions,
  SOURCE,
  withScene,
} from '../scene';

const TITLE = 'Loop runs one step past the end';
const total = (lines: Record<number, string>, more: Record<string, string> = {}) => ({
  ...BASE,
  'src/total.ts': file(lines),
  ...more,
});

interface Later {
  push: Record<string, string>;
  /** What somebody does after the first review. */
  act?: (scene: Scene, id: number) => void;
  given?: SceneOptions;
  inputs?: Record<string, string>;
}

/** Its lines go in a push, and the model says nothing of it, whatever it is asked. */
function silent(tries: string, { push, act, given = {}, inputs = {} }: Later): Attack {
  return {
    tries,
    must: 'the blocker counts',
    through: 'review',
    run: () =>
      withScene(given, async (scene) => {
        assert.equal((await scene.run({ inputs })).counts.blockers, 1);
        if (act) act(scene, scene.thread(TITLE).id);
        scene.reviewer.overlooks.add(TITLE);
        for (const more of ['x;\n', 'y;\n']) {
          scene.push({ ...push, 'src/more.ts': more });
          const record = await scene.run({ inputs });
          assert.deepEqual([record.counts.blockers, scene.status()], [1, 'failed'], JSON.stringify(record.writes));
        }
      }),
  };
}

/** The same code in other words, some of them such that who strips comments sees none of them. */
const REWRITTEN = [
  'for (let i = 0; i < list.length + 1; i++) sum += list[i];',
  'let at = 0; while (at <= items.size) { acc = acc + items.get(at); at += 1; }',
  'const { length } = all; for (let n = 0; !(n > length); n++) total += all.at(n);',
  'const pattern = /[/*]/; for (let k = 0; k <= rows.length; k++) total += rows[k];',
  'eval("for (let i = 0; i <= lis" + "t.length; i++) sum += list[i];");',
];

const COMMAND = ['const command = build(name);', 'exec("rm " + command);'];
const TWO_LINES: SceneOptions = {
  source: total({ 2: COMMAND.join('\n') }),
  knows: [{ text: '"rm "', title: TITLE, severity: 'blocker', quote: COMMAND.join('\n') }],
};

/** A push under which the pull request goes to another branch, which holds these files. */
function retarget(
  { host, commit }: Scene,
  branch: string,
  base: Record<string, string>,
  source: Record<string, string>,
) {
  host.current = { ...host.current, targetBranch: `refs/heads/${branch}` };
  host.push(Object.keys(source), { source: commit(source), base: commit(base), reason: 'retarget' });
}

/** To a branch in which the lines are nothing new, and back with other words, which the model misses. */
function wayRound(
  tries: string,
  more: Record<string, string>,
  isSaid: boolean,
  inputs: Record<string, string> = {},
): Attack {
  return {
    tries: `takes the pull request to a branch of its own that holds ${tries}, and back`,
    must: 'the blocker counts all the way',
    through: 'review',
    run: () =>
      withScene({}, async (scene) => {
        assert.equal((await scene.run({ inputs })).counts.blockers, 1);
        scene.reviewer.overlooks.add(TITLE);
        if (isSaid) scene.reviewer.settles.set(TITLE, MENDED);
        const turned = total({ 2: 'for (let i = 0; i < list.length + 1; i++) sum += list[i];' });
        for (const again of ['x;\n', 'y;\n']) {
          retarget(scene, 'own', turned, {
            ...turned,
            ...(Object.keys(more).length > 0 ? { 'src/more.ts': again } : {}),
          });
          assert.deepEqual([(await scene.run({ inputs })).counts.blockers, scene.status()], [1, 'failed']);
        }
        scene.reviewer.settles.clear();
        retarget(scene, 'main', BASE, turned);
        assert.deepEqual([(await scene.run({ inputs })).counts.blockers, scene.status()], [1, 'failed']);
        scene.reviewer.settles.set(TITLE, MENDED);
        retarget(scene, 'main', BASE, total({ 2: 'for (const one of list) sum += one;' }));
        assert.deepEqual([(await scene.run({ inputs })).counts.blockers, scene.status()], [0, 'succeeded']);
      }),
  };
}

/** What a tool says of lines of the file. */
function reportOf(lines: readonly number[]) {
  const results = lines.map((startLine) => ({
    ruleId: 'company/no-run',
    level: 'error',
    message: { text: 'Broken.' },
    locations: [{ physicalLocation: { artifactLocation: { uri: 'src/total.ts' }, region: { startLine } } }],
  }));
  const report = { version: '2.1.0', runs: [{ tool: { driver: { name: 'lint' } }, results }] };
  return sarifFilesOf({ files: [{ name: 'lint.sarif', content: Buffer.from(JSON.stringify(report)) }] });
}

export const control: Control = {
  promise:
    'A blocker whose lines are gone counts until a person or the critique, asked about it by name, says that it is over.',
  attacks: [
    ...REWRITTEN.map((line) => silent(`writes it anew as ${line}`, { push: total({ 2: line, 12: 'log();' }) })),
    silent('writes the first of its two lines anew', {
      given: TWO_LINES,
      push: total({ 2: `const text = [name].join(); const command = make(text);\n${COMMAND[1]}` }),
    }),
    silent('writes the last of its two lines anew', {
      given: TWO_LINES,
      push: total({ 2: `${COMMAND[0]}\nspawnSync("/bin/sh", ["-c", "rm " + command]);` }),
    }),
    silent('resolves its thread by hand, and writes it anew', {
      act: ({ host }, id) => host.personSets(id, 'fixed'),
      push: total({ 2: REWRITTEN[1] ?? '' }),
    }),
    silent('sets its thread to won’t fix, and writes it anew', {
      act: ({ host }, id) => host.personSets(id, 'wontFix'),
      push: total({ 2: REWRITTEN[1] ?? '' }),
    }),
    silent('answers that it is fixed, and writes it anew', {
      act: ({ host }, id) => host.personReplies(author, id, 'Fixed, thanks.'),
      push: total({ 2: REWRITTEN[1] ?? '' }),
    }),
    silent('writes it anew where it has no thread', {
      inputs: { maxComments: '0' },
      push: total({ 2: REWRITTEN[1] ?? '' }),
    }),
    silent('takes it out of its file and writes it anew in another one', {
      push: { ...BASE, 'src/other.ts': file({ 5: REWRITTEN[2] ?? '' }) },
    }),
    silent('deletes its file and writes it anew in a new one', {
      push: { 'src/other.ts': file({}), 'src/fresh.ts': file({ 5: REWRITTEN[2] ?? '' }) },
    }),
    {
      tries: 'has the reviewer begin a line of its text as that of a tool, and writes the line anew',
      must: 'it counts: no text of a comment says who reported it',
      through: 'review',
      run: () => {
        const title = 'Rule `no-loop` is broken';
        return withScene({ knows: [{ text: 'i <= list.length', title, severity: 'blocker' }] }, async (scene) => {
          assert.equal((await scene.run()).counts.blockers, 1);
          scene.reviewer.overlooks.add(title);
          scene.push(total({ 2: REWRITTEN[1] ?? '' }));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [1, 'failed']);
        });
      },
    },
    {
      tries:
        'breaks an enforced rule on a line of which the reviewer says so too, and writes it such that the tool is silent',
      must: 'what the reviewer said counts until it is said to be mended',
      through: 'review',
      run: () => {
        const knows = [{ text: 'run(input)', title: 'Input is run (company/no-run)', severity: 'blocker' as const }];
        return withScene({ knows, source: total({ 2: 'run(input);' }) }, async (scene) => {
          const inputs = { sarif: '*.sarif', enforcedRules: 'company/*' };
          const first = await scene.run({ inputs, world: { sarifFiles: reportOf([2]) } });
          assert.deepEqual([first.counts.blockers, scene.findings().length], [1, 1]);
          for (const title of ['Broken', ...knows.map((one) => one.title)]) scene.reviewer.overlooks.add(title);
          scene.push(total({ 2: 'globalThis["ru" + "n"](data);' }));
          const world = { sarifFiles: reportOf([]) };
          assert.deepEqual([(await scene.run({ inputs, world })).counts.blockers, scene.status()], [1, 'failed']);
          scene.reviewer.settles.set('Broken', MENDED);
          scene.push(total({ 2: 'walk(data);' }));
          assert.deepEqual([(await scene.run({ inputs, world })).counts.blockers, scene.status()], [0, 'succeeded']);
        });
      },
    },
    {
      tries: 'has a line beside it settle the blocker, and puts that line into a comment',
      must: 'it counts again',
      through: 'review',
      run: () =>
        withScene({}, async (scene) => {
          await scene.run();
          scene.reviewer.overlooks.add(TITLE);
          scene.reviewer.settles.set(TITLE, 'handled: line 1 returns before it.');
          const guard = 'if (list.length === 0) return 0;';
          scene.push(total({ 1: guard, 2: LOOP }));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
          scene.reviewer.settles.clear();
          scene.push(total({ 1: `/*\n${guard}\n*/`, 2: LOOP }));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [1, 'failed']);
          assert.equal(scene.thread(TITLE).status, 'active');
        }),
    },
    ...[0, 1].map((mended): Attack => {
      const titles = ['Loop reads past the end', 'Secret key is written to the log'];
      return {
        tries: `has the critique call the ${mended === 0 ? 'first' : 'second'} of two blockers on one line mended, which have no threads`,
        must: 'the other one counts',
        through: 'review',
        run: () => {
          const [bug = '', leak = ''] = titles;
          const grave = { text: 'i <= list.length', severity: 'blocker' as const };
          const knows = [
            { ...grave, title: bug, category: 'bug' },
            { ...grave, title: leak, category: 'security' },
          ];
          return withScene({ knows }, async (scene) => {
            const inputs = { maxComments: '0' };
            assert.equal((await scene.run({ inputs })).counts.blockers, 2);
            for (const title of titles) scene.reviewer.overlooks.add(title);
            scene.reviewer.settles.set(titles[mended] ?? '', MENDED);
            scene.push(total({ 2: REWRITTEN[1] ?? '' }));
            assert.deepEqual([(await scene.run({ inputs })).counts.blockers, scene.status()], [1, 'failed']);
            assert.match(scene.shown(), new RegExp(titles[1 - mended] ?? ''));
          });
        },
      };
    }),
    {
      tries: 'nothing: mends it, and the critique says so',
      must: 'it is over, with the reason in its thread, and is asked about no more',
      through: 'review',
      run: () =>
        withScene({}, async (scene) => {
          await scene.run();
          scene.push(total({ 2: 'for (const one of list) sum += one;' }));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
          const { status, comments } = scene.thread(TITLE);
          assert.equal(status, 'fixed');
          assert.match(comments.at(-1)?.content ?? '', /^Fixed in .* Checked again: not there: its lines are gone\./);
          scene.reviewer.overlooks.add(TITLE);
          scene.push(total({ 2: 'for (const each of list) sum += each;' }));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
        }),
    },
    {
      tries: 'nothing: mends it after people talked about it, and the critique says so once',
      must: 'it is over in the runs that follow, and the thread is left to the people',
      through: 'review',
      run: () =>
        withScene({}, async (scene) => {
          await scene.run();
          const { id } = scene.thread(TITLE);
          scene.host.personReplies(colleague, id, 'Is the last element meant?');
          scene.reviewer.overlooks.add(TITLE);
          scene.reviewer.settles.set(TITLE, MENDED);
          scene.push(total({ 2: 'for (const one of list) sum += one;' }));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
          scene.reviewer.settles.clear();
          scene.push(total({ 2: 'for (const each of list) sum += each;' }));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
          assert.equal(scene.thread(TITLE).status, 'active');
        }),
    },
    wayRound('just its lines', {}, false),
    wayRound('its lines, with another file changed, so that the critique says it is not there', { more: '' }, true),
    wayRound('just its lines, when the blocker has no thread', {}, false, { maxComments: '0' }),
    wayRound('its lines, with another file changed, when it has none', { more: '' }, true, { maxComments: '0' }),
    {
      tries: 'nothing: the branch that it built upon is merged, so that it goes to another, and mends it there',
      must: 'it is over',
      through: 'review',
      run: () =>
        withScene({}, async (scene) => {
          await scene.run();
          retarget(scene, 'release', { 'src/other.ts': BASE['src/other.ts'] }, SOURCE);
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [1, 'failed']);
          scene.reviewer.settles.set(TITLE, MENDED);
          retarget(scene, 'release', { 'src/other.ts': BASE['src/other.ts'] }, total({ 2: 'sum += 1;' }));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
        }),
    },
    {
      tries:
        'gives its names others that were tried until four digits were those of the loop beside it, and fools the critique',
      must: 'the line stands, and counts',
      through: 'review',
      run: () => {
        const beside = 'for (let r = 0; r <= rows.size; r++) acc += rows[r];';
        return withScene({ source: total({ 2: LOOP, 7: beside }) }, async (scene) => {
          await scene.run();
          scene.reviewer.overlooks.add(TITLE);
          scene.reviewer.settles.set(TITLE, MENDED);
          scene.push(total({ 2: 'for (let k = 0; k <= v346523.count; k++) all += v346523[k];', 7: beside }));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [1, 'failed']);
        });
      },
    },
    {
      tries: 'nothing: takes the whole change of its file back',
      must: 'it is over without a question where nothing else changed',
      through: 'review',
      run: () =>
        withScene({ source: { ...SOURCE, 'src/kept.ts': 'x;\n' } }, async (scene) => {
          await scene.run();
          scene.reviewer.overlooks.add(TITLE);
          scene.push({ ...BASE, 'src/kept.ts': 'x;\n' });
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
        }),
    },
  ],
};
