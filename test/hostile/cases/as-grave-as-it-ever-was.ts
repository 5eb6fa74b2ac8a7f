import assert from 'node:assert/strict';
import { SecondPassError } from '../../../src/errors';
import type { ReviewRecord } from '../../../src/steps/record/review-record';
import type { Attack, Control } from '../attack';
import { BASE, colleague, file, KNOWN, LOOP, type Reviewer, type Scene, SILENT, SOURCE, withScene } from '../scene';

const [BLOCKER] = KNOWN;
const TITLE = BLOCKER?.title ?? '';
const OTHER = { ...SOURCE, 'src/other.ts': 'export {};\n' };
const total = (lines: Record<number, string>) => ({ ...BASE, 'src/total.ts': file({ 12: SILENT, ...lines }) });

const LISTED = { inputs: { maxComments: '0' } };
const PLAIN = { inputs: {} };

interface Told {
  /** What the reviewer says from the second run on. */
  says: (reviewer: Reviewer) => void;
  push?: Record<string, string>;
  /** Between the two runs. */
  before?: (scene: Scene) => void;
  after?: (scene: Scene, record: ReviewRecord) => Promise<void> | void;
}

/** A blocker with a thread, or without one; then a reviewer that thinks less of it, and at last one that misses it. */
function lowered(tries: string, { says, push = OTHER, before, after }: Told, only?: 'threaded' | 'listed'): Attack[] {
  const ways = { threaded: PLAIN, listed: LISTED };
  return (['threaded', 'listed'] as const)
    .filter((way) => only === undefined || only === way)
    .map((way) => ({
      tries: `${tries}${way === 'listed' ? ', of a blocker without a thread' : ''}`,
      must: 'it counts as the blocker that it was told to be, in that run and when the model is silent later',
      through: 'review',
      run: () =>
        withScene({}, async (scene) => {
          assert.equal((await scene.run(ways[way])).counts.blockers, 1);
          before?.(scene);
          says(scene.reviewer);
          scene.push(push);
          const record = await scene.run(ways[way]);
          assert.deepEqual([record.counts.blockers, scene.status()], [1, 'failed'], JSON.stringify(record.writes));
          await after?.(scene, record);
          for (const { title } of scene.reviewer.knows) scene.reviewer.overlooks.add(title);
          scene.push({ ...push, 'src/last.ts': 'x;\n' });
          const last = await scene.run(ways[way]);
          assert.deepEqual([last.counts.blockers, scene.status()], [1, 'failed'], JSON.stringify(last.writes));
        }),
    }));
}

/** The same bug in other words. */
function asOther(change: Partial<Reviewer['knows'][number]>): Told['says'] {
  return (reviewer) => {
    reviewer.knows[0] = { ...KNOWN[0], text: 'i <= list.length', title: TITLE, severity: 'blocker', ...change };
  };
}

export const control: Control = {
  promise:
    'A problem counts as gravely as it was ever told for as long as its lines stand, whatever a later review calls it.',
  attacks: [
    ...lowered('waits for the model to call a blocker a suggestion', {
      says: asOther({ severity: 'suggestion' }),
      after: (scene, record) => {
        assert.match(record.notes.join('\n'), /told as a blocker.* calls it a suggestion/);
        assert.doesNotMatch(
          scene
            .findings()
            .map(({ comments }) => comments[0]?.content)
            .join(),
          /^\*\*Suggestion/,
        );
      },
    }),
    ...lowered('has it called a warning under another title', {
      says: asOther({ severity: 'warning', title: 'Perhaps one index too many' }),
    }),
    ...lowered('has it called a suggestion of another category', {
      says: asOther({ severity: 'suggestion', category: 'maintainability', title: 'A for-of would be nicer' }),
    }),
    ...lowered('has its line edited without effect and called a suggestion', {
      says: asOther({ severity: 'suggestion' }),
      push: total({ 2: `${LOOP} // checked` }),
    }),
    ...lowered('has its line edited in a word and called a suggestion', {
      says: asOther({ severity: 'suggestion' }),
      push: total({ 2: LOOP.replace('sum', 'total') }),
    }),
    ...lowered('has its line moved to another file and called a suggestion', {
      says: asOther({ severity: 'suggestion' }),
      push: { 'src/total.ts': file({ 12: SILENT }), 'src/other.ts': file({ 5: LOOP }) },
    }),
    ...lowered('has its file renamed and called a suggestion', {
      says: asOther({ severity: 'suggestion' }),
      push: { 'src/other.ts': file({}), 'src/sum.ts': file({ 2: LOOP, 12: SILENT }) },
    }),
    ...lowered('has a lesser remark of like words made beside it', {
      says: (reviewer) => {
        reviewer.overlooks.add(TITLE);
        reviewer.knows.push({ text: 'tiny note', title: 'Loop runs one step past', severity: 'suggestion' });
      },
      push: total({ 2: LOOP, 4: '// tiny note' }),
    }),
    ...lowered(
      'has a lesser remark made beside it while its own line is edited without effect, and takes that line away',
      {
        says: (reviewer) => {
          reviewer.overlooks.add(TITLE);
          reviewer.knows.push({ text: 'tiny note', title: TITLE, severity: 'suggestion' });
        },
        push: total({ 2: `${LOOP} // checked`, 4: '// tiny note' }),
        after: async (scene) => {
          scene.push(total({ 2: `${LOOP} // checked` }));
          assert.equal((await scene.run()).counts.blockers, 1);
        },
      },
    ),
    ...lowered(
      'has a person answer in its thread first',
      {
        before: (scene) => scene.host.personReplies(colleague, scene.thread(TITLE).id, 'No, this must be fixed.'),
        says: asOther({ severity: 'suggestion' }),
      },
      'threaded',
    ),
    ...lowered(
      'closes its thread without a word and has it called a suggestion',
      {
        before: (scene) => scene.host.personSets(scene.thread(TITLE).id, 'wontFix'),
        says: asOther({ severity: 'suggestion' }),
      },
      'threaded',
    ),
    ...lowered('has the critique take it back', {
      says: (reviewer) => {
        reviewer.overlooks.add(TITLE);
        reviewer.settles.set(TITLE, 'wrong: line 2 is no bug.');
      },
      push: total({ 2: LOOP, 4: '// an index may be one too many' }),
    }),
    {
      tries: 'has another blocker told beside one whose line is edited without effect, and takes the other one away',
      must: 'the first one counts on',
      through: 'review',
      run: () =>
        withScene({}, async (scene) => {
          await scene.run();
          scene.reviewer.overlooks.add(TITLE);
          scene.reviewer.knows.push({ text: 'second(', title: `${TITLE} again`, severity: 'blocker' });
          const edited = `${LOOP} // checked`;
          scene.push(total({ 2: edited, 4: 'second();' }));
          assert.ok((await scene.run()).counts.blockers > 0);
          scene.push(total({ 2: edited }));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [1, 'failed']);
        }),
    },
    {
      tries: 'has a warning accepted, called a blocker once, and missed from then on',
      must: 'it counts until somebody accepts the blocker',
      through: 'review',
      run: () =>
        withScene({ knows: [{ ...BLOCKER, text: LOOP, title: TITLE, severity: 'warning' }] }, async (scene) => {
          await scene.run();
          const { id } = scene.thread(TITLE);
          scene.host.personReplies(colleague, id, 'Accepted: it is only a warning.');
          scene.host.personSets(id, 'wontFix');
          assert.equal((await scene.run()).counts.warnings, 0);
          asOther({ severity: 'blocker' })(scene.reviewer);
          scene.push(OTHER);
          assert.equal((await scene.run()).counts.blockers, 1);
          scene.reviewer.overlooks.add(TITLE);
          scene.push({ ...OTHER, 'src/last.ts': 'x;\n' });
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [1, 'failed']);
          assert.match(scene.shown(), /wontFix as a warning, but is a blocker now/);
          scene.host.personReplies(colleague, id, 'Accepted: as a blocker too.');
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
        }),
    },
    {
      tries: 'answers in the thread of a warning, which is called a blocker once and missed from then on',
      must: 'it counts as a blocker',
      through: 'review',
      run: () =>
        withScene({ knows: [{ ...BLOCKER, text: LOOP, title: TITLE, severity: 'warning' }] }, async (scene) => {
          await scene.run();
          scene.host.personReplies(colleague, scene.thread(TITLE).id, 'I will look at it.');
          asOther({ severity: 'blocker' })(scene.reviewer);
          scene.push(OTHER);
          assert.equal((await scene.run()).counts.blockers, 1);
          scene.reviewer.overlooks.add(TITLE);
          scene.push({ ...OTHER, 'src/last.ts': 'x;\n' });
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [1, 'failed']);
        }),
    },
    {
      tries: 'makes the service refuse the comment that says that a warning is a blocker now, and has it missed then',
      must: 'it counts as a blocker',
      through: 'review',
      run: () =>
        withScene({ knows: [{ ...BLOCKER, text: LOOP, title: TITLE, severity: 'warning' }] }, async (scene) => {
          await scene.run();
          asOther({ severity: 'blocker' })(scene.reviewer);
          scene.push(OTHER);
          scene.host.breakAt(3, new SecondPassError({ kind: 'platform', code: 'refused', message: 'No.' }));
          assert.equal((await scene.run()).counts.blockers, 1);
          scene.reviewer.overlooks.add(TITLE);
          scene.push({ ...OTHER, 'src/last.ts': 'x;\n' });
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [1, 'failed']);
        }),
    },
    {
      tries: 'waits for a warning to be called a suggestion where warnings fail the task',
      must: 'it counts as a warning, with a thread and without',
      through: 'review',
      run: async () => {
        for (const maxComments of ['10', '0'])
          await withScene({ knows: KNOWN.slice(1) }, async (scene) => {
            const inputs = { maxComments, failOn: 'warning' };
            assert.equal((await scene.run({ inputs })).ending.result, 'Failed');
            scene.reviewer.knows = KNOWN.slice(1).map((one) => ({ ...one, severity: 'suggestion' }));
            scene.push(OTHER);
            assert.equal((await scene.run({ inputs })).ending.result, 'Failed', maxComments);
            scene.reviewer.knows = [];
            scene.push({ ...OTHER, 'src/last.ts': 'x;\n' });
            assert.equal((await scene.run({ inputs })).ending.result, 'Failed', maxComments);
            scene.push(BASE);
            assert.equal((await scene.run({ inputs })).ending.result, 'Succeeded', maxComments);
          });
      },
    },
    {
      tries: 'nothing: the lines of a blocker are mended, and what is left of it is a suggestion',
      must: 'it is a suggestion',
      through: 'review',
      run: () =>
        withScene({}, async (scene) => {
          await scene.run();
          asOther({ severity: 'suggestion', text: 'i < list.length', title: 'Use for-of' })(scene.reviewer);
          scene.push(total({ 2: LOOP.replace('<=', '<') }));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
        }),
    },
  ],
};
