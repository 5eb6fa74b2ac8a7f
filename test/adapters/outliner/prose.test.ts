import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createTreeSitterOutliner } from '../../../src/adapters/outliner/outliner';

const GRAMMARS = join(__dirname, '..', '..', '..', 'grammars');
const GUARD = 'guard';

/** Files by their endings: `guard` stands in a text, in a comment, or where only a condition of the compiler lets it in. */
const PROSE: Readonly<Record<string, readonly string[]>> = {
  ts: [
    'const r = /`/;\nconst t = `\nguard\n`;',
    ['const t = `$', '{"`"}\nguard\n`;'].join(''),
    'const r = /[//]/; /*\nguard\n*/',
    'x = 1; // x\u2028/*\nguard\n*/',
  ],
  tsx: ['const t = <div>\nguard\n</div>;'],
  js: ['const x = "a \\\nguard \\\n";', 'const q = 1; // `\rconst t = `\nguard\n`;'],
  py: ["x = r'\\'  # '''\ny = '''\nguard\n'''", 'x = ("a" """\nguard\n""")', 'x = "a \\\nguard \\\n"'],
  c: ['char *x = "a \\\nguard; \\\n";', '#ifdef NEVER\nguard();\n#endif'],
  h: ['#ifndef A_H\n#define A_H\nint one();\n#if NEVER\nguard();\n#endif\n#endif'],
  cs: [
    'class A { string x = @"C:\\"; string y = @"\nguard\n"; }',
    'class A { string x = """"\n"""\nguard\n""""; }',
    '#if NEVER\nclass guard {}\n#endif',
  ],
  java: ['class A { String x = """\n  \\"""\nguard\n"""; }'],
  go: ["package a\nvar x = '`'\nvar y = `\nguard\n`"],
  cpp: ['auto x = R"(\nguard\n)";'],
  kt: ['val x = """\nguard\n"""'],
  rs: [
    'const X: &str = stringify!(\nguard\n);',
    '#[cfg(any(\nguard\n))]\nfn f() {}',
    'fn f() { let x = r#"\nguard\n"#; }',
    'fn f() {\n#[cfg(any())]\nguard();\n}',
    'fn f() {\n#[cfg(never)] // a\n#[allow(x)]\n{\nguard();\n}\n}',
    'fn f() { let x = A {\n#[cfg(never)]\nguard: 1,\n}; }',
    'fn f() { match x {\n#[cfg(never)]\n1 =>\nguard(),\n_ => 2,\n} }',
    'mod m {\n#![cfg(never)]\nfn guard() {}\n}',
    '#[cfg_attr(all(), cfg(never))]\nfn guard() {}',
  ],
  rb: ['x = %i[\nguard\n]', 'x = "\nguard\n"', 'x = %q(\nguard\n)', 'x = 1\n__END__\nguard', 'x = <<~E\n  guard\nE'],
  php: ['<?php $x = "\nguard\n";', '<?php f(); ?>\nguard\n<?php', "<?php $x = <<<'E'\nguard\nE;"],
  sh: ["x='\nguard\n'", ": <<'E'\nguard\nE", 'x=(\nguard y\n)', ': $' + '{x:-\nguard y\n}'],
  yml: ['note: |\n  guard'],
  swift: ['let x = #"""\nguard\n"""#'],
  scala: ['val x = """\nguard\n"""'],
};

const CODE: Readonly<Record<string, string>> = {
  ts: 'const t = `\na\n`;\nguard();',
  h: '#ifndef A_H\n#define A_H\nint guard();\n#endif',
  cpp: 'template <\n  typename guard>\nclass A {};',
  go: 'package a\nvar x = []int{\n  guard,\n}',
  kt: 'val x = run {\n  guard()\n}',
  py: 'x = [\n  guard,\n]',
  rs: '#![cfg_attr(docs, feature(doc_cfg))]\n#[cfg(test)]\nmod tests {\n}\nfn f() {\n  guard();\n}',
  sh: 'f() {\n  guard || exit 1\n}',
};

/** Code that never runs. */
const DEAD: Readonly<Record<string, readonly string[]>> = {
  ts: [
    'function f(a: any[]) {\n  if (false) {\n    guard();\n  }\n}\nf([]);',
    'function f(a: any[]) {\n  if (0) guard();\n}\nf([]);',
    'function f(a: any[]) {\n  if (a.length === 0 && false) return guard;\n}\nf([]);',
    'function f(a: any[]) {\n  if ("a" === "b") {\n    guard();\n  }\n}\nf([]);',
    'function f(a: any[]) {\n  if (true) a.pop();\n  else {\n    guard();\n  }\n}\nf([]);',
    'function f(a: any[]) {\n  return a;\n  guard();\n}\nf([]);',
    'function f(a: any[]) {\n  throw new Error();\n  if (a) {\n    guard();\n  }\n}\nf([]);',
    'while (false) {\n  guard();\n}',
    'for (;false;) {\n  guard();\n}',
    'for (const a of b) {\n  continue;\n  guard();\n}',
    'const a = 1;\nfalse && guard();',
    'export const a = 1;\nfunction check() {\n  guard();\n}',
    'export class A {\n  private check() {\n    guard();\n  }\n}',
    'export class A {\n  #check() {\n    guard();\n  }\n}',
    'export function f() {\n  function check() {\n    guard();\n  }\n}',
  ],
  js: ['function f(a) {\n  if (!1) {\n    guard();\n  }\n}', 'switch (a) {\n  case 1:\n    break;\n    guard();\n}'],
  py: [
    'def f(a):\n    if False:\n        guard()\n',
    'def f(a):\n    if 0 and a:\n        guard()\n',
    'def f(a):\n    return a\n    guard()\n',
    'def f(a):\n    raise E()\n    guard()\n',
    'while False:\n    guard()\n',
  ],
  java: [
    'class A { void f() {\n if (false) {\n guard();\n }\n} }',
    'class A { int f() {\n return 1;\n guard();\n} }',
    'class A { private void check() {\n guard();\n } }',
  ],
  cs: [
    'class A { void F() {\n if (false) {\n guard();\n }\n} }',
    'class A { int F() {\n return 1;\n guard();\n} }',
    'class A { private void Check() {\n guard();\n } }',
  ],
  go: ['package a\nfunc f() {\n if false {\n guard()\n }\n}', 'package a\nfunc f() {\n return\n guard()\n}'],
  c: ['void f(void) {\n if (0) {\n guard();\n }\n}', 'int f(void) {\n return 1;\n guard();\n}'],
  cpp: ['void f() {\n if constexpr (false) {\n guard();\n }\n}'],
  php: ['<?php\nfunction f() {\n if (false) {\n guard();\n }\n}', '<?php\nfunction f() {\n return 1;\n guard();\n}'],
  rb: ['def f\n  if false\n    guard\n  end\nend', 'def f\n  return 1\n  guard\nend', 'def f\n  guard if false\nend'],
  rs: ['fn f() {\n if false {\n guard();\n }\n}', 'fn f() {\n return;\n guard();\n}'],
  kt: ['fun f() {\n if (false) {\n guard()\n }\n}', 'fun f(): Int {\n return 1\n guard()\n}'],
  swift: ['func f() {\n if false {\n guard1()\n }\n}'],
  scala: ['object A { def f() = {\n if (false) {\n guard()\n }\n} }'],
  sh: ['if false; then\n  guard\nfi', 'echo a\nexit 0\nguard'],
};

/** What looks like it, and runs. */
const LIVE: Readonly<Record<string, readonly string[]>> = {
  ts: [
    'while (true) {\n  guard();\n}',
    'if (true) {\n  guard();\n}',
    'do {\n  guard();\n} while (false);',
    'function f(a) {\n  if (a) return;\n  guard();\n}\nf(1);',
    'function f(a) {\n  if (!a) return;\n  else {\n    guard();\n  }\n}\nf(1);',
    'function f(a) {\n  if (false) a();\n  else {\n    guard();\n  }\n}\nf(1);',
    'function f(a) {\n  return g();\n  function g() {\n    guard();\n  }\n}\nf(1);',
    'switch (a) {\n  case 1:\n    break;\n  case 2:\n    guard();\n}',
    'function f(a) {\n  if (a.length === 0) {\n    guard();\n  }\n}\nf(1);',
    'try {\n  throw e;\n} catch {\n  guard();\n}',
    'import a from "a";\nfunction check() {\n  guard();\n}\na(check);',
    'function check() {\n  guard();\n}',
    'export class A {\n  check() {\n    guard();\n  }\n}',
    'export class A {\n  @On("x")\n  private check() {\n    guard();\n  }\n}',
    'if (a && b.false) {\n  guard();\n}',
    'for (;;) {\n  guard();\n}',
  ],
  py: [
    'def f(a):\n    if not a:\n        return\n    guard()\n',
    'while True:\n    guard()\n',
    'def f(a):\n    try:\n        raise E()\n    except E:\n        guard()\n',
    'if x == 0:\n    guard()\n',
  ],
  c: [
    'int f(int a) {\n goto out;\nout:\n guard();\n return 1;\n}',
    'void f(int a) {\n switch (a) { case 1: break;\n default:\n guard();\n }\n}',
  ],
  rb: [
    'def f\n  return 1\nrescue E\n  guard\nend',
    'def f(a)\n  return if a\n  guard\nend',
    'def f(a)\n  if a\n    return 1\n  else\n    guard\n  end\nend',
  ],
  go: [
    'package a\nfunc f(a int) {\n if a == 0 {\n return\n }\n guard()\n}',
    'package a\nfunc f() {\n for {\n guard()\n }\n}',
  ],
  rs: ['fn f(a: bool) {\n if a { return; }\n guard();\n}', 'fn f() {\n loop {\n guard();\n }\n}'],
  kt: ['fun f(a: Int?) {\n val b = a ?: return\n guard(b)\n}'],
  cs: [
    'class A { void F(int a) {\n if (a == 0) return;\n guard();\n} }',
    'class A { int F() {\n return G();\n int G() {\n guard();\n return 1; }\n} }',
    'class A { [Test] private void Check() {\n guard();\n } }',
  ],
  java: [
    'class A { private void check() {\n guard();\n }\n void f() { check(); } }',
    'class A { void f(int a) { switch (a) {\n case 1: break;\n case 2:\n guard();\n } } }',
  ],
  sh: [
    'if true; then\n  guard\nfi',
    '[ -n "$1" ] || exit 1\nguard',
    'while :; do\n  guard\ndone',
    'f() {\n  return 0\n}\nguard',
  ],
  swift: ['func f(a: Int?) {\n guard let b = a else { return }\n guard1(b)\n}'],
};

describe('lines that a parser knows for prose', () => {
  const log = { info: () => undefined, warn: () => undefined, group: () => undefined };
  const outliner = createTreeSitterOutliner({ grammarFolder: GRAMMARS, log });

  after(() => outliner.dispose());

  async function isProse(ending: string, text: string): Promise<boolean | null> {
    const file = { path: `a.${ending}`, content: Buffer.from(`${text}\n`) };
    const [prose] = await outliner.proseIn([file], new AbortController().signal);
    const line = text.slice(0, text.lastIndexOf(GUARD)).split('\n').length;
    return prose ? prose.some(([first, last]) => first <= line && line <= last) : null;
  }

  for (const [ending, texts] of Object.entries(PROSE)) {
    it(`holds texts and comments of .${ending}`, async () => {
      for (const text of texts) assert.equal(await isProse(ending, text), true, text);
    });
  }

  for (const [ending, texts] of Object.entries(DEAD)) {
    it(`holds code of .${ending} that never runs`, async () => {
      const all = await Promise.all(texts.map((text) => isProse(ending, text)));
      assert.deepEqual(
        texts.filter((_, at) => !all[at]),
        [],
      );
    });
  }

  for (const [ending, texts] of Object.entries(LIVE)) {
    it(`does not hold code of .${ending} that only looks so`, async () => {
      const all = await Promise.all(texts.map((text) => isProse(ending, text)));
      assert.deepEqual(
        texts.filter((_, at) => all[at]),
        [],
      );
    });
  }

  it('does not hold code of several lines', async () => {
    for (const [ending, text] of Object.entries(CODE)) assert.equal(await isProse(ending, text), false, text);
  });

  it('is all of a file with a syntax error, or one that a compiler reads otherwise', async () => {
    assert.equal(await isProse('ts', 'const = guard'), true);
    assert.equal(await isProse('java', 'class A { int f() {\n// \\u000a /*\nguard();\n// */\nreturn 1; } }'), true);
    assert.equal(await isProse('py', '# -*- coding: unicode_escape -*-\nguard()'), true);
    assert.equal(await isProse('py', '# -*- coding: utf-8 -*-\nguard()'), false);
    assert.equal(await isProse('c', 'int a;\n#ifndef NEVER\n#define NEVER\nint guard();\n#endif'), true);
  });

  it('is not told without a grammar, or of a file that is too large', async () => {
    assert.equal(await isProse('dart', 'guard()'), null);
    assert.equal(await isProse('ts', `guard();${' '.repeat(1_000_001)}`), null);
  });
});
