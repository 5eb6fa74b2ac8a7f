import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = join(__dirname, '..', 'src');
const CUT = /(?<!\bitems)\.(?:slice|substring|substr)\(\s*(?:0,\s*|-)([A-Za-z_][\w.]*|\d[\d_]*)/g;
/** So many characters of an id, a hash or a date are no text. */
const MAX_ID_LENGTH = 40;
/** By these names a text is cut at a length; positions that were found in the text have others. */
const LENGTH = /^(?:(?!MAX_LIST_)\w*(?:LENGTH|CHARACTERS)|HEAD|TAIL|KEPT\w*|most|longest|limit\w*)$/;

function cutsByLength(text: string): string[] {
  const cuts = [...text.matchAll(CUT)].filter(([, length = '']) => isLength(length));
  return cuts.map(({ index }) => text.slice(text.lastIndexOf('\n', index) + 1, text.indexOf('\n', index)).trim());
}

function isLength(word: string): boolean {
  if (/^\d/.test(word)) return Number(word.replaceAll('_', '')) > MAX_ID_LENGTH;
  return LENGTH.test(word);
}

describe('text is cut between characters', () => {
  it('by cutText alone: half a character makes a provider refuse the whole request', () => {
    const paths = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
    const found = paths.flatMap((path) =>
      cutsByLength(readFileSync(join(SOURCE, path), 'utf8')).map((line) => `${path}: ${line}`),
    );
    assert.deepEqual(
      found.filter((line) => !line.startsWith('cut-text.ts')),
      [],
    );
  });

  it('and other ways are seen', () => {
    const code = ['a.slice(0, 500)', 'a.slice(0, MAX_LENGTH - 1)', 'a.slice(-TAIL)', 'a.substring(0, longest)'];
    for (const line of code) assert.equal(cutsByLength(`x = ${line};\n`).length, 1, line);
    for (const line of ['a.slice(0, 8)', 'a.slice(0, at)', 'a.slice(0, -1)', 'a.slice(0, MAX_NAMED)'])
      assert.deepEqual(cutsByLength(`x = ${line};\n`), [], line);
  });
});
