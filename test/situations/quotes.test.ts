import assert from 'node:assert/strict';
import { reviewed } from './reviewed';

const BEFORE = 'function all(list) {\n}\n';
const LINE = '  for (let i = 0; i <= list.length && a["x"]; i++) go(list[i]);';
const AFTER = `function all(list) {\n${LINE}\n}\n`;

async function placeOf(quote: string, after = AFTER) {
  const place = { id: 'c1', path: 'src/a.js', side: 'new', startLine: 2, endLine: 2, quote, replacement: '' };
  const words = {
    evidence: 'Line 2.',
    category: 'bug',
    severity: 'warning',
    title: 'One too far',
    body: 'It reads behind.',
  };
  const verdicts = [{ id: 'c1', decision: 'confirm', severity: 'warning', reason: 'It is so.' }];
  const { threads } = await reviewed({
    ...{ base: { 'src/a.js': BEFORE }, source: { 'src/a.js': after } },
    ...{ sweep: { candidates: [{ ...place, ...words }] }, critique: { verdicts } },
  });
  return threads[0]?.range?.startLine;
}

describe('a quote with entities stands on its line', () => {
  const escaped = LINE.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  it('with those of HTML', async () => assert.equal(await placeOf(escaped), 2));
  it('with numbers', async () =>
    assert.equal(await placeOf(LINE.replaceAll('<', '&#60;').replaceAll('&&', '&#x26;&#x26;')), 2));
  it('as it stands, where the code itself has entities', async () => {
    const html = `function all(list) {\n  return '&lt;b&gt;';\n}\n`;
    assert.equal(await placeOf("  return '&lt;b&gt;';", html), 2);
    assert.equal(await placeOf("  return '&amp;lt;b&amp;gt;';", html), 2);
  });
  it('control: a quote of other code does not', async () =>
    assert.equal(await placeOf('  while (i &lt; 3) stop();'), undefined));
});
