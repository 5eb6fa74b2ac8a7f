import assert from 'node:assert/strict';
import type { Reply } from '../fakes/model';
import { reviewed } from './reviewed';

const BLOCKER = {
  id: 'c1',
  path: 'a.ts',
  side: 'new',
  startLine: 1,
  endLine: 1,
  quote: 'eval(input);',
  evidence: 'Line 1 shows it.',
  category: 'security',
  severity: 'blocker',
  title: 'Runs what it is given',
  body: 'Anybody can run code.',
  replacement: '',
};
const CONFIRM = { id: 'c1', reason: 'Line 1 shows it.', decision: 'confirm', severity: 'blocker' };
const RESCIND = { id: 'c1', reason: 'not there: line 1 is harmless.', decision: 'rescind', severity: 'suggestion' };

/** What comes of one blocker, by what the critique says the first time and, where it is asked again, afterwards. */
async function judged(...critiques: Reply[]) {
  const base = { 'a.ts': 'run(1);\n', 'b.ts': 'one();\n' };
  const source = { 'a.ts': 'eval(input);\n', 'b.ts': 'two();\n' };
  let asked = 0;
  const critique = () => critiques[Math.min(asked++, critiques.length - 1)] ?? {};
  const { record, status } = await reviewed({ base, source, sweep: { candidates: [BLOCKER] }, critique });
  return { status: status?.state, findings: record.findings.map(({ title }) => title), asked };
}

describe('a critique that contradicts itself', () => {
  for (const [name, verdicts] of [
    ['takes back and confirms', [RESCIND, CONFIRM]],
    ['confirms and takes back', [CONFIRM, RESCIND]],
    ['takes back with letters that nobody sees', [{ ...RESCIND, reason: '\u3164 \u200b' }]],
  ] as const)
    it(`${name}: is asked again, and the blocker stands as long as nothing else is said`, async () => {
      const { status, asked } = await judged({ verdicts });
      assert.deepEqual([status, asked], ['failed', 2]);
      assert.equal((await judged({ verdicts }, { verdicts: [RESCIND] })).status, 'succeeded');
    });

  it('in one object, by a name that stands there twice: is asked to mend its answer', async () => {
    const answer = (verdicts: string) => `{"pass":"critique","summary":"","candidates":[],${verdicts},"sast":[]}`;
    const twice = answer(`"verdicts":[${JSON.stringify(CONFIRM)}],"verdicts":[${JSON.stringify(RESCIND)}]`);
    assert.equal((await judged(twice)).status, 'failed');
    assert.equal((await judged(twice, { verdicts: [RESCIND] })).status, 'succeeded');
    const within = answer(`"verdicts":[${JSON.stringify(CONFIRM).replace('{', '{"decision":"confirm",')}]`);
    assert.deepEqual((await judged(within, { verdicts: [RESCIND] })).asked, 2);
  });
});

describe('a problem that only the critique saw', () => {
  const other = { ...BLOCKER, path: 'b.ts', quote: 'two();', title: 'Two is never closed', category: 'bug' };

  it('stands, though nobody looked at it twice', async () => {
    const { status, findings } = await judged({ verdicts: [RESCIND], candidates: [other] });
    assert.deepEqual([status, findings], ['failed', [other.title]]);
  });

  it('is none where it gives back what it was asked about', async () => {
    const { status, findings } = await judged({ verdicts: [RESCIND], candidates: [BLOCKER, { ...BLOCKER, id: 'c7' }] });
    assert.deepEqual([status, findings], ['succeeded', []]);
  });
});
