import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutStart, cutText, wellFormed } from '../../src/cut-text';
import { type Reviewed, reviewed, sarifOf } from './reviewed';

const HALF = /\p{Cs}/u;
const EMOJI = '😀';

/** Every text that came out of a run. */
function assertWhole({ record, host, sent, log }: Reviewed): void {
  const said = [sent, ...log, record, host.writes].map((one) =>
    typeof one === 'string' ? one : textsOf(one).join('\n'),
  );
  for (const text of said) assert.doesNotMatch(text, HALF);
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

describe('text is cut between characters, never within one', () => {
  const base = { 'src/a.ts': 'a();\n', 'src/b.ts': 'b();\n' };

  for (const shift of [0, 1]) {
    it(`in a long line, wherever its emoji stand (${shift})`, async () => {
      const long = `x('${'.'.repeat(shift)}${EMOJI.repeat(1_500)}');\n`;
      const result = await reviewed({ base, source: { 'src/a.ts': `a();\n${long}`, 'src/b.ts': 'b(2);\n' } });
      assertWhole(result);
      assert.match(result.sent, /b\(2\)/);
      assert.equal(result.record.files.find(({ path }) => path === 'src/b.ts')?.state, 'reviewed');
    });

    it(`in a long message of a tool (${shift})`, async () => {
      const report = sarifOf([['src/a.ts', 1]]) as { runs: { results: { message: object }[] }[] };
      report.runs[0]!.results[0]!.message = { text: `${'.'.repeat(599 + shift)}${EMOJI}${EMOJI.repeat(2_000)}` };
      const inputs = { sarif: 'o.sarif' };
      const result = await reviewed({ base, source: { ...base, 'src/a.ts': 'c();\n' }, inputs, sarif: { o: report } });
      assertWhole(result);
      assert.equal(result.record.situation, 'reviewed');
    });

    it(`in the lines of an alert and in a title (${shift})`, async () => {
      const line = `y('${'.'.repeat(496 + shift)}${EMOJI.repeat(3)}');\n`;
      const inputs = { sarif: 'o.sarif', enforcedRules: '*' };
      const source = { ...base, 'src/a.ts': line };
      assertWhole(await reviewed({ base, source, inputs, sarif: { o: sarifOf([['src/a.ts', 1]]) } }));
    });
  }

  it('nor where JSON of a tool or of the model spells half a character', async () => {
    const report = sarifOf([['src/a.ts', 1]]) as { runs: { results: { message: object }[] }[] };
    report.runs[0]!.results[0]!.message = { text: 'broken \ud83d here' };
    const candidate = {
      ...{ id: 'c1', path: 'src/a.ts', side: 'new', startLine: 1, endLine: 1, quote: 'c();', evidence: '\udc00' },
      ...{ category: 'bug', severity: 'warning', title: 'half \ud83d', body: 'half \udc00 too', replacement: '' },
    };
    const verdicts = [{ id: 'c1', decision: 'confirm', severity: 'warning', reason: 'so \ud83d' }];
    const result = await reviewed({
      ...{ base, source: { ...base, 'src/a.ts': 'c();\n' }, inputs: { sarif: 'o' }, sarif: { o: report } },
      ...{ sweep: { candidates: [candidate] }, critique: { verdicts } },
    });
    assertWhole(result);
    assert.equal(result.threads.length, 1);
  });

  it('whatever the text and the length', () => {
    const text = fc
      .array(fc.constantFrom('a', EMOJI, 'é', '👩‍👩‍👧', '\u0301'), { maxLength: 12 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 30 }), (whole, most) => {
        const [head, tail] = [cutText(whole, most), cutStart(whole, most)];
        assert.doesNotMatch(head + tail, HALF);
        assert.ok(whole.startsWith(head) && whole.endsWith(tail));
        assert.ok(head.length <= most && head.length >= Math.min(whole.length, most - 1));
        assert.ok(tail.length <= most && tail.length >= Math.min(whole.length, most - 1));
        assert.equal(wellFormed(whole), whole);
      }),
    );
    assert.equal(wellFormed('a\ud83db'), 'a\ufffdb');
  });
});
