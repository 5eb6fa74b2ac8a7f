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

/** The word is code there, or names what is loaded. */
const CODE: Readonly<Record<string, readonly string[]>> = {
  ts: [
    'return aD1mTr2u;',
    "/* ' */ return aD1mTr2u; // '",
    'const t = `§{aD1mTr2u}`;',
    'const r = /aD1mTr2u/;',
    'import a from\n  "aD1mTr2u";',
    'require("aD1mTr2u");',
    'window?.["aD1mTr2u"](1);',
    'w[`aD1mTr2u`](1)',
    'const a = x["aD1mTr2u"];',
    'export { a } from "aD1mTr2u";',
    'import("aD1mTr2u")',
  ],
  tsx: ['const t = <div>{aD1mTr2u}</div>;'],
  py: ['a = aD1mTr2u', 'a = f"{aD1mTr2u}"', 'getattr(a, "aD1mTr2u")', 'a["aD1mTr2u"]()', '__import__("aD1mTr2u")'],
  go: ['package a\nimport "aD1mTr2u"', 'package a\nvar x = aD1mTr2u'],
  java: ['class A { int a = aD1mTr2u; }', 'class A { Object a = Class.forName("aD1mTr2u"); }'],
  cs: [
    'class A { int a = aD1mTr2u; }',
    'class A { string a = $"{aD1mTr2u}"; }',
    'class A { object a = b["aD1mTr2u"]; }',
  ],
  rb: [
    'a = aD1mTr2u',
    'a = "#{aD1mTr2u}"',
    'gem "aD1mTr2u"',
    'require "aD1mTr2u"',
    'a.send("aD1mTr2u")',
    'a = `aD1mTr2u`',
  ],
  rs: ['fn f() { aD1mTr2u(); }'],
  kt: ['val a = "§{aD1mTr2u}"', 'val a = aD1mTr2u'],
  swift: ['let a = "\\(aD1mTr2u)"', 'let a = aD1mTr2u'],
  scala: ['val a = s"§{aD1mTr2u}"'],
  php: ['<?php $a = "{$aD1mTr2u}";', '<?php include "aD1mTr2u";', '<?php $a["aD1mTr2u"]();', '<?php $a = `aD1mTr2u`;'],
  c: ['int a = aD1mTr2u;', '#define A aD1mTr2u', '#include "aD1mTr2u"'],
  cpp: ['int a = aD1mTr2u;'],
  tf: ['locals {\n  a = "§{aD1mTr2u}"\n}'],
};

describe('what a parser knows for text', () => {
  const log = { info: () => undefined, warn: () => undefined, group: () => undefined };
  const outliner = createTreeSitterOutliner({ grammarFolder: GRAMMARS, log });

  after(() => outliner.dispose());

  async function textAt(ending: string, text: string) {
    const content = Buffer.from(`${text.replaceAll('§', '$')}\n`);
    const start = content.indexOf(WORD);
    const places = [{ start, end: start + WORD.length }];
    const [answer] = await outliner.textAt([{ path: `a.${ending}`, content, places }], new AbortController().signal);
    return (
      answer && { ...answer, parts: answer.parts.flat().map((one) => content.toString('utf8', one.start, one.end)) }
    );
  }

  for (const [ending, texts] of Object.entries(TEXTS)) {
    it(`stands in texts and comments of .${ending}`, async () => {
      for (const text of texts) assert.deepEqual(await textAt(ending, text), { parts: [WORD], isSure: true }, text);
    });
  }

  for (const [ending, texts] of Object.entries(CODE)) {
    it(`is no code of .${ending}, and names nothing that is loaded`, async () => {
      for (const text of texts) assert.deepEqual((await textAt(ending, text))?.parts, [], text);
    });
  }
});
