import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createTreeSitterOutliner } from '../../../src/adapters/outliner/outliner';

const GRAMMARS = join(__dirname, '..', '..', '..', 'grammars');
const WORD = 'aD1mTr2u';

/** Files by their endings; the word stands in a text or a comment. `§` is the sign of a dollar. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  ts: [
    'const a = "aD1mTr2u";',
    '// aD1mTr2u',
    '/* \' */ f("aD1mTr2u");',
    'const t = `\naD1mTr2u §{b}`;',
    'x.password = "=aD1mTr2u";',
    'const ö = "ä𝄞"; const a = "aD1mTr2u";',
  ],
  tsx: ['const t = <div title="aD1mTr2u">b</div>;', 'const t = <div>aD1mTr2u</div>;'],
  js: ["login('aD1mTr2u');"],
  py: ['a = "aD1mTr2u"', 'a = """\naD1mTr2u\n"""', 'a = f"aD1mTr2u{b}"', '# aD1mTr2u'],
  go: ['package a\nvar x = `aD1mTr2u`', 'package a\nvar x = "aD1mTr2u"'],
  java: [
    'class A { String a = "aD1mTr2u"; }',
    'class A { /** aD1mTr2u */ int a; }',
    'class A { String a = """\naD1mTr2u"""; }',
  ],
  cs: [
    'class A { string a = "aD1mTr2u"; string b = @"aD1mTr2u"; }',
    'class A { string a = $"aD1mTr2u{b}"; }',
    'class A { string a = """\n  aD1mTr2u\n  """; }',
  ],
  rb: ["a = 'aD1mTr2u'", 'a = %w[aD1mTr2u b]', 'a = <<~E\n  aD1mTr2u\nE'],
  rs: ['fn f() { let a = "aD1mTr2u"; }', 'fn f() { let a = r#"aD1mTr2u"#; }', '/// aD1mTr2u\nfn f() {}'],
  kt: ['val a = "aD1mTr2u"', 'val a = """\naD1mTr2u"""'],
  swift: ['let a = "aD1mTr2u"', 'let a = #"aD1mTr2u"#'],
  scala: ['val a = "aD1mTr2u"', 'val a = s"aD1mTr2u$b"'],
  php: ["<?php $a = 'aD1mTr2u';", '<?php $a = "aD1mTr2u $b";', "<?php $a = <<<'E'\naD1mTr2u\nE;"],
  c: ['char *a = "aD1mTr2u";', '#define A "aD1mTr2u"', '/* aD1mTr2u */'],
  cpp: ['auto a = R"(aD1mTr2u)";', 'auto a = "aD1mTr2u";'],
  tf: ['locals {\n  a = "aD1mTr2u"\n}', 'locals {\n  a = <<E\naD1mTr2u\nE\n}'],
};

/** The word is code there, or names a module. */
const CODE: Readonly<Record<string, readonly string[]>> = {
  ts: [
    'return aD1mTr2u;',
    "/* ' */ return aD1mTr2u; // '",
    'const t = `§{aD1mTr2u}`;',
    'import a from\n  "aD1mTr2u";',
    'require("aD1mTr2u");',
    'export { a } from "aD1mTr2u";',
    'import("aD1mTr2u")',
    'import a from "b/aD1mTr2u/c";',
  ],
  tsx: ['const t = <div>{aD1mTr2u}</div>;'],
  py: ['a = aD1mTr2u', 'a = f"{aD1mTr2u}"', '__import__("aD1mTr2u")'],
  go: ['package a\nimport "aD1mTr2u"', 'package a\nimport x "b.com/aD1mTr2u/c"', 'package a\nvar x = aD1mTr2u'],
  java: ['class A { int a = aD1mTr2u; }', 'class A { Object a = Class.forName("aD1mTr2u"); }'],
  cs: ['class A { int a = aD1mTr2u; }', 'class A { string a = $"{aD1mTr2u}"; }'],
  rb: ['a = aD1mTr2u', 'a = "#{aD1mTr2u}"', 'gem "aD1mTr2u"', 'require "aD1mTr2u"'],
  rs: ['fn f() { aD1mTr2u(); }'],
  kt: ['val a = "§{aD1mTr2u}"', 'val a = aD1mTr2u'],
  swift: ['let a = "\\(aD1mTr2u)"', 'let a = aD1mTr2u'],
  scala: ['val a = s"§{aD1mTr2u}"', '//> using dep "com.x:aD1mTr2u:1"\nval a = 1'],
  php: ['<?php $a = "{$aD1mTr2u}";', '<?php include "aD1mTr2u";'],
  c: ['int a = aD1mTr2u;', '#include "aD1mTr2u"'],
  cpp: ['int a = aD1mTr2u;'],
  tf: ['locals {\n  a = "§{aD1mTr2u}"\n}'],
};

/** It is hidden there, and may lead to what is called, started or picked. */
const LEADS: Readonly<Record<string, readonly string[]>> = {
  ts: [
    'window?.["aD1mTr2u"](1);',
    'w[`aD1mTr2u`](1)',
    'const a = x["aD1mTr2u"];',
    'const r = /aD1mTr2u/;',
    'fetch("aD1mTr2u")',
    'new Worker("aD1mTr2u")',
    'spawn("aD1mTr2u", [])',
    'setTimeout("aD1mTr2u", 1)',
    'spawnAll(["aD1mTr2u", "x"])',
  ],
  py: [
    'getattr(a, "aD1mTr2u")',
    'a["aD1mTr2u"]()',
    'os.system("aD1mTr2u")',
    'ctypes.CDLL("aD1mTr2u")',
    'subprocess.run(["aD1mTr2u", "x"])',
  ],
  tf: ['module "x" {\n  source = "aD1mTr2u"\n}'],
  cs: [
    'class A { [DllImport("aD1mTr2u")] static extern void F(); }',
    'class A { object a = b["aD1mTr2u"]; }',
    'class A { object a = Process.Start("aD1mTr2u"); }',
  ],
  rb: ['a.send("aD1mTr2u")', 'a = `aD1mTr2u`'],
  php: ['<?php $a["aD1mTr2u"]();', '<?php $a = `aD1mTr2u`;', '<p>aD1mTr2u</p><?php f();'],
  c: ['#define A aD1mTr2u', 'void f() { dlopen("aD1mTr2u", 1); }'],
  kt: ['val a = b["aD1mTr2u"]'],
  go: [
    'package a\nfunc f() { exec.Command("aD1mTr2u").Run() }',
    'package a\n\n//go:linkname b aD1mTr2u\nfunc b()',
    'package a\n\n/*\n#cgo LDFLAGS: -laD1mTr2u\n*/\nimport "C"',
  ],
};

/** It is hidden there like any other. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  ts: [
    'loadToken("aD1mTr2u");',
    'fetch(url, { key: "aD1mTr2u" });',
    'spawn("mysql", ["-paD1mTr2u"]);',
    'const a = { a: "aD1mTr2u" }[k];',
    'export default "aD1mTr2u";',
    'function f(a = "aD1mTr2u") {}',
    'class A { constructor(private a = "aD1mTr2u") {} }',
  ],
  rb: ['a = ENV.fetch("B", "aD1mTr2u")', 'use A, secret: "aD1mTr2u"'],
  py: ['a = f(password="aD1mTr2u")', 'exec(password="aD1mTr2u")'],
  cs: ['class A { void B() { Execute(password: "aD1mTr2u"); } }'],
};

describe('what a parser knows for text', () => {
  const log = { info: () => undefined, warn: () => undefined, group: () => undefined };
  const outliner = createTreeSitterOutliner({ grammarFolder: GRAMMARS, log });

  after(() => outliner.dispose());

  async function textAt(ending: string, text: string, word = WORD) {
    const content = Buffer.from(`${text.replaceAll('§', '$')}\n`);
    const start = content.indexOf(word);
    const places = [{ start, end: start + word.length }];
    const [answer] = await outliner.textAt([{ path: `a.${ending}`, content, places }], new AbortController().signal);
    const shown = answer?.parts
      .flat()
      .map(({ start: from, end, ...rest }) => [content.toString('utf8', from, end), rest]);
    return answer && { parts: shown, isSure: answer.isSure };
  }

  for (const [ending, texts] of Object.entries(TEXTS)) {
    it(`stands in texts and comments of .${ending}`, async () => {
      for (const text of texts)
        assert.deepEqual(await textAt(ending, text), { parts: [[WORD, {}]], isSure: true }, text);
    });
  }

  for (const [ending, texts] of Object.entries(CODE)) {
    it(`is no code of .${ending}, and names nothing that is loaded`, async () => {
      for (const text of texts) assert.deepEqual((await textAt(ending, text))?.parts, [], text);
    });
  }

  for (const [ending, texts] of Object.entries(LEADS)) {
    it(`may lead to what .${ending} calls, starts or picks`, async () => {
      for (const text of texts)
        assert.deepEqual((await textAt(ending, text))?.parts, [[WORD, { mayLead: true }]], text);
    });
  }

  for (const [ending, texts] of Object.entries(VALUES)) {
    it(`is a value of .${ending} like any other`, async () => {
      for (const text of texts) assert.deepEqual((await textAt(ending, text))?.parts, [[WORD, {}]], text);
    });
  }

  it('is a number, and a list of numbers or letters as a whole', async () => {
    const rows: [string, string, string][] = [
      ['py', 'key = 0x4c0883a69102937d', '0x4c0883a69102937d'],
      ['c', 'char k[] = {0x12,0xa3,0x7f};', '0x12,0xa3,0x7f'],
      ...['java', 'cs'].map((ending): [string, string, string] => {
        const list = '(byte) 0x12, (byte)0xa3, 0x7f';
        return [ending, `class A { byte[] k = { ${list} }; }`, list];
      }),
      ['c', "char k[] = {'k','J','8'};", "'k','J','8'"],
      ['ts', 'const k = [107, 74, 56];', '107, 74, 56'],
      ['ts', 'const k = "aB3x" + "K9p";', 'aB3x" + "K9p'],
    ];
    for (const [ending, text, word] of rows)
      assert.deepEqual((await textAt(ending, text, word))?.parts, [[word, {}]], text);
    assert.deepEqual((await textAt('ts', 'const a = b1*2;', 'b1*2'))?.parts, []);
    assert.deepEqual((await textAt('cs', 'class A<T> where T : B1, C2 {}', 'B1, C2'))?.parts, []);
  });

  // Where each place asks for what stands around it from the root, each of these takes a quarter of a minute.
  for (const [name, text] of Object.entries({
    'under many brackets': `${'['.repeat(300)}"aD1mTr2u"${']'.repeat(300)};\n`.repeat(300),
    'of one long sum': `a = ${'"aD1mTr2u" + y + '.repeat(3_000)}1;`,
    'in lists within lists': `${'["aD1mTr2u", '.repeat(2_000)}1${']'.repeat(2_000)};`,
  })) {
    it(`is told of places ${name}`, async () => {
      const places = [...text.matchAll(/aD1mTr2u/g)].map(({ index }) => ({ start: index, end: index + WORD.length }));
      const [answer] = await outliner.textAt(
        [{ path: 'a.ts', content: Buffer.from(text), places }],
        new AbortController().signal,
      );
      assert.equal(answer?.parts.flat().length, places.length);
    });
  }

  it('is told of no file that is no UTF-8', async () => {
    const content = Buffer.from('const a = "aD1mTr2u"; // \xe9', 'latin1');
    const [answer] = await outliner.textAt(
      [{ path: 'a.ts', content, places: [{ start: 11, end: 19 }] }],
      new AbortController().signal,
    );
    assert.equal(answer, null);
  });
});
