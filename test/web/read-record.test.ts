import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { readNewestRecord } from '../../web/record/newest-run';
import { readRecord } from '../../web/record/read-record';
import { goldenRecord } from './records';

const cases = readdirSync(join(__dirname, '..', 'cases')).filter((name) => !name.includes('.'));
const golden = (name: string) =>
  goldenRecord(name, 'https://dev.azure.com/acme/p/_git/r/pullrequest/1', 'https://dev.azure.com/acme');

describe('the reader of records in the browser', () => {
  for (const name of cases) {
    it(`loses nothing of ${name}`, () => {
      const record = golden(name);
      const read = readRecord(JSON.stringify(record));
      assert.ok(read.kind === 'record');
      assert.deepEqual(read.faults, []);
      assert.deepEqual(JSON.parse(JSON.stringify(read.record)), JSON.parse(JSON.stringify(record)));
    });
  }

  it('stands any change of any part: lists stay lists, texts stay texts, and what was left out is told', () => {
    const record = golden('rescinded-and-merged');
    const places = [...placesOf(record)];
    void fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, junk) => {
        const read = readRecord(JSON.stringify(changed(record, place, junk)));
        if (read.kind !== 'record') return;
        const shown = read.record as unknown as Record<string, unknown>;
        for (const name of ['files', 'findings', 'setAside', 'accepted', 'notes', 'problems', 'stages'])
          if (read.record.runMode === 'publish') assert.ok(Array.isArray(shown[name]), name);
        const { findings, files } = read.record as typeof record;
        for (const finding of findings) assert.equal(typeof finding.title, 'string');
        for (const file of files) assert.equal(typeof file.path, 'string');
      }),
      { numRuns: 500 },
    );
  });

  it('tells what it could not read', () => {
    const record = { ...golden('first-review'), files: [{ path: 5 }, 'x'], cost: 3, summary: ['y'] };
    const read = readRecord(JSON.stringify(record));
    assert.ok(read.kind === 'record');
    for (const place of ['files[0].path', 'files[1]', 'cost', 'summary']) assert.ok(read.faults.includes(place), place);
  });

  it('takes no more than a page can stand', () => {
    const record = golden('first-review');
    const [file] = record.files;
    const read = readRecord(
      JSON.stringify({ ...record, files: Array(30_000).fill(file), summary: 'x'.repeat(500_000) }),
    );
    assert.ok(read.kind === 'record' && read.record.runMode === 'publish');
    assert.equal(read.record.files.length, 20_000);
    assert.equal(read.record.summary.length, 200_000);
    assert.ok(read.faults.some((fault) => /files: 10000 more/.test(fault)));
  });

  it('keeps away from what objects inherit', () => {
    const read = readRecord('{"recordVersion":2,"__proto__":{"files":[1]},"runMode":"publish","constructor":{"x":1}}');
    assert.ok(read.kind === 'record' && read.record.runMode === 'publish');
    assert.deepEqual(read.record.files, []);
  });

  it('knows the second task', () => {
    const fix = {
      ...{ recordVersion: 2, product: { name: 'Second Pass', version: '1.0.0', instructionsVersion: 1 } },
      ...{
        startedAt: '2026-11-28T09:00:00.000Z',
        milliseconds: 5,
        runMode: 'plan',
        headline: 'Planned.',
        situation: 'planned',
      },
      ending: { result: 'Succeeded', outcome: 'planned', accepted: true },
      gate: [{ check: 'person', state: 'passed', text: 'may push' }],
      ...{ calls: [], receipt: [], costUsd: null, problems: [], notes: [], stages: [] },
    };
    const read = readRecord(JSON.stringify(fix));
    assert.equal(read.kind, 'fix');
    assert.deepEqual(read.kind === 'fix' && [read.faults, read.record.headline, read.record.gate?.length], [
      [],
      'Planned.',
      1,
    ]);
  });

  it('gives the tab of a pull request what it needs of any version', () => {
    const text = JSON.stringify({ ...golden('first-review'), recordVersion: 9 });
    assert.deepEqual(readNewestRecord(text), {
      postedAs: { id: '00000000-0000-4000-8000-000000000001', name: 'Build Service' },
      dismissal: 'notAuthor',
      cost: { pullRequestCapUsd: 5 },
    });
    for (const other of ['', '{', '[]', 'null', '{"recordVersion":2}', '{"recordVersion":"2","cost":{}}'])
      assert.equal(readNewestRecord(other), undefined, other);
  });
});

type Place = readonly string[];

function* placesOf(value: unknown, place: Place = []): Generator<Place> {
  if (place.length > 0) yield place;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) yield* placesOf(member, [...place, name]);
}

function changed(value: unknown, [name, ...rest]: Place, junk: unknown): unknown {
  if (name === undefined) return junk;
  const entries = Object.entries(value as object).map(([key, member]) => [
    key,
    key === name ? changed(member, rest, junk) : member,
  ]);
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}
