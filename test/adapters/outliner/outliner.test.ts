import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTreeSitterOutliner } from '../../../src/adapters/outliner/outliner';
import type { Log } from '../../../src/ports/log';
import type { Outline } from '../../../src/ports/outliner';

const GRAMMARS = join(__dirname, '..', '..', '..', 'grammars');

describe('tree-sitter outliner', () => {
  const lines: string[] = [];
  const log: Log = { info: (line) => lines.push(line), warn: (line) => lines.push(line), group: () => undefined };
  const outliner = createTreeSitterOutliner({ grammarFolder: GRAMMARS, log });
  const never = new AbortController().signal;

  after(() => outliner.dispose());

  async function outline(path: string, content: string | Uint8Array): Promise<Outline> {
    const [made] = await outliner.outline([{ path, content: Buffer.from(content) }], never);
    assert.ok(made);
    return made.after;
  }

  async function names(path: string, content: string | Uint8Array): Promise<string[]> {
    const made = await outline(path, content);
    assert.equal(made.kind, 'outline');
    return made.kind === 'outline' ? made.entries.map(({ startLine, name }) => `${startLine} ${name}`) : [];
  }

  const firstDoc = async (path: string, content: string) => {
    const made = await outline(path, content);
    return made.kind === 'outline' ? made.entries.find(({ doc }) => doc !== undefined)?.doc : undefined;
  };

  for (const [language, path, content, doc] of [
    ['a tag behind the sentence', 'a.java', '/** Sends mails\n * @author Jane Doe\n */\nclass A {}', 'Sends mails'],
    ['a tag before it', 'a.java', '/** @author Jane Doe. Sends mails. */\nclass A {}', undefined],
    ['words', 'a.ts', '/** Written by Jane Doe in a hurry. */\nexport function send() {}', undefined],
    ['a maker with two names', 'a.go', '// Send was created by Jane Doe.\nfunc Send() {}', undefined],
    ['an address', 'a.cs', '/// <summary>Ask jane@fabrikam.example first.</summary>\nclass A {}', undefined],
    ['an address in brackets', 'a.rs', '/// Jane <jane@fabrikam.example> knows more.\nfn send() {}', undefined],
    [
      'a field of a docstring',
      'a.py',
      'def send():\n    """Sends mails\n    :author: Jane Doe\n    """\n    x()\n',
      'Sends mails',
    ],
    ['a task', 'a.ts', '/** TODO(jane): sends mails. */\nexport function send() {}', undefined],
    [
      'control: made by code',
      'a.ts',
      '/** Orders created by the factory. */\nexport function send() {}',
      'Orders created by the factory.',
    ],
    [
      'control: implemented by a class',
      'a.cs',
      '/// Implemented by OrderService alone.\nclass A {}',
      'Implemented by OrderService alone.',
    ],
    ['control: a link', 'a.java', '/** Sends {@link Mail} at once. */\nclass A {}', 'Sends {@link Mail} at once.'],
  ] as const) {
    it(`tells no name of a person: ${language}`, async () => {
      assert.equal(await firstDoc(path, content), doc);
    });
  }

  const twoLines = 'class A\n{\n    int x;\n}\n';

  for (const [encoding, content] of [
    ['UTF-8', twoLines],
    ['a UTF-8 mark', `\uFEFF${twoLines}`],
    ['CRLF', twoLines.replaceAll('\n', '\r\n')],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${twoLines}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(twoLines, 'utf16le')],
    ['big-endian UTF-16', Buffer.from(`\uFEFF${twoLines}`, 'utf16le').swap16()],
  ] as const) {
    it(`reads ${encoding}`, async () => {
      assert.deepEqual(await names('a.cs', content), ['1 A', '3 x']);
    });
  }

  it('reads bare carriage returns but counts lines as the diff does', async () => {
    const mixed = 'class A // first\r{ int x;\r int y;\n int z; }\n';
    assert.deepEqual(await names('a.cs', mixed), ['1 A', '1 x', '1 y', '2 z']);
  });

  it('says why there is no outline', async () => {
    assert.deepEqual(await outline('a.unknown', 'x'), { kind: 'none', reason: 'no grammar' });
    assert.deepEqual(await outline('a.cs', 'x'.repeat(1_000_001)), { kind: 'none', reason: 'too large' });
    assert.deepEqual(await outline('a.cs', Uint8Array.from([0, 0, 1, 2, 0, 0, 3])), { kind: 'none', reason: 'binary' });
  });

  it('answers from a thread that was ready before it was asked', async () => {
    const expecting = createTreeSitterOutliner({ grammarFolder: GRAMMARS, log });
    try {
      expecting.expect?.(['README.unknown', 'a.cs']);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const [file] = await expecting.outline([{ path: 'a.cs', content: Buffer.from(twoLines) }], never);
      assert.equal(file?.after.kind, 'outline');
    } finally {
      await expecting.dispose();
    }
  });

  it('asks the parser of a language no more that three files stopped, and other parsers still', async () => {
    const hard = createTreeSitterOutliner({ grammarFolder: GRAMMARS, log, fileTime: 20 });
    const bombs = Array.from({ length: 8 }, (_, at) => ({
      path: `${at}.java`,
      content: Buffer.from('A<'.repeat(10_000)),
    }));
    const before = lines.length;
    try {
      const files = [...bombs, { path: 'a.cs', content: Buffer.from(twoLines) }];
      const made = (await hard.outline(files, never)).map(({ after }) => after);
      assert.equal(lines.slice(before).filter((line) => line.includes('.java: the parser ')).length, 3);
      assert.ok(made.slice(0, 8).every((one) => one.kind === 'none' || one.parse === 'lexical'));
      assert.ok(made[8]?.kind === 'outline' && made[8].parse === 'ok');
    } finally {
      await hard.dispose();
    }
  });

  it('asks the parser of a language no more whose small files take long for their size, and other parsers still', async () => {
    const slow = createTreeSitterOutliner({ grammarFolder: GRAMMARS, log });
    const nested = `${'/*'.repeat(30)}\n`.repeat(50);
    const files = Array.from({ length: 60 }, (_, at) => ({ path: `${at}.kt`, content: Buffer.from(`${nested}${at}`) }));
    const before = lines.length;
    try {
      const made = await slow.outline([...files, { path: 'a.cs', content: Buffer.from(twoLines) }], never);
      const ways = made.map(({ after }) => (after.kind === 'outline' ? after.parse : after.reason));
      assert.equal(ways.at(-1), 'ok');
      assert.ok(ways.filter((way) => way === 'lexical').length > 30, ways.join(' '));
      assert.equal(lines.slice(before).filter((line) => line.includes('are outlined by their lines alone')).length, 1);
    } finally {
      await slow.dispose();
    }
  });

  it('goes on after a file that makes the grammar ask for gigabytes', async () => {
    const bomb = await outline('bomb.cs', 'A<'.repeat(10_000));
    assert.ok(bomb.kind === 'none' || bomb.parse === 'lexical', JSON.stringify(bomb));
    assert.deepEqual(await names('a.cs', twoLines), ['1 A', '3 x']);
  });

  const hostile: readonly [what: string, path: string, text: string][] = [
    ['a tower of ambiguity', 'a.java', 'A<'.repeat(20_000)],
    ['a million open brackets', 'a.js', '('.repeat(900_000)],
    ['classes in classes', 'a.cs', 'class A{'.repeat(20_000)],
    ['tests in tests', 'a.ts', "describe('x',()=>{".repeat(10_000)],
    ['tables that never close', 'a.sql', 'CREATE TABLE a(\n'.repeat(50_000)],
    ['classes that never end', 'a.vb', 'Class A\n'.repeat(100_000)],
    ['blocks that never end', 'a.ps1', 'Describe "x" {\n'.repeat(50_000)],
    ['code blocks that never end', 'a.razor', '@code {\n'.repeat(20_000)],
    ['declarations that never close', 'a.bicep', 'param x string = {\n'.repeat(50_000)],
    ['ever deeper rows', 'a.yml', Array.from({ length: 1000 }, (_, row) => `${' '.repeat(row)}a:\n`).join('')],
    ['literals that never end', 'a.kt', '"""\n/*\n`'.repeat(50_000)],
  ];

  for (const [what, path, text] of hostile) {
    it(`comes back from ${what} with few entries and without depth`, async () => {
      const own = createTreeSitterOutliner({ grammarFolder: GRAMMARS, log });
      try {
        const texts = [
          [path, text],
          ['a.ts', 'class A {}\n'],
        ] as const;
        const files = texts.map(([name, content]) => ({ path: name, content: Buffer.from(content) }));
        const [made, next] = (await own.outline(files, never)).map(({ after }) => after);
        const entries = made?.kind === 'outline' ? made.entries : [];
        assert.ok(entries.length <= 20_000 && entries.every(({ depth }) => depth <= 40));
        assert.deepEqual(next?.kind === 'outline' && next.entries.map(({ name }) => name), ['A']);
      } finally {
        await own.dispose();
      }
    });
  }

  it('answers in the order of the files, however many threads share them, and leaves their bytes alone', async () => {
    const large = (name: string) => `class ${name} {\n${'    int x;\n'.repeat(2_500)}}\n`;
    const texts = Array.from({ length: 40 }, (_, index) =>
      index % 9 === 4 ? 'A<'.repeat(10_000) : large(`C${index}`),
    );
    const all = Buffer.from(texts.join(''));
    let at = 0;
    const files = texts.map((text, index) => {
      at += text.length;
      return { path: `${index}.cs`, content: all.subarray(at - text.length, at) };
    });
    const own = createTreeSitterOutliner({ grammarFolder: GRAMMARS, log, fileTime: 500 });
    const made = await own.outline(files, never).finally(own.dispose);
    const first = made.map(({ after }) => (after.kind === 'outline' ? (after.entries[0]?.name ?? '') : after.reason));
    for (const [index, name] of first.entries()) if (index % 9 !== 4) assert.equal(name, `C${index}`);
    assert.equal(all.toString(), texts.join(''));
  });

  it('loads a grammar only when a file needs it, and the parser only when a grammar does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'second-pass-grammars-'));
    for (const name of readdirSync(GRAMMARS).filter((entry) => existsSync(join(GRAMMARS, entry, 'table.json')))) {
      cpSync(join(GRAMMARS, name, 'table.json'), join(folder, name, 'table.json'));
    }
    cpSync(join(GRAMMARS, 'csharp', 'grammar.wasm.br'), join(folder, 'csharp', 'grammar.wasm.br'));
    writeFileSync(join(folder, 'python', 'grammar.wasm.br'), 'no grammar');
    const few = createTreeSitterOutliner({ grammarFolder: folder, log });
    try {
      const file = (path: string, text: string) => ({ path, content: Buffer.from(text) });
      const kinds = async (...files: ReturnType<typeof file>[]) =>
        (await few.outline(files, never)).map(({ after }) => (after.kind === 'outline' ? after.parse : after.reason));
      assert.deepEqual(await kinds(file('a.sql', 'CREATE VIEW v AS SELECT 1')), ['lexical']);
      cpSync(join(GRAMMARS, 'runtime.wasm.br'), join(folder, 'runtime.wasm.br'));
      assert.deepEqual(await kinds(file('a.cs', twoLines), file('a.py', 'class A:\n  pass\n')), ['ok', 'lexical']);
    } finally {
      await few.dispose();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('gives every file a reason when it is cancelled', async () => {
    const files = [1, 2, 3].map((n) => ({ path: `${n}.cs`, content: Buffer.from(twoLines) }));
    const made = await outliner.outline(files, AbortSignal.abort());
    assert.deepEqual(
      made,
      files.map(() => ({ after: { kind: 'none', reason: 'cancelled' } })),
    );
  });

  const swallowing = ['EXPORT namespace shop {', 'EXPORT inline namespace shop {'];
  for (const head of swallowing) {
    it(`says partial and finds what a word unknown to the grammar would hide: ${head}`, async () => {
      const body =
        'class Order {\n  int total() {\n    return 1;\n  }\n};\nint sum(int a) {\n  return a;\n}\nvoid run() {\n}\n}\n';
      const made = await outline('a.cpp', `${head}\n${body}`);
      assert.equal(made.kind === 'outline' && made.parse, 'partial');
      const found = await names('a.cpp', `${head}\n${body}`);
      assert.deepEqual(found, ['1 shop', '2 Order', '3 total', '7 sum', '10 run']);
    });
  }

  it('tells whether a text has a syntax error', async () => {
    const texts = ['class A {}', 'class A {{', 'x'].map((text) => Buffer.from(text));
    const files = ['a.cs', 'b.cs', 'c.unknown'].map((path, index) => ({ path, content: texts[index] as Buffer }));
    assert.deepEqual(await outliner.parses(files, never), [true, false, null]);
  });
});
