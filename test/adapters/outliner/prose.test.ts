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

describe('lines that a parser knows for prose', () => {
  const log = { info: () => undefined, warn: () => undefined, group: () => undefined };
  const outliner = createTreeSitterOutliner({ grammarFolder: GRAMMARS, log });

  after(() => outliner.dispose());

  async function isProse(ending: string, text: string): Promise<boolean | null> {
    const file = { path: `a.${ending}`, content: Buffer.from(`${text}\n`) };
    const [prose] = await outliner.proseIn([file], new AbortController().signal);
    const line = text.slice(0, text.indexOf(GUARD)).split('\n').length;
    return prose ? prose.some(([first, last]) => first <= line && line <= last) : null;
  }

  for (const [ending, texts] of Object.entries(PROSE)) {
    it(`holds texts and comments of .${ending}`, async () => {
      for (const text of texts) assert.equal(await isProse(ending, text), true, text);
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
