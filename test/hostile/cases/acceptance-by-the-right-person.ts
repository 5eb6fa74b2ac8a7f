import assert from 'node:assert/strict';
import type { Identity, Thread } from '../../../src/ports/code-host';
import type { Attack, Control } from '../attack';
import { packaged } from '../packaged-life';
import {
  author,
  BASE,
  colleague,
  file,
  fooled,
  KNOWN,
  type Knowledge,
  LOOP,
  MENDED,
  mallory,
  type Scene,
  type SceneOptions,
  SILENT,
  SOURCE,
  withScene,
} from '../scene';

const TITLE = 'Loop runs one step past the end';
const service: Identity = { id: '5e51ce00-0000-4000-8000-000000000001', name: 'Web Shop Build', nature: 'service' };
const gone: Identity = { id: '90e00000-0000-4000-8000-000000000001', name: 'Left Long Ago', nature: 'gone' };

type Act = (scene: Scene, thread: Thread) => void;

/** One review, then people act, then the same iteration is looked at again: the blocker must count, or not. */
function looked(tries: string, must: string, blockers: number, act: Act): Attack {
  return {
    tries,
    must,
    through: 'review',
    run: () =>
      withScene({}, async (scene) => {
        await scene.run();
        act(scene, scene.thread(TITLE));
        const record = await scene.run();
        assert.deepEqual(
          [record.counts.blockers, scene.status()],
          [blockers, blockers > 0 ? 'failed' : 'succeeded'],
          JSON.stringify([record.discussed, record.accepted]),
        );
      }),
  };
}

const stillCounts = (tries: string, act: Act) => looked(tries, 'the blocker counts', 1, act);
const isAccepted = (tries: string, act: Act) => looked(tries, 'the blocker is accepted, as it should be', 0, act);

function answered(...words: [who: Identity, what: string][]): Act {
  return ({ host }, { id }) => {
    for (const [who, what] of words) host.personReplies(who, id, what);
    host.personSets(id, 'wontFix');
  };
}

/** A push in between, and a model that misses the blocker from then on and calls it mended. */
function missed(
  tries: string,
  must: string,
  after: Record<string, string>,
  counts: boolean,
  act: Act = () => {},
  given: SceneOptions = {},
): Attack {
  return {
    tries,
    must,
    through: 'review',
    run: () =>
      withScene(given, async (scene) => {
        await scene.run();
        act(scene, scene.thread(TITLE));
        fooled(scene, TITLE);
        scene.push(after);
        const record = await scene.run();
        assert.equal(record.counts.blockers, counts ? 1 : 0, JSON.stringify(record.writes));
        assert.equal(scene.status(), counts ? 'failed' : 'succeeded');
      }),
  };
}

const changed = (line: string, more: Record<string, string> = {}) => ({
  ...SOURCE,
  'src/total.ts': (SOURCE['src/total.ts'] ?? '').replace(LOOP, line),
  ...more,
});

const PAST_END = 'for (let i = 0; i <= list.length; i++) use(list[i]);';

/** Another line than the loop, in a file of some language, which the model misses once it is pushed otherwise. */
function edited(path: string, line: string, after: string, counts: boolean, more: Record<string, string> = {}): Attack {
  const of = (text: string) => ({ [path]: text.startsWith('\n') ? text.slice(1) : `first\n${text}\nlast\n` });
  const given = {
    ...{ base: of('x'), source: of(line) },
    knows: [{ text: line.trim().split('\n')[0] ?? '', title: TITLE, severity: 'blocker' as const }],
  };
  const [tries, must] = counts ? ['makes of', 'that is no fix'] : ['nothing: makes of', 'it is over'];
  const what = Object.keys(more).length > 0 ? ` and ${Object.keys(more).join()}` : '';
  const told = `${tries} ${JSON.stringify(line)} in ${path} ${JSON.stringify(after.slice(0, 60))}${what}`;
  return missed(told, must, { ...of(after), ...more }, counts, () => {}, given);
}

/** Its lines go where nobody reads. */
function moved(where: string, path: string, line = LOOP, more: Record<string, string> = {}, base = BASE): Attack {
  const after = {
    ...BASE,
    'src/total.ts': file({ 12: SILENT }),
    [path]: `${base[path as keyof typeof base] ?? ''}${line}\n`,
    ...more,
  };
  return missed(`moves its line to ${where}`, 'that is no fix', after, true, () => {}, {
    base,
    source: { ...base, ...SOURCE },
  });
}

/** Where excluded files are looked through for secrets, other lines are looked for in them too, whatever the critique believes. */
function lookedThrough(path: string, isEdited: boolean): Attack {
  const line = isEdited ? LOOP.replaceAll('sum', 'total') : LOOP;
  const inputs = { scanExcluded: 'true' };
  return {
    tries: `moves its line to ${path}, under \`scanExcluded\`${isEdited ? ', with one word turned' : ''}`,
    must: 'that is no fix',
    through: 'review',
    run: () =>
      withScene({}, async (scene) => {
        await scene.run({ inputs });
        scene.reviewer.overlooks.add(TITLE);
        scene.reviewer.settles.set(TITLE, MENDED);
        scene.push({ ...BASE, 'src/total.ts': file({ 12: SILENT }), [path]: `${line}\n` });
        const record = await scene.run({ inputs });
        assert.deepEqual([record.counts.blockers, scene.status()], [1, 'failed']);
      }),
  };
}

const GENERATED = { ...BASE, 'gen/x.ts': `// Code generated by protoc-gen-go. DO NOT EDIT.\n${file({})}` };
const MANY = Object.fromEntries(Array.from({ length: 301 }, (_, at) => [`src/a${at}.snap`, 'x\n']));

interface Later {
  /** What is pushed after the acceptance. */
  push: Record<string, string>;
  blockers: number;
  /** A run in between has seen the acceptance. */
  isSeen?: boolean;
  overlooks?: boolean;
  base?: Record<string, string>;
  source?: Record<string, string>;
  knows?: readonly Knowledge[];
  more?: (scene: Scene) => Promise<void>;
}

/** A colleague accepts the blocker, then its author pushes. */
function pushedAfter(tries: string, must: string, later: Later): Attack {
  const { push, blockers, isSeen = true, overlooks = false, base = BASE, source = SOURCE, knows = KNOWN, more } = later;
  return {
    tries,
    must,
    through: 'review',
    run: () =>
      withScene({ base, source, knows }, async (scene) => {
        await scene.run();
        answered([colleague, 'Accepted: the list is never empty here.'])(scene, scene.thread(TITLE));
        if (isSeen) assert.equal((await scene.run()).accepted.length, 1);
        if (overlooks) scene.reviewer.overlooks.add(TITLE);
        scene.push(push);
        const record = await scene.run();
        assert.equal(record.counts.blockers, blockers, JSON.stringify([record.writes, record.discussed]));
        assert.equal(scene.status(), blockers > 0 ? 'failed' : 'succeeded');
        await more?.(scene);
      }),
  };
}

/** Long enough to be told once for all its copies. */
const LONG = file({ 2: LOOP });
const OTHER_LOOP = LOOP.replace('list[i]', 'eval(list[i])');
const SECOND = 'for (let j = 0; j <= list.length; j++) remove(list[j]);';

/** Told in the thread, open again, and no status alone closes it. */
async function isTold(scene: Scene): Promise<void> {
  const { status, comments, id } = scene.thread(TITLE);
  assert.equal(status, 'active');
  assert.match(comments.at(-1)?.content ?? '', /^Open again: this was accepted, and its file has changed since/);
  scene.host.personSets(id, 'wontFix');
  const again = await scene.run();
  assert.equal(again.counts.blockers, 1);
  assert.match(again.discussed.map(({ why }) => why).join(), /file was changed after somebody accepted it/);
  scene.host.personReplies(colleague, id, 'Accepted: this line as well.');
  scene.host.personSets(id, 'wontFix');
  assert.equal((await scene.run()).counts.blockers, 0);
}

export const control: Control = {
  promise:
    'A blocker leaves the count only by the latest word of a person who may accept it, or when its lines are gone.',
  attacks: [
    stillCounts('sets wontFix without a word', ({ host }, { id }) => host.personSets(id, 'wontFix')),
    stillCounts('sets wontFix with a word by the author', answered([author, 'This is fine.'])),
    stillCounts('answers through a service account', answered([service, 'Accepted: looks good.'])),
    stillCounts('answers with an account that is gone', answered([gone, 'Accepted: looks good.'])),
    stillCounts('closes it after the objection of a colleague', answered([colleague, 'No, this must be fixed.'])),
    stillCounts('closes it after the question of a colleague', answered([colleague, 'Why is that needed?'])),
    stillCounts('answers a colleague last', answered([colleague, 'Hm, I see.'], [author, 'So it is settled.'])),
    stillCounts(
      'overrules one colleague after another one accepted',
      answered([colleague, 'Accepted: we know.'], [mallory, 'I disagree, it crashes.']),
    ),
    stillCounts(
      'has the colleague who accepted say one word more',
      answered([colleague, 'Accepted: we know.'], [colleague, '👍']),
    ),
    stillCounts('opens it under another account, and pushes with the one that accepts', (scene, thread) => {
      scene.host.current = { ...scene.host.current, pushers: [colleague] };
      answered([colleague, 'Accepted: fine.'])(scene, thread);
    }),
    stillCounts(
      'pushes the branch, has another account open the pull request, and accepts',
      ({ host, ...scene }, thread) => {
        host.pushedBefore = [colleague];
        answered([colleague, 'Accepted: fine.'])({ host, ...scene }, thread);
      },
    ),
    stillCounts('resolves it by hand on unchanged lines', ({ host }, { id }) => host.personSets(id, 'fixed')),
    stillCounts('resolves it by hand with a word of the author', ({ host }, { id }) => {
      host.personReplies(author, id, 'Fixed in `abcdef01`.');
      host.personSets(id, 'fixed');
    }),
    ...[
      'Good catch!',
      'The list is never empty here.',
      '-1',
      '👍',
      'NACK',
      'will fix',
      '> accepted: we know',
      'Not accepted.',
    ].map((what) => stillCounts(`takes another word of a colleague for a yes: ${what}`, answered([colleague, what]))),
    isAccepted('nothing: a colleague accepts it in German', answered([colleague, 'Akzeptiert, das ist so gewollt.'])),
    isAccepted('nothing: a colleague uses the command', answered([colleague, '/accept the caller pads the list'])),
    isAccepted(
      'nothing: a colleague accepts it with a reason',
      answered([colleague, 'Accepted: the list is never empty here.']),
    ),
    isAccepted('nothing: a colleague says in so many words', answered([colleague, 'Accepted: must be fixed later.'])),
    {
      tries: 'nothing: the author thanks after a run has seen the acceptance',
      must: 'the acceptance stands',
      through: 'review',
      run: () =>
        withScene({}, async (scene) => {
          await scene.run();
          answered([colleague, 'Accepted: we know.'])(scene, scene.thread(TITLE));
          assert.equal((await scene.run()).counts.blockers, 0);
          scene.host.personReplies(author, scene.thread(TITLE).id, 'Thanks!');
          assert.equal((await scene.run()).counts.blockers, 0);
          scene.host.personReplies(mallory, scene.thread(TITLE).id, 'I disagree.');
          assert.equal((await scene.run()).counts.blockers, 1);
        }),
    },
    pushedAfter('edits the line that a colleague accepted', 'it counts again, and is told', {
      push: changed(OTHER_LOOP),
      blockers: 1,
      more: isTold,
    }),
    pushedAfter('edits the line before any run has seen the acceptance', 'it counts again, and is told', {
      push: changed(OTHER_LOOP),
      blockers: 1,
      isSeen: false,
      more: isTold,
    }),
    pushedAfter('edits the accepted line, and the model misses it', 'it counts again', {
      push: changed(LOOP.replaceAll('sum', 'total')),
      blockers: 1,
      overlooks: true,
    }),
    pushedAfter('puts another line in place of the accepted one, which stays elsewhere', 'it counts', {
      push: changed(SECOND, { 'src/other.ts': file({ 4: `if (false) ${LOOP}` }) }),
      blockers: 1,
    }),
    pushedAfter('edits the line, and takes the edit back', 'what was accepted is accepted', {
      push: changed(OTHER_LOOP),
      blockers: 1,
      more: async (scene) => {
        scene.push(SOURCE);
        scene.host.personSets(scene.thread(TITLE).id, 'wontFix');
        assert.equal((await scene.run()).counts.blockers, 0);
      },
    }),
    pushedAfter('adds an edit behind what looks like a comment', 'it counts again', {
      source: changed(`${LOOP} // once`),
      push: changed(`${LOOP} // once */ ; eval(list)`),
      blockers: 1,
    }),
    pushedAfter('puts more behind the accepted line, and the model misses it', 'it counts again', {
      push: changed(`${LOOP} eval(list);`),
      blockers: 1,
      overlooks: true,
    }),
    pushedAfter('moves the accepted line to another file', 'it counts', {
      push: { 'src/total.ts': file({ 12: SILENT }), 'src/other.ts': file({ 3: LOOP }) },
      blockers: 1,
    }),
    pushedAfter('moves it to another file behind a comment, and the model misses it', 'it counts', {
      push: { 'src/total.ts': file({ 12: SILENT }), 'src/other.ts': file({ 3: `${LOOP} // ok` }) },
      blockers: 1,
      overlooks: true,
    }),
    pushedAfter('copies the accepted line to another file', 'the copy counts', {
      push: { ...SOURCE, 'src/other.ts': file({ 3: LOOP }) },
      blockers: 1,
    }),
    ...Object.entries({
      'copies the accepted file to another folder': { 'lib/copy.ts': SOURCE['src/total.ts'] ?? '' },
      'copies it with a letter turned': { 'lib/copy.ts': file({ 2: LOOP.replaceAll('sum', 'all') }) },
      'copies the accepted line to an existing file': { 'src/other.ts': file({ 3: LOOP }) },
    }).map(([tries, more]) =>
      pushedAfter(`${tries}, and the model misses it`, 'it needs another word', {
        push: { ...SOURCE, ...more },
        blockers: 1,
        overlooks: true,
      }),
    ),
    ...[
      { tries: 'whose name was tried until it had four digits of that of another copy', before: ['test/copy.ts'] },
      { tries: 'beside forty others', before: Array.from({ length: 41 }, (_, at) => `lib/copy${at}.ts`) },
    ].map(({ tries, before }) => {
      const copy = file({ 7: `${LOOP} done();` });
      const filled = (text: string) => Object.fromEntries(before.map((path) => [path, text]));
      const source = { 'src/total.ts': file({ 2: `${LOOP} // told` }), ...filled(copy) };
      return pushedAfter(
        `copies the accepted line to a file ${tries}, and the model misses it`,
        'it needs another word',
        {
          base: { 'src/total.ts': file({}), ...filled(file({})) },
          source,
          knows: [{ text: '// told', title: TITLE, severity: 'blocker' }],
          push: { ...source, 'src/pay44603.ts': file({ 3: `${LOOP} pay();` }) },
          blockers: 1,
          overlooks: true,
        },
      );
    }),
    pushedAfter('nothing: adds a file of other code', 'it is accepted still', {
      push: { ...SOURCE, 'lib/more.ts': file({ 2: 'await handle.start(queue, list.length);' }) },
      blockers: 0,
      overlooks: true,
    }),
    pushedAfter('copies the accepted line within the file', 'it counts', {
      push: changed(`${LOOP}\nconst z = 1;\n${LOOP}`),
      blockers: 2,
    }),
    pushedAfter('moves what was accepted in a test to the product', 'it counts', {
      base: { 'src/total.ts': file({}), 'test/total.ts': file({}) },
      source: { 'src/total.ts': file({}), 'test/total.ts': file({ 2: LOOP }) },
      push: { 'src/total.ts': file({ 5: LOOP }), 'test/total.ts': file({}) },
      blockers: 1,
    }),
    pushedAfter('renames the test in which it was accepted', 'it counts', {
      base: { 'src/other.ts': file({}), 'src/total.test.ts': file({ 19: 'test();' }) },
      source: { 'src/other.ts': file({}), 'src/total.test.ts': file({ 2: LOOP, 19: 'test();' }) },
      push: { 'src/other.ts': file({}), 'src/total.ts': file({ 2: LOOP, 19: 'test();' }) },
      blockers: 1,
    }),
    ...[true, false].map((overlooks) =>
      pushedAfter(`takes the guard above it away${overlooks ? ', and the model misses it' : ''}`, 'it counts', {
        source: changed(`if (process.env.DEBUG === '1')\n${LOOP}`),
        push: changed(`const more = 1;\n${LOOP}`),
        blockers: 1,
        overlooks,
      }),
    ),
    pushedAfter('has the accepted text run as code', 'it counts', {
      push: changed(`eval(\`\n${LOOP}\n\`);`),
      blockers: 1,
    }),
    pushedAfter('has a copy of the accepted file told with it', 'it counts', {
      base: { 'x.ts': '1;\n' },
      source: { 'x.ts': '1;\n', 'm-dev/install.ts': LONG },
      push: { 'x.ts': '1;\n', 'm-dev/install.ts': LONG, 'prod/install.ts': LONG },
      blockers: 1,
    }),
    pushedAfter('deletes the accepted line, and brings it back in a later push', 'it counts', {
      push: changed('use(list);'),
      blockers: 0,
      more: async (scene) => {
        scene.push(SOURCE);
        scene.host.personSets(scene.thread(TITLE).id, 'wontFix');
        assert.equal((await scene.run()).counts.blockers, 1);
      },
    }),
    {
      tries: 'pushes a moment before a colleague accepts what they see',
      must: 'the word holds for what they saw alone',
      through: 'review',
      run: () =>
        withScene({}, async (scene) => {
          await scene.run();
          scene.push(changed(OTHER_LOOP));
          const { iteration } = scene.host.current;
          scene.host.current = { ...scene.host.current, iteration: { ...iteration, madeAt: 1 } };
          answered([colleague, 'Accepted: the list is never empty here.'])(scene, scene.thread(TITLE));
          assert.equal((await scene.run()).counts.blockers, 1);
          await isTold(scene);
        }),
    },
    ...[true, false].map((overlooks) =>
      pushedAfter(`changes other lines of the file${overlooks ? ', and the model misses it' : ''}`, 'it counts', {
        push: { ...SOURCE, 'src/total.ts': file({ 2: LOOP, 12: SILENT, 15: 'x;' }) },
        blockers: 1,
        overlooks,
      }),
    ),
    pushedAfter('moves the line within the file', 'it counts', {
      push: { ...SOURCE, 'src/total.ts': file({ 9: `    ${LOOP}`, 12: SILENT }) },
      blockers: 1,
    }),
    pushedAfter('puts a comment behind the line, and the model misses it', 'it counts', {
      push: changed(`${LOOP} // we know`),
      blockers: 1,
      overlooks: true,
    }),
    pushedAfter('nothing: another file is changed', 'the acceptance stands', {
      push: changed(LOOP, { 'src/more.ts': 'x;\n' }),
      blockers: 0,
    }),
    pushedAfter('nothing: another file is changed, and the model misses it', 'the acceptance stands', {
      push: changed(LOOP, { 'src/more.ts': 'x;\n' }),
      blockers: 0,
      overlooks: true,
    }),
    pushedAfter('nothing: the file is renamed', 'the acceptance stands', {
      push: { 'src/other.ts': file({}), 'src/sum.ts': file({ 2: LOOP, 12: SILENT }) },
      blockers: 0,
    }),
    pushedAfter('swaps the accepted line with one that nobody accepted', 'both count', {
      source: changed(LOOP, { 'src/total.ts': file({ 2: LOOP, 4: SECOND }) }),
      knows: [...KNOWN, { text: 'j <= list', title: 'Loop removes one too many', severity: 'blocker' }],
      push: changed(LOOP, { 'src/total.ts': file({ 2: SECOND, 4: LOOP }) }),
      blockers: 2,
    }),
    missed('adds a comment to its line', 'that is no fix', changed(`${LOOP} // checked`), true),
    missed('puts white space into its line', 'that is no fix', changed(LOOP.replace('<=', ' <= ')), true),
    missed('turns a letter of its line', 'that is no fix', changed(LOOP.replaceAll('sum', 'summ')), true),
    missed('breaks its line in two', 'that is no fix', changed(LOOP.replace(') sum', ')\n  sum')), true),
    missed(
      'waits for the model to miss it once',
      'the standing line counts',
      changed(LOOP, { 'src/more.ts': 'x;\n' }),
      true,
    ),
    ...[
      LOOP.replace('list.length', 'list.length + 0'),
      LOOP.replace('let i = 0', 'let i: number = 0'),
      LOOP.replace('list.length', '+list.length'),
      LOOP.replaceAll('list', 'l\\u0069st'),
      LOOP.replaceAll('list', 'l\\u{69}st').replace('let i', 'let \\u{69}'),
    ].map((line) => missed(`disguises its line as ${line}`, 'that is no fix', changed(line), true)),
    moved('a page', 'a.html', `<a onclick="${LOOP.replaceAll('<', '&lt;')}">`),
    moved('a page, by numbers', 'a.html', `<a onclick="${LOOP.replaceAll('<', '&#60;').replaceAll('=', '&#x3D;')}">`),
    missed(
      'moves its line to another file, behind a comment',
      'that is no fix',
      { 'src/total.ts': file({ 12: SILENT }), 'src/other.ts': file({ 5: `${LOOP} // ok` }) },
      true,
    ),
    {
      tries: 'deletes its line, and brings it back with a letter turned, which the model misses',
      must: 'the thread is open again',
      through: 'review',
      run: () =>
        withScene({}, async (scene) => {
          await scene.run();
          scene.reviewer.overlooks.add(TITLE);
          scene.reviewer.settles.set(TITLE, MENDED);
          scene.push(changed('use(list);'));
          assert.equal((await scene.run()).counts.blockers, 0);
          scene.push(changed(LOOP.replaceAll('sum', 'summ')));
          assert.equal((await scene.run()).counts.blockers, 1);
          assert.equal(scene.thread(TITLE).status, 'active');
          scene.push(changed('use(list);'));
          assert.equal((await scene.run()).counts.blockers, 0);
        }),
    },
    moved('a file that was generated at the base', 'gen/x.ts', LOOP, {}, GENERATED),
    moved('a text under the name of a picture', 'web/x.svg'),
    moved('a text under the name of bytes', 'ops/x.dat'),
    moved('a file left out behind 301 others', 'src/zz.min.js', LOOP, MANY),
    lookedThrough('src/x.min.js', true),
    lookedThrough('docs/total.snap', false),
    moved('a file left out, with one word turned', 'src/x.min.js', LOOP.replaceAll('sum', 'total')),
    edited('db.rb', 'drop_all', 'drop_all # ok', true),
    edited('db.rb', 'drop_all', 'x\ndrop_all', true, { 'other.rb': 'x\n' }),
    edited('db.rb', 'drop_all', 'x', true, { 'other.rb': 'first\n  drop_all # moved\n' }),
    edited('db.rb', 'drop_all', 'x', false, { 'other.rb': 'use [\n  drop_all,\n]\n' }),
    edited('auth.py', 'return True', 'return True # ok', true),
    edited('a.js', PAST_END, 'for (let i = 0; i <= list.length; ++i) use(list[i]);', true),
    edited('a.js', PAST_END, 'for (let i = 0; i <= list["length"]; i += 1) use(list[i]);', true),
    edited('a.js', PAST_END, 'for (let i = 0; list.length >= i; i++) use(list[i]);', true),
    edited('a.js', PAST_END, 'for (let i = 0; i < list.length; ++i) use(list[i]);', false),
    edited('a.js', PAST_END, 'for (let i = 0; list.length > i; i++) use(list[i]);', false),
    edited('a.js', 'sum = sum + list[at + 1];', 'sum += list[at + 1];', true),
    edited('a.js', PAST_END, 'x', true, { 'b.js': PAST_END.replace('use', 'apply') }),
    edited('a.js', PAST_END, 'x', false, { 'b.js': PAST_END.replace('<=', '<').replace('use', 'apply') }),
    edited('auth.py', 'return True', 'return 1', true),
    edited('auth.py', 'return True', 'return not False', true),
    edited('auth.py', 'return True', 'return False', false),
    edited('auth.py', 'return True', 'return check(user)', false),
    edited('app.py', 'DEBUG = True', 'DEBUG = 1', true),
    edited('run.js', 'eval(code);', 'eval(c);', true),
    edited('run.js', 'eval(code);', 'parse(code);', false),
    edited('run.py', 'os.system(command)', 'o.system(c)', true),
    edited('run.py', 'os.system(command)', 'subprocess.run(command)', false),
    edited('run.ts', LOOP, 'for (let k = 0; k <= all.size; k++) total += all[k];', true),
    edited('run.ts', LOOP, 'for (let k = 0; k < all.size; k++) total += all[k];', false),
    edited('run.ts', LOOP, 'for (const each of all) total += each;', false),
    edited('run.ts', 'const rows = await database.query(select + name);', 'const r = await db.ask(choose + n);', true),
    edited(
      'run.ts',
      'const rows = await database.query(select + name);',
      'const rows = await database.query(SELECT, [name]);',
      false,
    ),
    edited('far.ts', LOOP, `${'filler();\n'.repeat(40)}${LOOP} // moved`, true),
    missed('nothing: the line is mended', 'it is over', changed(LOOP.replace('<=', '<')), false),
    missed(
      'resolves it by hand, and the model misses it',
      'the standing line counts',
      changed(LOOP, { 'a.ts': '1;\n' }),
      true,
      ({ host }, { id }) => host.personSets(id, 'fixed'),
    ),
    packaged(
      'edits, through the agent, the line that a colleague accepted',
      'the thread is open again and says why',
      ({ second }) => {
        const thread = second.after.threads.find(({ file: at }) => at === '/src/a.ts');
        assert.equal(thread?.status, 'active');
        assert.match(
          thread?.comments.at(-1)?.content ?? '',
          /^Open again: this was accepted, and its file has changed since/,
        );
        assert.ok(second.record.blocking.some(({ path }) => path === 'src/a.ts'));
      },
    ),
  ],
};
