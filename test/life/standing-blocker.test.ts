import assert from 'node:assert/strict';
import fc from 'fast-check';
import { author, colleague, file, LOOP, type Scene, withScene } from '../hostile/scene';

/** What the model says of the blocker in a later review. */
const answer = fc.record({
  how: fc.constantFrom('as before', 'silent', 'taken back', 'beside', 'otherwise'),
  severity: fc.constantFrom('blocker' as const, 'warning' as const, 'suggestion' as const),
  title: fc.constantFrom('Loop runs one step past the end', 'Loop runs one step past', 'Use for-of', 'Off by one'),
  category: fc.constantFrom('bug', 'maintainability', 'performance'),
});

/** What a push does with the lines of the blocker, which stay as they are. */
const move = fc.constantFrom(
  ...([
    'stay',
    'down',
    'indent',
    'comment',
    'rename',
    'another file',
    'left out',
    'far down',
    'beside a remark',
  ] as const),
  ...(['commented and away', 'broken and away', 'commented and left out'] as const),
);

/** What people, the service and the agent do before the next run; nobody who may accepts anything. */
const event = fc.constantFrom(
  'none',
  'closed',
  'author accepts',
  'resolved',
  'no thread',
  'lost',
  'dies',
  'no key',
  'forced',
);

const step = fc.record({ answer, move, event, isRunAgain: fc.boolean() });
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

const life = fc.record({
  folder: fc.tuple(fc.constantFrom('src', 'quite-long', '漢字', '😀', 'ä'), fc.constantFrom(1, 2, 60, 300)),
  others: fc.constantFrom(0, 0, 1, 7, 60),
  maxComments: fc.constantFrom('0', '1', '10', '100'),
  steps: fc.array(step, { minLength: 1, maxLength: 5 }),
});
type Life = typeof life extends fc.Arbitrary<infer One> ? One : never;

const TITLE = 'Loop runs one step past the end';
const BASE = { 'a.ts': 'x;\n' };

describe('a blocker whose code stands', function () {
  this.timeout(600_000);

  it('keeps the status from green, whatever the model says of it and wherever it goes', async () => {
    const numRuns = Number(process.env.SECOND_PASS_LIVES ?? 12);
    const seed = Number(process.env.SECOND_PASS_SEED ?? 20261129);
    await fc.assert(fc.asyncProperty(life, liveThrough), {
      numRuns,
      seed,
      endOnFailure: !process.env.SECOND_PASS_SHRINK,
    });
  });
});

async function liveThrough({ folder: [word, length], others, maxComments, steps }: Life): Promise<void> {
  const folder = `${word.repeat(length).slice(0, 200)}/${word.repeat(length).slice(0, 1000)}`;
  const crowd = Array.from({ length: others }, (_, at) => `crowd(${at});`);
  const knows = [
    { text: LOOP, title: TITLE, severity: 'blocker' as const },
    ...crowd.map((text, at) => ({ text, title: `Crowd ${at} is noisy`, severity: 'blocker' as const })),
  ];
  const first = { ...BASE, [`${folder}/total.ts`]: file({ 2: LOOP }), [`${folder}/crowd.ts`]: `${crowd.join('\n')}\n` };
  await withScene({ base: BASE, source: first, knows }, async (scene) => {
    const inputs = { maxComments };
    await scene.run({ inputs });
    assert.notEqual(scene.status(), 'succeeded', 'first');
    for (const [at, one] of steps.entries()) await take(scene, one, { folder, at, inputs });
    scene.reviewer.knows = [];
    scene.reviewer.overlooks.clear();
    scene.reviewer.settles.clear();
    scene.push({ ...BASE, [`${folder}/mended.ts`]: 'x;\n' });
    const last = await scene.run({ inputs });
    assert.equal(
      scene.status(),
      'succeeded',
      JSON.stringify([last.blocking, last.discussed, last.notes]).slice(0, 3000),
    );
  });
}

interface Place {
  folder: string;
  at: number;
  inputs: Record<string, string>;
}

async function take(scene: Scene, one: Step, { folder, at, inputs }: Place): Promise<void> {
  happen(scene, one.event);
  say(scene, one.answer);
  scene.push({ ...BASE, 'a.ts': `${at};\n`, ...moved(one.move, folder, at) });
  const forced = one.event === 'forced' ? { ...inputs, force: 'true' } : inputs;
  const world = one.event === 'no key' ? { world: { signingKey: null } } : {};
  if (one.event === 'dies') await scene.run({ inputs, diesAt: 2 + at }).catch(() => {});
  const runs = one.isRunAgain ? 2 : 1;
  for (let run = 1; run <= runs; run += 1) {
    const record = await scene.run({ inputs: forced, ...world });
    assert.notEqual(scene.status(), 'succeeded', JSON.stringify([one, record.counts, record.writes]).slice(0, 2000));
  }
}

function happen({ host, findings }: Scene, event: Step['event']): void {
  const thread = findings().find(({ comments }) => comments[0]?.content.includes(TITLE));
  if (thread === undefined) return;
  if (event === 'closed') host.personSets(thread.id, 'wontFix');
  if (event === 'resolved') host.personSets(thread.id, 'fixed');
  if (event === 'author accepts') {
    host.personReplies(author, thread.id, 'Accepted: it is fine.');
    host.personSets(thread.id, 'byDesign');
  }
  if (event === 'no thread')
    host.threads = host.threads.map((one) => (one.id === thread.id ? { ...one, isDeleted: true } : one));
  if (event === 'lost') host.threads = host.threads.filter(({ id }) => id !== thread.id);
  if (event === 'none') host.personReplies(colleague, thread.id, 'No, this must be fixed.');
}

function say({ reviewer }: Scene, { how, severity, title, category }: Step['answer']): void {
  const crowd = reviewer.knows.filter((one) => one.text.startsWith('crowd('));
  const text = how === 'beside' ? 'besides();' : LOOP;
  const said =
    how === 'otherwise' || how === 'beside'
      ? { severity, title, category }
      : { severity: 'blocker' as const, title: TITLE };
  reviewer.knows = how === 'silent' ? [] : [{ text, ...said }, ...crowd];
  reviewer.settles = new Map(how === 'taken back' ? [[TITLE, 'wrong: it cannot happen.']] : []);
  reviewer.overlooks = new Set(how === 'taken back' ? [TITLE] : []);
}

function moved(move: Step['move'], folder: string, at: number): Record<string, string> {
  const path = `${folder}/total.ts`;
  switch (move) {
    case 'stay':
      return { [path]: file({ 2: LOOP, 9: `besides(); // ${at}` }) };
    case 'beside a remark':
      return { [path]: file({ 2: LOOP, 4: 'besides();' }) };
    case 'down':
      return { [path]: file({ 7: LOOP }) };
    case 'far down':
      return { [path]: `${'filler();\n'.repeat(50)}${file({ 2: LOOP })}` };
    case 'indent':
      return { [path]: file({ 2: `    ${LOOP}` }) };
    case 'rename':
      return { [`${folder}/renamed${at}.ts`]: file({ 2: LOOP }) };
    case 'another file':
      return { [path]: file({}), [`${folder}/other.ts`]: file({ 5: LOOP }) };
    case 'comment':
      return { [path]: file({ 2: `${LOOP} // checked ${at}` }) };
    case 'commented and away':
      return { [path]: file({}), [`${folder}/other.ts`]: file({ 5: `${LOOP} // checked` }) };
    case 'broken and away':
      return { [`${folder}/new.ts`]: file({ 5: LOOP.replace(') sum', ')\n  sum') }) };
    case 'commented and left out':
      return { [`${folder}/total.min.js`]: file({ 2: `${LOOP} // checked` }) };
    case 'left out':
      return { [`${folder}/total.min.js`]: file({ 2: LOOP }) };
  }
}
