import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { readSarif } from '../../../src/steps/alerts/read-sarif';
import { type SarifFinding, type SarifRun, sarifOf, sarifRuleId } from '../../../src/steps/record/sarif';
import { anyText } from '../../fakes/any-text';

const schema = JSON.parse(readFileSync(join(__dirname, '../../contract/schemas/sarif-2.1.0.schema.json'), 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(schema);

const run: SarifRun = {
  tool: { name: 'Second Pass', version: '1.0.0', informationUri: 'https://example.com/second-pass' },
  name: 'review',
  model: 'claude-sonnet-5-5',
  commit: 'a'.repeat(40),
  complete: true,
  notes: [],
};

const finding: SarifFinding = {
  ruleId: 'second-pass/bug',
  level: 'warning',
  message: 'Off by one.',
  path: 'src/a b%.ts',
  range: { side: 'new', startLine: 3, endLine: 5 },
  fingerprint: 'f'.repeat(64),
  properties: { severity: 'warning', category: 'bug', source: 'model' },
};

function assertValid(value: unknown): void {
  // What reads it has parsed it from text.
  assert.ok(validate(JSON.parse(JSON.stringify(value))), JSON.stringify(validate.errors?.slice(0, 5), null, 1));
}

describe('SARIF of a run', () => {
  it('is valid without findings, with all kinds of them, and of a run that is not whole', () => {
    const { path: _, range: __, ...wide } = finding;
    const findings: SarifFinding[] = [
      finding,
      {
        ...finding,
        ruleId: 'CWE-89/sql-injection',
        level: 'error',
        helpUrl: 'https://example.com/x',
        ruleName: 'SqlInjection',
      },
      { ...finding, range: { side: 'old', startLine: 1, endLine: 1 }, level: 'note' },
      { ...finding, suppressed: { kind: 'external', justification: 'accepted by Ann: “fine”' } },
      wide,
    ];
    for (const sample of [[], findings])
      for (const complete of [true, false])
        assertValid(sarifOf(sample, { ...run, complete, notes: ['a.bin: binary'] }));
  });

  it('is read back by our own reader as it was written', () => {
    const accepted = { ...finding, level: 'error' as const, suppressed: { kind: 'external' as const } };
    const text = JSON.stringify(sarifOf([finding, accepted], run));
    const { results, partial, tools } = readSarif(Buffer.from(text), { name: 'own' });
    assert.deepEqual([partial, tools], [false, [{ name: 'Second Pass', version: '1.0.0' }]]);
    assert.deepEqual(
      results.map(({ ruleId, level, path, region, suppressed }) => ({ ruleId, level, path, region, suppressed })),
      [
        {
          ruleId: 'second-pass/bug',
          level: 'warning',
          path: 'src/a b%.ts',
          region: { kind: 'lines', startLine: 3, endLine: 5 },
          suppressed: undefined,
        },
        {
          ruleId: 'second-pass/bug',
          level: 'error',
          path: 'src/a b%.ts',
          region: { kind: 'lines', startLine: 3, endLine: 5 },
          suppressed: 'external',
        },
      ],
    );
  });

  it('says that it is not whole, so that silence is not trusted', () => {
    const text = JSON.stringify(
      sarifOf([], { ...run, complete: false, notes: ['big.ts was not reviewed: too large'] }),
    );
    assert.equal(readSarif(Buffer.from(text), { name: 'own' }).partial, true);
  });

  it('names each rule once and points to it', () => {
    const log = sarifOf([finding, { ...finding, ruleId: 'X' }, finding], run);
    assert.deepEqual(
      log.runs[0]?.tool.driver.rules?.map(({ id }) => id),
      ['second-pass/bug', 'X'],
    );
    assert.deepEqual(
      log.runs[0]?.results?.map(({ ruleIndex }) => ruleIndex),
      [0, 1, 0],
    );
  });

  it('is the same for the same findings, and keeps fingerprints', () => {
    assert.deepEqual(sarifOf([finding], run), sarifOf([finding], run));
    assert.deepEqual(sarifOf([finding], run).runs[0]?.results?.[0]?.partialFingerprints, {
      'secondPass/v1': 'f'.repeat(64),
    });
  });

  it('is valid, relative and without links whatever the texts are', () => {
    const text = anyText({ maxLength: 60 });
    const path = fc.array(anyText({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(text, path, text, (message, segments, justification) => {
        const sample = { ...finding, message, path: segments.join('/').replace(/^\/+/, '') || 'a' };
        const log = sarifOf([{ ...sample, suppressed: { kind: 'inSource', justification } }], {
          ...run,
          notes: [message],
        });
        assertValid(log);
        const written = log.runs[0]?.results?.[0];
        assert.doesNotMatch(written?.message.text ?? '', /\]\(/);
        assert.doesNotMatch(written?.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '', /^[a-z]+:|^\/|\\/i);
      }),
      { numRuns: 200 },
    );
  });

  it('offers the suggested change, shows the lines, and says how grave a rule of security is', () => {
    const range = { side: 'new', startLine: 3, endLine: 4 } as const;
    const category = 'security' as const;
    const whole = { ...finding, path: 'a b.ts', range, category, snippet: 'old\nlines', replacement: 'new' };
    const log = sarifOf([whole, { ...whole, ruleId: 'other', range: { ...range, side: 'old' } }], run);
    assertValid(log);
    const [first, second] = log.runs[0]?.results ?? [];
    const region = { startLine: 3, endLine: 4, snippet: { text: 'old\nlines' } };
    assert.deepEqual(first?.locations?.[0]?.physicalLocation?.region, region);
    assert.deepEqual(first?.fixes?.[0]?.artifactChanges[0]?.replacements, [
      { deletedRegion: { startLine: 3, endLine: 4 }, insertedContent: { text: 'new' } },
    ]);
    assert.equal(second?.fixes, undefined);
    assert.match(String(log.runs[0]?.tool.driver.rules?.[0]?.properties?.['security-severity']), /^\d\.\d$/);
  });

  it('has stable rule ids', () => {
    assert.equal(sarifRuleId({ category: 'bug' }), 'second-pass/bug');
    assert.equal(sarifRuleId({ category: 'security', cwe: 89, name: 'SQL Injection!' }), 'CWE-89/sql-injection');
    assert.equal(sarifRuleId({ category: 'security', rule: 'CA2100', cwe: 89 }), 'CA2100');
  });
});
