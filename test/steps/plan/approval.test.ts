import assert from 'node:assert/strict';
import type { StageApproval } from '../../../src/ports/approvals';
import { approvalFor } from '../../../src/steps/plan/approval';
import type { Request } from '../../../src/steps/request/request';
import { askedAgain } from '../../../src/work/ongoing';

const approvedBy = (...ids: string[]): StageApproval[] => [
  { status: 'approved', required: 1, granted: ids.map((id) => ({ by: { id, name: id }, at: 2_000, comment: '' })) },
];
const askedBy = (by: string, alsoBy?: string[]) => ({
  madeAt: 1_000,
  request: { by: { id: by, name: by }, ...(alsoBy ? { alsoBy } : {}) } as Request,
});

describe('who may approve', () => {
  it('is nobody who asked, under `notRequester`: no author of words, and not who started a run with them', () => {
    for (const plan of [askedBy('mona'), askedBy('ben', ['mona']), askedBy('', ['mona'])]) {
      assert.throws(() => approvalFor(plan, approvedBy('mona'), { approver: 'notRequester' }), /Who asked approved/);
      assert.equal(approvalFor(plan, approvedBy('mona', 'ada'), { approver: 'notRequester' }).by.id, 'ada');
      assert.equal(approvalFor(plan, approvedBy('mona'), { approver: 'anyone' }).by.id, 'mona');
    }
  });

  it('is no author of words that a `retry` takes over', () => {
    const ask = (verb: 'fix' | 'retry', id: string) => ({ verb, text: '', comment: { author: { id } } });
    const request = { verb: 'retry', text: '', by: { id: 'ben', name: 'Ben' } } as Request;
    const before = [ask('retry', 'ben'), ask('retry', 'eve'), ask('fix', 'mona'), ask('fix', 'carl')];
    const again = askedAgain(request, before as unknown as Parameters<typeof askedAgain>[1]);
    assert.deepEqual(again.alsoBy, ['eve', 'mona']);
  });
});
