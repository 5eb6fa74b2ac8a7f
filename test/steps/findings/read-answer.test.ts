import assert from 'node:assert/strict';
import { readAnswer, salvageAnswer } from '../../../src/steps/findings/read-answer';

const candidate = {
  id: 'c1',
  path: 'src/a.ts',
  side: 'new',
  startLine: 3,
  endLine: 4,
  quote: 'if (x) { "candidates": [ }\n\\"',
  evidence: 'line 3',
  category: 'bug',
  severity: 'warning',
  title: 'A title',
  body: 'A body',
  replacement: '',
};
const verdict = { id: 'c1', reason: 'no harm: line 3', decision: 'rescind', severity: 'warning' };
const sweep = { pass: 'sweep', summary: 'S', candidates: [candidate], verdicts: [], sast: [] };
const text = JSON.stringify(sweep);

describe('an answer', () => {
  it('is read with its pass', () => {
    const read = readAnswer(text, 'sweep');
    assert.ok(read.ok);
    assert.deepEqual(read.answer.candidates[0]?.range, { side: 'new', startLine: 3, endLine: 4 });
  });

  it('may stand in a text, and its choices in any letter case', () => {
    const loud = JSON.stringify({
      ...sweep,
      pass: 'Sweep',
      candidates: [{ ...candidate, severity: 'WARNING', side: 'New' }],
    });
    const read = readAnswer(`Here it is.\n\n\`\`\`json\n${loud}\n\`\`\`\n`, 'sweep');
    assert.ok(read.ok && read.answer.candidates[0]?.severity === 'warning');
  });

  it('of more candidates than a model has words for is none', () => {
    const many = (count: number) => JSON.stringify({ ...sweep, candidates: new Array(count).fill(candidate) });
    assert.ok(readAnswer(many(2_000), 'sweep').ok);
    const read = readAnswer(many(2_001), 'sweep');
    assert.match(read.ok ? '' : read.problem, /more than 2000 candidates/);
    assert.equal(salvageAnswer(many(2_001).slice(0, -1)).candidates.length, 2_000);
  });

  it('keeps its lines in order and whole', () => {
    const odd = { ...sweep, candidates: [{ ...candidate, startLine: -3.7, endLine: -9 }] };
    const read = readAnswer(JSON.stringify(odd), 'sweep');
    assert.ok(read.ok);
    assert.deepEqual(read.answer.candidates[0]?.range, { side: 'new', startLine: 1, endLine: 1 });
  });

  const unusable: [string, string, RegExp][] = [
    ['nothing', '', /not one JSON object/],
    ['prose', 'I found no problem.', /not one JSON object/],
    ['broken JSON', text.replace('{', '{,'), /not one JSON object/],
    ['the other pass', text.replace('"sweep"', '"critique"'), /"pass" is "critique", asked was "sweep"/],
    ['a missing member', JSON.stringify({ ...sweep, verdicts: undefined }), /verdicts/],
    ['a wrong type', JSON.stringify({ ...sweep, candidates: 'none' }), /candidates/],
    ['an unknown choice', text.replace('"bug"', '"style"'), /category/],
  ];
  for (const [name, given, problem] of unusable) {
    it(`of ${name} is told with what is wrong`, () => {
      const read = readAnswer(given, 'sweep');
      assert.ok(!read.ok && problem.test(read.problem), JSON.stringify(read));
    });
  }
});

describe('an answer that was cut off', () => {
  it('keeps exactly the items that are whole, wherever it was cut', () => {
    const many = {
      ...sweep,
      candidates: [1, 2, 3].map((number) => ({ ...candidate, id: `c${number}` })),
      verdicts: [verdict],
      sast: [{ id: 's1', reason: 'r', decision: 'confirm' }],
    };
    const whole = JSON.stringify(many);
    const ends = [1, 2, 3].map((number) =>
      whole.indexOf('}', whole.indexOf(`"id":"c${number}"`) + JSON.stringify(candidate).length - 10),
    );
    for (let length = 0; length <= whole.length; length += 1) {
      const { candidates, verdicts, alerts } = salvageAnswer(whole.slice(0, length));
      assert.equal(candidates.length, ends.filter((end) => end < length).length, whole.slice(0, length));
      assert.ok(verdicts.length <= 1 && alerts.length <= 1);
    }
    const { verdicts, alerts } = salvageAnswer(whole);
    assert.deepEqual([verdicts.length, alerts.length], [1, 1]);
  });
});
