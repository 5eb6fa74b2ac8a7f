import assert from 'node:assert/strict';
import { type LineTexts, linesOfRegion, splitLines } from '../../../src/steps/alerts/line-texts';
import { plainText } from '../../../src/steps/alerts/plain-text';
import { ruleBookOf } from '../../../src/steps/alerts/sarif-rule';
import { mergeTwins } from '../../../src/steps/triage/merge-twins';
import { sameBefore, sideTextOf, sideTextOfLines } from '../../../src/steps/triage/side-text';
import { placedFinding } from '../triage/placed';

const RESULTS = 2_000;
const TEXT = Array.from({ length: 3_000 }, (_, at) => `const value${at % 900} = "ü${at}";`).join('\n');

/** The same texts, and how often one of their parts was asked for. */
function counted(texts: LineTexts) {
  const asked = { bytes: 0, lines: 0 };
  const lines = new Proxy(texts.lines, {
    get(target, name, receiver) {
      asked.lines += 1;
      return Reflect.get(target, name, receiver);
    },
  });
  const seen: LineTexts = {
    lines,
    get bytes() {
      asked.bytes += 1;
      return texts.bytes;
    },
  };
  return { asked, seen };
}

describe('a report of many results on a large file', () => {
  it('walks through its lines once, whatever lines the results name', () => {
    const { asked, seen } = counted(splitLines(Buffer.from(TEXT)));
    for (let at = 0; at < RESULTS; at += 1) plainText(seen, { startLine: 1 + (at % 1_000), endLine: 3_000 });
    assert.ok(asked.lines < 10 * 3_000, String(asked.lines));
  });

  it('walks through its bytes once, whatever offsets the results name', () => {
    const { asked, seen } = counted(splitLines(Buffer.from(TEXT)));
    for (let at = 0; at < RESULTS; at += 1) {
      linesOfRegion({ kind: 'bytes', offset: at, length: 9_000 }, seen);
      linesOfRegion({ kind: 'characters', offset: at, length: 9_000, unit: 'codePoints' }, seen);
    }
    assert.ok(asked.bytes <= 2, String(asked.bytes));
  });

  it('still tells each line by its offset', () => {
    const texts = splitLines(Buffer.from('a\nü😀b\n\nc'));
    const lineOf = (region: Parameters<typeof linesOfRegion>[0]) => linesOfRegion(region, texts)?.startLine;
    const bytes = [0, 1, 2, 8, 9, 10, 11].map((offset) => lineOf({ kind: 'bytes', offset, length: 1 }));
    assert.deepEqual(bytes, [1, 1, 2, 2, 2, 3, 4]);
    const points = [1, 2, 4, 5, 6, 7].map((offset) =>
      lineOf({ kind: 'characters', offset, length: 1, unit: 'codePoints' }),
    );
    assert.deepEqual(points, [1, 2, 2, 2, 3, 4]);
    const units = [1, 5, 6, 7, 8, 9].map((offset) => lineOf({ kind: 'characters', offset, length: 1, unit: 'utf16' }));
    assert.deepEqual(units, [1, 2, 2, 3, 4, 4]);
    assert.equal(lineOf({ kind: 'bytes', offset: 99, length: 1 }), undefined);
  });

  it('tells a long range by its beginning, its length and its end', () => {
    const texts = splitLines(Buffer.from(TEXT));
    const long = plainText(texts, { startLine: 1, endLine: 3_000 });
    assert.ok(long.length < 2_100 && long.startsWith('constvalue0="ü0";') && long.endsWith('"ü2999";'));
    assert.equal(plainText(texts, { startLine: 2, endLine: 3 }), 'constvalue1="ü1";constvalue2="ü2";');
  });

  it('decodes a file once for all findings in it, and counts equal lines without walking through it', () => {
    const bytes = Buffer.from('x;\n y;\nx;\n\tx;\n');
    assert.equal(sideTextOf(bytes), sideTextOf(bytes));
    const lines = ['x;', 'y;'];
    assert.equal(sideTextOfLines(lines), sideTextOfLines(lines));
    assert.equal(sideTextOfLines(lines).text, 'x;\ny;');
    assert.deepEqual(
      [1, 3, 4, 9].map((line) => sameBefore('x;', sideTextOf(bytes), line)),
      [0, 1, 2, 3],
    );
    assert.equal(sideTextOf(Buffer.from([0xff])).isExact, false);
  });

  it('compares a finding with few others, however many there are', () => {
    let asked = 0;
    const findings = Array.from({ length: 1_000 }, (_, at) => {
      const finding = { ...placedFinding({ title: `Title ${at}` }), key: `k${at}`, fingerprint: `print ${at}` };
      return new Proxy(
        { ...finding, source: 'alert' as const },
        {
          get(target, name, receiver) {
            if (name === 'fingerprint') asked += 1;
            return Reflect.get(target, name, receiver);
          },
        },
      );
    });
    assert.equal(mergeTwins(findings).unmerged.length, 1_000);
    assert.ok(asked < 10 * 1_000, String(asked));
  });
});

describe('a report of many components', () => {
  it('reads what each is called once, however many results refer to the last of them', () => {
    let read = 0;
    const extensions = Array.from({ length: 1_000 }, (_, at) => ({
      name: `same`,
      rules: [{ id: `r${at}` }],
      get guid() {
        read += 1;
        return `g${at}`;
      },
    }));
    const book = ruleBookOf({ tool: { driver: { name: 'Lint' }, extensions } });
    const refer = (toolComponent: object) => book.find({ rule: { index: 0, toolComponent } });
    for (let at = 0; at < 1_000; at += 1) assert.deepEqual(refer({ guid: 'g999' }), { id: 'r999' });
    assert.ok(read < 5_000, `${read} reads`);
    assert.deepEqual(refer({ name: 'same' }), { id: 'r0' });
    assert.deepEqual(refer({ name: 'same', guid: 'g7' }), { id: 'r0' });
    assert.deepEqual(refer({ guid: 'g7', index: 3 }), { id: 'r3' });
    assert.equal(refer({ guid: 'none' }), undefined);
  });
});
