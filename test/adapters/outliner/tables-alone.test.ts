import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createTreeSitterOutliner } from '../../../src/adapters/outliner/outliner';

const GRAMMARS = resolve(__dirname, '..', '..', '..', 'grammars');

describe('an outliner with tables and no grammar', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tables-'));
  const log = { info: (line: string) => assert.fail(line), warn: (line: string) => assert.fail(line), group() {} };
  before(() => {
    const names = readdirSync(GRAMMARS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of names) cpSync(join(GRAMMARS, name, 'table.json'), join(folder, name, 'table.json'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('reads files by their lines, and says so', async () => {
    const read = createTreeSitterOutliner({ grammarFolder: folder, log });
    const files = {
      'a.py': 'class A:\n    def b(self):\n        return 1\n',
      'a.cs': 'class A\n{\n  int B(int c) { return c; }\n}\n',
      'a.go': 'func (a *A) B(c int) int {\n\treturn c\n}\n',
      'a.js':
        'exports.sum = (numbers) => {\n  return numbers;\n};\nShop.prototype.price = function () {};\nexports.rate = 2;\n',
      'a.bicep': "param name string = 'x'\n",
      'a.txt': 'class A\n',
    };
    const requests = Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text) }));
    const outlined = await read.outline(requests, new AbortController().signal);
    await read.dispose();
    const told = outlined.map(({ after: outline }) =>
      outline.kind === 'outline'
        ? [outline.parse, ...outline.entries.map(({ name, startLine, endLine }) => `${name} ${startLine}-${endLine}`)]
        : [outline.reason],
    );
    assert.deepEqual(told, [
      ['lexical', 'A 1-3', 'b 2-3'],
      ['lexical', 'A 1-4', 'B 3-3'],
      ['lexical', 'B 1-3'],
      ['lexical', 'sum 1-3', 'price 4-4'],
      ['lexical', 'name 1-1'],
      ['no grammar'],
    ]);
  });
});
