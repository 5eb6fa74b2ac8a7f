import assert from 'node:assert/strict';
import { file, LOOP, MENDED, withScene } from '../hostile/scene';

const TITLE = 'Loop runs one step past the end';
const OTHER = file({});

interface Moved {
  name: string;
  /** Line 2 of `src/total.ts` at first, which the model reports. */
  line: string;
  /** What the model knows it by. */
  text: string;
  pushed: Record<string, string>;
  isGone?: true;
}

const cases: Moved[] = [
  {
    name: 'a call of one word with a comment behind it',
    line: 'dropAll();',
    text: 'dropAll()',
    pushed: { 'src/total.ts': file({ 2: 'dropAll(); // ok' }) },
  },
  {
    name: 'a call of one word without its semicolon',
    line: 'dropAll();',
    text: 'dropAll()',
    pushed: { 'src/total.ts': file({ 2: 'dropAll()' }) },
  },
  {
    name: 'a call of one word behind another statement',
    line: 'dropAll();',
    text: 'dropAll()',
    pushed: { 'src/total.ts': file({ 2: '1; dropAll(); // ok' }) },
  },
  {
    name: 'a call of one word in another file, with a comment',
    line: 'dropAll();',
    text: 'dropAll()',
    pushed: { 'src/total.ts': OTHER, 'src/other.ts': file({ 5: 'dropAll() /* ok */' }) },
  },
  {
    name: 'a call of two words in another file, with a comment',
    line: 'eval(q);',
    text: 'eval(q)',
    pushed: { 'src/total.ts': OTHER, 'src/other.ts': file({ 5: 'eval(q); // ok' }) },
  },
  {
    name: 'a call of two words in another file, behind a statement',
    line: 'eval(q);',
    text: 'eval(q)',
    pushed: { 'src/total.ts': OTHER, 'src/other.ts': file({ 5: '1; eval(q)' }) },
  },
  {
    name: 'a loop in a new file, behind a statement',
    line: LOOP,
    text: 'i <= list.length',
    pushed: { 'src/total.ts': OTHER, 'src/x.mjs': `1; ${LOOP} /* a */\n` },
  },
  {
    name: 'its name alone',
    line: 'dropAll();',
    text: 'dropAll()',
    pushed: { 'src/total.ts': OTHER, 'src/other.ts': file({ 5: 'export const names = [', 6: '  dropAll,', 7: '];' }) },
    isGone: true,
  },
  {
    name: 'other words with it',
    line: 'eval(q);',
    text: 'eval(q)',
    pushed: { 'src/total.ts': OTHER, 'src/other.ts': file({ 5: 'never(eval(q));' }) },
    isGone: true,
  },
];

describe('a blocker that the model does not see again', () => {
  for (const { name, line, text, pushed, isGone } of cases)
    for (const maxComments of ['20', '0'])
      it(`${isGone ? 'is gone where there is' : 'stands as'} ${name}, with ${maxComments} comments`, () =>
        withScene(
          {
            base: { 'src/other.ts': OTHER, 'src/total.ts': OTHER },
            source: { 'src/other.ts': OTHER, 'src/total.ts': file({ 2: line }) },
            knows: [{ text, title: TITLE, severity: 'blocker' }],
          },
          async (scene) => {
            await scene.run({ inputs: { maxComments } });
            scene.reviewer.overlooks.add(TITLE);
            if (isGone) scene.reviewer.settles.set(TITLE, MENDED);
            scene.push({ 'src/other.ts': OTHER, ...pushed });
            const { counts } = await scene.run({ inputs: { maxComments } });
            assert.deepEqual([counts.blockers, scene.status()], isGone ? [0, 'succeeded'] : [1, 'failed']);
          },
        ));
});
