import assert from 'node:assert/strict';
import type { Alert } from '../../../src/steps/alerts/alert';
import { readableReason } from '../../../src/steps/findings/readable-reason';
import { repeatedCandidate } from '../../../src/steps/findings/repeated-candidate';
import { isListedReason, reasonName } from '../../../src/steps/findings/rescind-reasons';
import type { Candidate } from '../../../src/steps/prompt/candidate';

function candidate(id: string, startLine: number, endLine = startLine, path = 'src/a.ts'): Candidate {
  return {
    ...{ id, path, range: { side: 'new', startLine, endLine }, quote: '', evidence: '', category: 'bug' },
    ...{ severity: 'warning', title: id, body: '', replacement: '' },
  };
}

const about = candidate('c1', 5);
const alerts = [{ id: 's1', ruleId: 'js/eval' } as Alert];
const all = [about, candidate('c2', 12), candidate('c3', 20, 24, 'src/b.ts')];

describe('a reason of the critique', () => {
  const reasons: [string, string][] = [
    ['Line 5 does it.', 'Line 5 does it.'],
    ['repeated: c2 says the same', 'repeated: line 12 says the same'],
    ['repeated: candidate (c3) does', 'repeated: src/b.ts lines 20-24 does'],
    ['line 41+ sets it, line 40- did', 'line 41 sets it, line 40 before the change did'],
    ['see lines 41+-43+ and line 7', 'see lines 41-43 and line 7'],
    ['c9 is no candidate, nor is 2+ or lines 2-5', 'c9 is no candidate, nor is 2+ or lines 2-5'],
    ['lines 41+ to 43+ do', 'lines 41-43 do'],
    ['lines 41- 43 and line 40-fold', 'lines 41- 43 and line 40-fold'],
    ['the C3 library', 'the C3 library'],
    ['candidate 2 and candidate "C3" say so', 'line 12 and src/b.ts lines 20-24 say so'],
    ['`c2` is null, `41+` sets it, `2+ 40` is code', '`c2` is null, line 41 sets it, `2+ 40` is code'],
    ['s1 says the same, s2 is nothing', 'the alert of js/eval says the same, s2 is nothing'],
  ];
  for (const [given, read] of reasons) {
    it(`reads "${read}"`, () => assert.equal(readableReason(given, about, { candidates: all, alerts }), read));
  }

  it('has a name, however it is written', () => {
    assert.equal(reasonName('Not from this change: line 3'), 'not from this change');
    assert.equal(reasonName('**too-small**: line 3'), 'too small');
    assert.equal(reasonName('I doubt it'), 'other');
    assert.ok(isListedReason('Unsupported: nothing shows it') && !isListedReason('handled: line 3'));
  });
});

describe('what a candidate repeats', () => {
  const others = all.slice(1);
  it('is found by id', () => assert.equal(repeatedCandidate(about, 'repeated: c3', others)?.id, 'c3'));
  it('is found by its lines', () => assert.equal(repeatedCandidate(about, 'repeated: line 12', others)?.id, 'c2'));
  it('is found by file and lines', () => {
    assert.equal(repeatedCandidate(about, 'repeated: line 22 of src/b.ts', others)?.id, 'c3');
  });
  it('is nothing where nothing stands there', () => {
    assert.equal(repeatedCandidate(about, 'repeated: line 99', others), undefined);
  });
});
