import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIX_SCHEMA_PATH, fixRecordSchema, recordSchema, SCHEMA_PATH } from '../../../build/record-schema';
import { isReview } from '../../../src/steps/record/record';
import { readRecord, recordVersionOf } from '../../../src/steps/record/record-readers';
import { RECORD_VERSION } from '../../../src/steps/record/record-version';
import { runRecord } from '../../../src/steps/record/run-record';

const fixtures = join(__dirname, '..', '..', 'fixtures', 'records');
const fixture = (name: string) => readFileSync(join(fixtures, name), 'utf8');

describe('the record of a run', () => {
  it('is described by docs/record.schema.json as it is now (npm run schema)', () => {
    assert.equal(readFileSync(SCHEMA_PATH, 'utf8'), recordSchema());
    assert.equal(readFileSync(FIX_SCHEMA_PATH, 'utf8'), fixRecordSchema());
  });

  it('has a member in the schema for everything that it holds', () => {
    const cases = join(__dirname, '..', '..', 'cases');
    for (const name of readdirSync(cases)) {
      const record = JSON.parse(readFileSync(join(cases, name, 'expected', 'record.json'), 'utf8'));
      // What a golden case leaves out, since it would differ each time.
      const calls = record.calls.map((call: object) => ({ ...call, milliseconds: 1 }));
      const whole = { ...record, startedAt: '2026-11-02T09:00:00.000Z', milliseconds: 1, stages: [], calls };
      assert.deepEqual(runRecord.parse(whole), whole, name);
    }
  });
});

describe('records of version 1', () => {
  const names = readdirSync(fixtures).filter((name) => name.startsWith('version-1-'));
  for (const name of names) {
    it(`are read: ${name}`, () => {
      const stored = JSON.parse(fixture(name));
      const record = readRecord(fixture(name)) ?? assert.fail('not read');
      assert.equal(record.recordVersion, RECORD_VERSION);
      for (const member of [
        'startedAt',
        'milliseconds',
        'pullRequest',
        'situation',
        'ending',
        'notes',
        'codes',
      ] as const)
        assert.deepEqual(record[member], stored[member], member);
    });
  }

  it('keep all that a review held', () => {
    const { recordVersion: _, runMode, receipt, ...record } = { ...reviewOf('version-1-review.json') };
    const { recordVersion: __, receipt: pieces, ...stored } = JSON.parse(fixture('version-1-review.json'));
    const findings = stored.findings.map((finding: object) => ({ ...finding, evidence: '' }));
    assert.deepEqual([record, runMode], [{ ...stored, findings, blocking: [] }, 'publish']);
    assert.deepEqual(
      receipt?.map(({ bytes, sha256, pieces: [piece] }) => [bytes, sha256, piece?.piece]),
      pieces.map(({ bytes, sha256, piece }: Record<string, unknown>) => [bytes, sha256, piece]),
    );
  });

  const modes: [name: string, runMode: string, headline: RegExp][] = [
    ['preview', 'preview', /^Preview: a review would send 2 files in 1 part/],
    ['doctor', 'doctor', /^All 11 parts of the set-up that were tried work\.$/],
    ['clean', 'clean', /^Taken back: 3 threads removed/],
  ];
  for (const [name, runMode, headline] of modes) {
    it(`had the headline of ${name} among the problems`, () => {
      const record = readRecord(fixture(`version-1-${name}.json`)) ?? assert.fail('not read');
      assert.ok(!isReview(record));
      assert.deepEqual([record.runMode, record.problems], [runMode, []]);
      assert.match(record.headline, headline);
    });
  }

  function reviewOf(name: string) {
    const record = readRecord(fixture(name)) ?? assert.fail('not read');
    return isReview(record) ? record : assert.fail('no review');
  }
});

describe('what is no record', () => {
  const newer = JSON.stringify({ ...JSON.parse(fixture('version-1-review.json')), recordVersion: RECORD_VERSION + 1 });
  const texts: [what: string, text: string, version: number][] = [
    ['no JSON', 'recordVersion', Number.NaN],
    ['JSON that is no object', '[1]', Number.NaN],
    ['an object of something else', '{"version": 1}', Number.NaN],
    ['a record without its members', '{"recordVersion": 1}', 1],
    ['a record of a newer version', newer, RECORD_VERSION + 1],
  ];
  for (const [what, text, version] of texts) {
    it(`${what} is not read`, () => assert.deepEqual([readRecord(text), recordVersionOf(text)], [undefined, version]));
  }
});
