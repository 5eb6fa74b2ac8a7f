import assert from 'node:assert/strict';
import { createKeptFindings } from '../../../src/steps/triage/kept-findings';
import { placedFinding } from './placed';

describe('findings that speak for themselves', () => {
  it('are looked through for a twin by few, however many have its identity', () => {
    const kept = createKeptFindings();
    const one = (at: number) => placedFinding({ key: `k${at}`, fingerprint: 'same', title: `T${at}` });
    for (let at = 0; at < 500; at += 1) kept.add(one(at));
    const near = kept.near({ ...one(400), key: 'other' }).map(({ key }) => key);
    assert.deepEqual(near, ['k0', 'k400']);
  });
});
