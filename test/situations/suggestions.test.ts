import assert from 'node:assert/strict';
import { reviewed } from './reviewed';

/** A reviewer who mends line 4 of a file. */
function mending(path: string, quote: string, replacement: string) {
  const place = { id: 'c1', path, side: 'new', startLine: 4, endLine: 4, quote };
  const words = { evidence: 'Line 4.', category: 'bug', severity: 'warning', title: 'Null', body: 'It may be null.' };
  const verdicts = [{ id: 'c1', decision: 'confirm', severity: 'warning', reason: 'It is so.' }];
  return { sweep: { candidates: [{ ...place, ...words, replacement }] }, critique: { verdicts } };
}

const BEFORE = 'using System;\nclass Rechnung\n{\n}\n';
const AFTER = 'using System;\nclass Rechnung\n{\n    string Kunde = Lies("Käufer", null);\n}\n';

async function edit(path: string, encode: (text: string) => Uint8Array, quote: string, replacement: string) {
  const situation = { base: { [path]: encode(BEFORE) }, source: { [path]: encode(AFTER) } };
  const { threads, record } = await reviewed({ ...situation, ...mending(path, quote, replacement) });
  const [thread] = threads;
  const text = thread?.comments[0]?.content ?? '';
  assert.deepEqual([threads.length, thread?.path], [1, path]);
  return {
    line: thread?.range?.startLine,
    hasEdit: text.includes('```suggestion'),
    why: record.findings[0]?.refusedSuggestion,
  };
}

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf8 = (text: string) => Buffer.from(text, 'utf8');

describe('an edit is offered only in a file that was decoded to the last byte', () => {
  const shown = '    string Kunde = Lies("Käufer", null);';

  it('not in Windows-1252, where the thread stays on its line', async () => {
    const replacement = '    string Kunde = Lies("Käufer", "");';
    const { line, hasEdit, why } = await edit('src/Rechnung.cs', latin1, shown, replacement);
    assert.deepEqual([line, hasEdit], [4, false]);
    assert.match(why ?? '', /not in UTF-8/);
  });

  it('not there either where line and replacement are plain', async () => {
    const { hasEdit } = await edit('src/Rechnung.cs', latin1, shown, '    string Kunde = Lies("x", "");');
    assert.equal(hasEdit, false);
  });

  it('not with a letter that could not be decoded, in a file of UTF-8', async () => {
    const quote = '    string Kunde = Lies("Käufer", null);';
    const { hasEdit, why } = await edit('src/Rechnung.cs', utf8, quote, quote.replace('null', '"\ufffd"'));
    assert.equal(hasEdit, false);
    assert.match(why ?? '', /could not be decoded/);
  });

  it('control: in UTF-8, with and without its mark', async () => {
    const quote = '    string Kunde = Lies("Käufer", null);';
    for (const encode of [utf8, (text: string) => utf8(`\ufeff${text}`)]) {
      const { line, hasEdit } = await edit('src/Rechnung.cs', encode, quote, quote.replace('null', '""'));
      assert.deepEqual([line, hasEdit], [4, true]);
    }
  });
});
