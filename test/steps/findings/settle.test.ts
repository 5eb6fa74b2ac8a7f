import assert from 'node:assert/strict';
import type { Alert } from '../../../src/steps/alerts/alert';
import type { CandidateVerdict } from '../../../src/steps/findings/read-answer';
import { settleChunks } from '../../../src/steps/findings/settle';
import type { Candidate } from '../../../src/steps/prompt/candidate';

function candidate(id: string, line: number, given: Partial<Candidate> = {}): Candidate {
  return {
    ...{ id, path: 'src/a.ts', range: { side: 'new', startLine: line, endLine: line }, quote: 'use();', evidence: '' },
    ...{ category: 'bug', severity: 'warning', title: id, body: '', replacement: '' },
    ...given,
  };
}

function rescinded(id: string, reason: string): CandidateVerdict {
  return { id, reason, decision: 'rescind', severity: 'warning', replacement: 'keep', confidence: 'high' };
}

const confirmed = (id: string): CandidateVerdict => ({ ...rescinded(id, 'It happens.'), decision: 'confirm' });

const alert: Alert = {
  ...{ id: 's1', tool: 'Lint', ruleId: 'js/eval', level: 'warning', path: 'src/a.ts', message: 'eval runs text' },
  ...{
    tags: [],
    fingerprint: 'f',
    enforced: false,
    onChangedLine: true,
    range: { side: 'new', startLine: 30, endLine: 30 },
  },
};

/** Keys of findings, with the one that each repeats; and of what was set aside. */
function fates(candidates: Candidate[], verdicts: CandidateVerdict[]) {
  const { findings, setAside } = settleChunks([
    { answers: { chunk: 1, candidates, verdicts, alerts: [alert], alertVerdicts: [] } },
  ]);
  const found = findings.filter(({ source }) => source === 'model');
  return {
    found: found.map(({ id, repeats }) => (repeats === undefined ? id : `${id} repeats ${repeats}`)),
    aside: setAside.map(({ key }) => key),
  };
}

describe('a candidate on which the critique says nothing of use', () => {
  const one = [candidate('c1', 5, { severity: 'blocker' })];
  const stands = { found: ['c1'], aside: [] };

  it('stands where two verdicts contradict each other, in whatever order', () => {
    const verdicts = [rescinded('c1', 'not there: line 5'), confirmed('c1')];
    assert.deepEqual(fates(one, verdicts), stands);
    assert.deepEqual(fates(one, verdicts.reverse()), stands);
  });

  it('stands where it is taken back without a word', () => {
    for (const reason of ['', ' ', '—']) assert.deepEqual(fates(one, [rescinded('c1', reason)]), stands);
  });

  it('control: two verdicts that say the same are one', () => {
    const twice = [rescinded('c1', 'not there: line 5'), rescinded('c1', 'not there: line 5')];
    assert.deepEqual(fates(one, twice), { found: [], aside: ['1-c1'] });
  });
});

describe('a candidate that is said to be repeated', () => {
  const two = [candidate('c1', 5), candidate('c2', 9)];
  const three = [...two, candidate('c3', 12)];

  it('is spoken for by the one that stands, also behind another repeated one', () => {
    const verdicts = [rescinded('c1', 'repeated: line 9'), rescinded('c2', 'repeated: line 12'), confirmed('c3')];
    assert.deepEqual(fates(three, verdicts), { found: ['c1 repeats 1-c3', 'c2 repeats 1-c3', 'c3'], aside: [] });
  });

  it('falls with the one that was refuted, or is listed', () => {
    const handled = fates(two, [rescinded('c1', 'repeated: line 9'), rescinded('c2', 'handled: line 3')]);
    assert.deepEqual(handled, { found: [], aside: ['1-c1', '1-c2'] });
    const small = fates(two, [rescinded('c1', 'repeated: line 9'), rescinded('c2', 'too small: line 9')]);
    assert.deepEqual(small, { found: ['c2'], aside: ['1-c1'] });
  });

  it('is not lost where two are said to repeat each other: the first stands', () => {
    const verdicts = [rescinded('c1', 'repeated: line 9'), rescinded('c2', 'repeated: line 5')];
    assert.deepEqual(fates(two, verdicts), { found: ['c1', 'c2 repeats 1-c1'], aside: [] });
  });

  it('is not lost where nothing stands at the place that is named', () => {
    assert.deepEqual(fates(two, [rescinded('c1', 'repeated: line 99'), confirmed('c2')]).found, ['c1', 'c2']);
  });

  it('is left to the alert, or to the thread, that says the same', () => {
    assert.deepEqual(fates([candidate('c1', 5)], [rescinded('c1', 'repeated: s1')]).aside, ['1-c1']);
    assert.deepEqual(fates([candidate('c1', 5)], [rescinded('c1', 'repeated: line 30')]).aside, ['1-c1']);
    const raised = [candidate('c1', 5), candidate('c2', 9, { raisedIn: 7 })];
    assert.deepEqual(fates(raised, [rescinded('c1', 'repeated: line 9')]), { found: [], aside: ['1-c1'] });
  });
});

describe('what is posted', () => {
  it('speaks neither of marks of the prompt nor of ids', () => {
    const one = candidate('c1', 5, { body: 'line 41+ sets it.', evidence: 'line 40- and s1, see c2.' });
    const answers = {
      ...{ chunk: 1, candidates: [one, candidate('c2', 9)], verdicts: [confirmed('c1'), confirmed('c2')] },
      ...{
        alerts: [alert],
        alertVerdicts: [{ id: 's1', reason: 'line 30+ and c1 show it', decision: 'dismiss' as const }],
      },
    };
    const { findings, setAside } = settleChunks([{ answers }]);
    assert.equal(findings[0]?.body, 'line 41 sets it.');
    assert.equal(findings[0]?.evidence, 'line 40 before the change and the alert of js/eval, see line 9.');
    assert.equal(setAside[0]?.reason, 'line 30 and line 5 show it');
  });
});
