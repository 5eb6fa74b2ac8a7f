import assert from 'node:assert/strict';
import { surelyCode } from '../../../src/steps/diff/surely-code';

/** How a guard is put into a comment or a text, by file. */
const NO_CODE: Readonly<Record<string, readonly string[]>> = {
  'a.coffee': ['# guard()', '###\nguard()\n###'],
  'a.graphql': ['# guard'],
  'a.ini': ['# guard', '; guard'],
  'a.bat': ['rem guard', ':: guard', '@rem guard'],
  'a.ml': ['(*\nguard\n*)'],
  'a.pas': ['{\nguard;\n}', '// guard'],
  'a.vue': ['// guard()', '<p>\nguard\n</p>', '<script type="text/plain">\nguard()\n</script>'],
  'a.pl': ['=head1 NOTE\n\nguard;\n\n=cut', "my $x = '\nguard;\n';", '$x = q"\nguard;\n";'],
  'a.groovy': ["def x = '''\nguard()\n'''", 'def x = $/\nguard()\n/$'],
  'a.dart': ["var q = '\"'; var x = '''\nguard();\n''';"],
  'a.vb': ['Dim x = "\nguard()\n"', '#If NEVER\nguard()\n#End If'],
  'a.ps1': ["$x = @'\nguard\n'@"],
  'a.ex': ['x = ~S"""\nguard()\n"""'],
  'a.swift': ['#if NEVER\nguard()\n#endif'],
  'odd.ts': ['const q = \'"\'; const x = "\nguard()\n"; const r = \'"\';'],
  'other.ts': ['x = 1 // \u2028/*\nguard()', 'x = 1 // `\rconst t = `\nguard()\n`'],
  'a.m': ['// guard();', '% guard'],
  'a.cls': ['// guard();', "' guard"],
  'a.tf': ['/*\nguard\n*/', '# guard'],
  'a.sql': ['# guard', '-- guard', "select '\nguard\n';", 'do $$\nguard\n$$;'],
  'a.razor': ['@*\nguard();\n*@'],
  'a.jsp': ['<%--\nguard();\n--%>'],
  'a.rb': ['=begin\nguard\n=end', 'x = <<TEXT\nguard\nTEXT'],
  'a.lua': ['--[==[\nguard()\n]==]'],
  'a.sh': [": <<'X'\nguard\nX"],
  'a.jl': ['#=\nguard()\n=#'],
  'a.nim': ['#[\nguard()\n]#'],
  'a.d': ['/+\nguard();\n+/'],
  'a.c': ['#if 0\nguard();\n#endif', '// note \\\nguard();', '// note ??/\nguard();'],
  'a.kt': ['/* /* */\nguard()\n*/'],
  'a.php': ['__halt_compiler();\nguard();'],
  'a.js': ['<!-- guard();', '--> guard();', '`\nguard();\n`'],
  'a.f90': ['! guard'],
  'b.pl': [
    'my @x = qw(\nguard y\n);',
    'my $x = q {\nguard y\n};',
    'my $x = q!\nguard y\n!;',
    's{a}{\nguard y\n}x;',
    "my $x = <<'E E';\nguard y\nE E\n",
    'my $x = <<E;\nEx\nguard y\nE\n',
    '=pod\n\n=cuts\n\nguard y\n\n=cut',
  ],
  'b.ps1': [
    '$x = “\nguard $y\n”',
    '$x = @“\nguard $y\n”@',
    '$x = ‘\nguard\n’',
    '$x = <# " #> "\nguard\n"',
    'echo `\nguard',
  ],
  'b.vb': [
    'Dim x = <a>\nguard(y)\n</a>',
    'Dim x =\n<a>\nguard(y)\n</a>',
    'F(<![CDATA[\nguard(y)\n]]>)',
    'Dim x = “\nguard(y)\n”',
    "' note _\nguard(y)",
    '#If NEVER\n#Region "a"\n#End Region\nguard()\n#End If',
  ],
  'b.scala': ["val s = 'a; val x = <a>\nguard(y)\n</a>", 'val x = <!--\nguard(y)\n-->'],
  'b.sql': [
    '/* /* */\nselect guard from b\n*/',
    'select [a\nguard\n] from b',
    "select /* ' */ '\nselect guard from b\n'",
  ],
  'b.ts': ['x = a <!-- guard()'],
  'b.c': ['#define A(x) \\\n  do { \\\nguard(x); \\\n} while (0)', '#error \\\nguard'],
  'b.ex': ['x = ~s(\nguard()\n)', 'x = ~S|\nguard()\n|'],
  'b.ml': ['let x = {a|\nguard\n|a}', '(* (* *)\nguard\n*)'],
  'b.hs': ['x = [r|\nguard\n|]', '{- {- -}\nguard\n-}'],
  'b.groovy': ['def x = /\nguard\n/'],
  'b.fs': ['#if NEVER\nguard\n#endif'],
  'b.m': ['#ifdef NEVER\n#if 1\n#endif\nguard();\n#endif', '%{\nguard()\n%}'],
  'b.cmake': ['#[[\nguard()\n]]'],
  'b.zig': ['const x =\n\\\\guard()\n;'],
  'b.clj': ['#_\n(guard)', '(comment\n(guard))'],
  'b.cr': ['x = %w(\nguard\n)'],
  'b.nix': ["x = ''\nguard\n'';"],
  'b.vim': ['let x =<< trim E\nguard\nE'],
  'b.md': ['guard()'],
  'b.erb': ['<p>\nguard()\n</p>'],
  'a.abap': ['* guard'],
  'c.ps1': ['if ($false) {\nguard\n}', 'if ($a -and $false) { b }\nreturn\nguard', 'while (0) {\nguard\n}'],
  'c.dart': [
    'if (false) {\n  guard();\n}',
    'if (false && a) guard();',
    '  return a;\n  guard();',
    '  throw E();\n  b();\n  guard();',
  ],
  'c.lua': ['if false then\n  guard()\nend', '  do return end\n  return 1\n  guard()'],
  'c.ex': ['if false do\n  guard()\nend', 'if nil, do: guard()'],
  'c.pl': ['if (0) {\n  guard();\n}', '  die "x";\n  guard();'],
  'c.vb': ['If False Then\n  guard()\nEnd If', '  Return 1\n  guard()'],
  BUILD: ['# guard'],
  'a.unknown': ['# guard', '% guard', '(* guard *)', '/*\nguard\n*/', '"""\nguard\n"""'],
};

const CODE: Readonly<Record<string, string>> = {
  ...{ 'a.ts': 'if (list.length === 0) return 0;', 'a.py': 'if not items: return 0', 'a.sql': 'WHERE id = 1' },
  ...{ 'a.c': 'if (n == 0) return 0;', 'a.rb': 'return 0 if list.empty?', 'a.yml': 'condition: succeeded()' },
  ...{ 'a.unknown': 'guard(list)', Dockerfile: 'USER nobody' },
  ...{
    'a.pl': 'return 0 unless @$list;',
    'a.ps1': 'if (-not $list) { return }',
    'c.ps1': 'return $a.Count -eq 0',
    'c.dart': '  if (a) return 0;\n  guard();',
    'd.dart': 'if (a)\n  return 0;\nguard();',
    'e.dart': 'do {\n  a();\n} while (false);\nguard();',
    'c.lua': 'if a then\n  return 1\nend\nguard()',
    'd.lua': 'if a == false then\n  guard()\nend',
    'c.ex': 'case a do\n  0 -> raise "x"\n  1 -> guard()\nend',
    'c.swiftx': 'switch a {\ncase 1:\n  break\ncase 2:\n  guard()\n}',
    'a.vb': 'If list Is Nothing Then Return',
  },
  ...{
    'a.scala': 'if (list.isEmpty) return 0',
    'a.ex': 'if list == [], do: 0',
    'a.dart': 'if (list.isEmpty) return 0;',
  },
};

/** Whether the guard of a file is code; the last line where none is called so. */
function guardIn(text: string, path: string): boolean | undefined {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.includes('guard'));
  return surelyCode(text, path, null)[at < 0 ? lines.length - 2 : at];
}

describe('a line that is surely code', () => {
  for (const [path, texts] of Object.entries(NO_CODE)) {
    it(`is none in a comment or a text of ${path}`, () => {
      for (const text of texts) {
        const lines = `one(1)\n${text}\ntwo(2)\n`.split('\n');
        const at = lines.findIndex((line) => line.includes('guard'));
        assert.equal(surelyCode(lines.join('\n'), path, null)[at], false, text);
      }
    });
  }

  it('is one that says what is done', () => {
    for (const [path, line] of Object.entries(CODE)) assert.equal(guardIn(`one(1)\n${line}\n`, path), true, path);
  });

  it('stands in an element for scripts', () => {
    assert.equal(surelyCode('<script setup lang="ts">\nguard()\n</script>\n', 'a.vue', null)[1], true);
  });

  it('is none on lines of which a parser says so, whatever they look like', () => {
    assert.deepEqual(surelyCode('one(1)\ntwo(2)\nthree(3)\n', 'a.ts', [[2, 2]]).slice(0, 3), [true, false, true]);
  });

  it('may stand between odd signs where a parser read the file', () => {
    const text = "// don't\nguard()\n// can't\n";
    assert.equal(surelyCode(text, 'a.ts', [])[1], true);
    assert.equal(surelyCode(text, 'a.ts', null)[1], false);
  });

  it('stands behind a comment that has ended', () => {
    assert.equal(surelyCode('=begin\nx\n=end\nguard\n', 'a.rb', null)[3], true);
    assert.equal(surelyCode('/* /* */ */\nguard()\n', 'a.kt', null)[1], true);
  });

  it('is told in time that grows with the file', () => {
    const many = '/* a */ (* b *) {- c -}\n'.repeat(10_000);
    const started = process.cpuUsage();
    assert.equal(surelyCode(many, 'a.ml', null).length, 10_001);
    assert.ok(process.cpuUsage(started).user < 3_000_000);
  });
});
