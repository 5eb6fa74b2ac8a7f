import assert from 'node:assert/strict';
import { placePrintOf, standsInPlace } from '../../../src/steps/triage/place-print';

/** The accepted lines are those between two signs; all around is their place. */
function stands(path: string, before: string, after: string, place = path): boolean {
  const rows = before.split('\n');
  const at = rows.flatMap((row, index) => (row.includes('◆') ? [index + 1] : []));
  const text = before.replaceAll('◆', '');
  const print = placePrintOf(
    { lines: text.split('\n'), path, place },
    { startLine: at[0] ?? 1, endLine: at.at(-1) ?? 1 },
  );
  return standsInPlace(print, { lines: after.split('\n'), path, place }).length > 0;
}

type Case = readonly [what: string, path: string, before: string, after: string];

/** `◆` marks the lines that were accepted. */
const OTHERS: readonly Case[] = [
  ['a space in a shell', 'run.sh', '◆rm -rf $TARGET/tmp', 'rm -rf $TARGET /tmp'],
  ['a glob in a shell', 'run.sh', '◆rm -rf build*', 'rm -rf build *'],
  ['a comment sign in a shell', 'deploy', '◆rm -rf x', 'rm -rf x //etc'],
  ['a comment sign in a batch file', 'run.bat', '◆del temp', 'del temp /*.*'],
  ['a comment sign in another batch file', 'a.cmd', '◆del /q %TMP%', 'del /q %TMP% //evil'],
  ['a path in Nix', 'a.nix', '◆rm -rf x', 'rm -rf x //'],
  ['a comment in Groovy', 'a.groovy', "◆sh 'rm x'", "sh 'rm x' // y"],
  [
    'a line taken out of its block in Python',
    'run.py',
    'if debug:\n    log()\n◆    wipe(users)',
    'if debug:\n    log()\nwipe(users)',
  ],
  [
    'a line taken out of its block in YAML',
    'k.yaml',
    'dev:\n  a: 1\n◆  privileged: true',
    'dev:\n  a: 1\nprivileged: true',
  ],
  ['a deeper line in YAML', 'k.yaml', 'a:\n◆  b: 1\n  c: 2', 'a:\n    b: 1\n  c: 2'],
  ['a tab for spaces in a Makefile', 'Makefile', 'all:\n◆\trm -rf x', 'all:\n        rm -rf x'],
  [
    'a comment that MySQL runs',
    'a.sql',
    '◆DELETE FROM t WHERE id LIMIT 1',
    'DELETE FROM t /*! WHERE 1 OR id */ WHERE id LIMIT 1',
  ],
  ['two dashes', 'a.sql', '◆DELETE FROM t WHERE id', 'DELETE FROM t -- WHERE id'],
  ['two dashes that count down', 'a.c', '◆x = a - -b;', 'x = a --b;'],
  ['a line end after return', 'a.js', '◆return check(user);', 'return\ncheck(user);'],
  ['a space in a string', 'a.js', '◆fetch("https://a.example/ .b/");', 'fetch("https://a.example/.b/");'],
  ['white space in a template', 'a.ts', 'run(`\n◆rm -rf $T/tmp\n`);', 'run(`\nrm -rf $T /tmp\n`);'],
  ['a comment in a template', 'a.ts', 'run(`\n◆curl good\n`);', 'run(`\ncurl good // and more\n`);'],
  [
    'a template behind a regular expression',
    'a.ts',
    'const r = /`/; const s = `\n◆curl good\n` + /`/;',
    'const r = /`/; const s = `\ncurl good // x\n` + /`/;',
  ],
  ['a guard that was a call', 'a.ts', 'function a(u) {\n  check(u);\n◆  wipe(u);\n}', 'function a(u) {\n  wipe(u);\n}'],
  [
    'a member set anew',
    'a.ts',
    'function a() {\n  r.p = "/tmp";\n◆  wipe(r);\n}',
    'function a() {\n  r.p = "/";\n  wipe(r);\n}',
  ],
  [
    'a short name set anew',
    'a.ts',
    'function a(u) {\n  u = safe(u);\n◆  wipe(u);\n}',
    'function a(u) {\n  u = evil(u);\n  wipe(u);\n}',
  ],
  [
    'its decorator taken away',
    'a.ts',
    'class A {\n  @secured()\n  a(u) {\n◆    wipe(u);\n  }\n}',
    'class A {\n  a(u) {\n    wipe(u);\n  }\n}',
  ],
  [
    'a loop behind a statement',
    'a.ts',
    'function a(u) {\n  const k = 1;\n◆  wipe(u);\n}',
    'function a(u) {\n  const k = 1; for (;;)\n  wipe(u);\n}',
  ],
  ['white space in a raw string', 'a.go', "x, s := '`', `\n◆rm -rf data*\n`", "x, s := '`', `\nrm -rf data *\n`"],
  ['a comment with code', 'a.ts', '◆go(list);', 'go(list); // */ wipe(list);'],
  ['a comment that a compiler reads', 'a.go', '◆var x string', 'var x string //go:embed secret'],
  ['a comment that a scanner reads', 'a.ts', '◆go(list);', 'go(list); // nosemgrep'],
  ['a space in a macro', 'a.c', '◆#define F(x) x', '#define F (x) x'],
  ['an apostrophe', 'a.md', '◆use `a b`', 'use `ab`'],
  ['decomposed letters', 'a.js', '◆use(café);', 'use(cafe\u0301);'],
  ['a space that is none', 'a.js', '◆use(a);', 'use(a\u00a0);'],
  ['another word', 'a.ts', '◆go(list);', 'go(lists);'],
  ['one more token', 'a.ts', '◆go(list);', 'go(list + 0);'],
  ['more behind it', 'a.ts', '◆go(list);', 'go(list); wipe();'],
  ['more before it', 'a.ts', '◆go(list);', 'if (true) go(list);'],
  ['itself in a comment', 'a.ts', '◆go(list);', '// go(list);'],
  ['itself in a block comment', 'a.ts', '◆go(list);', '/*\ngo(list);\n*/'],
  ['itself in a string that is run', 'a.ts', '◆go(list);', 'eval(`\ngo(list);\n`);'],
  ['itself in another function', 'a.ts', 'function a() {\n◆  go(list);\n}', 'function b() {\n  go(list);\n}'],
  ['itself twice', 'a.ts', '◆go(list);', 'go(list);\ngo(list);'],
  ['its guard taken away', 'a.ts', 'if (debug)\n◆  go(list);', '  go(list);'],
  ['its guard turned round', 'a.ts', 'if (debug) {\n◆  go(list);\n}', 'if (!debug) {\n  go(list);\n}'],
  [
    'its guard over lines turned round',
    'a.ts',
    'if (\n  debug &&\n  a\n) {\n◆  go(list);\n}',
    'if (\n  debug ||\n  a\n) {\n  go(list);\n}',
  ],
  ['the other branch', 'a.ts', 'if (debug) {\n◆  go(list);\n}', 'if (debug) {\n} else {\n  go(list);\n}'],
  ['moved out of its guard', 'a.ts', 'if (debug) {\n◆  go(list);\n}', 'if (debug) {\n}\ngo(list);'],
  ['moved from under its guard', 'a.ts', 'if (debug)\n◆  go(list);\nx();', 'if (debug)\n  x();\ngo(list);'],
  [
    'the way out above it taken away',
    'a.ts',
    'function a() {\n  if (!list) return;\n◆  go(list);\n}',
    'function a() {\n  go(list);\n}',
  ],
  [
    'the way out above it turned round',
    'a.ts',
    'function a() {\n  if (!list) {\n    return;\n  }\n◆  go(list);\n}',
    'function a() {\n  if (list) {\n    return;\n  }\n  go(list);\n}',
  ],
  [
    'a name set otherwise',
    'a.ts',
    'function a() {\n  const list = safe();\n◆  go(list);\n}',
    'function a() {\n  const list = all();\n  go(list);\n}',
  ],
  [
    'a name set otherwise at the top',
    'a.ts',
    'const target = "/tmp/x";\nfunction a() {\n◆  wipe(target);\n}',
    'const target = "/";\nfunction a() {\n  wipe(target);\n}',
  ],
  ['a variable set otherwise', 'run.sh', 'T=/tmp/x\n◆rm -rf "$T"', 'T=/\nrm -rf "$T"'],
  ['a guard taken away in a shell', 'run.sh', 'if [ "$D" = 1 ]; then\n◆rm -rf x\nfi', 'rm -rf x'],
  [
    'a guard taken away in Python',
    'a.py',
    'def a():\n    if not x:\n        return\n◆    wipe()',
    'def a():\n    wipe()',
  ],
  ['a guard taken away in Ruby', 'a.rb', 'unless prod\n◆  wipe\nend', '  wipe'],
  [
    'another key of its mapping',
    'k.yaml',
    'pods:\n  - name: a\n    env: dev\n◆    privileged: true',
    'pods:\n  - name: a\n    env: prod\n    privileged: true',
  ],
  [
    'another entry',
    'k.yaml',
    'pods:\n  - name: a\n◆    privileged: true\n  - name: b',
    'pods:\n  - name: a\n  - name: b\n    privileged: true',
  ],
  ['another branch of the preprocessor', 'a.c', '#ifdef TEST\n◆wipe();\n#endif', '#ifndef TEST\nwipe();\n#endif'],
  ['the branch of a preprocessor taken away', 'a.c', '#ifdef TEST\n◆wipe();\n#endif', 'wipe();'],
  [
    'a catch taken away',
    'a.ts',
    'function a() {\n  try {\n◆    go(list);\n  } catch (e) { undo(); }\n}',
    'function a() {\n  try {\n    go(list);\n  } finally { undo(); }\n}',
  ],
  [
    'another condition of a target',
    'a.csproj',
    '<Target Condition="$(Dev)">\n◆  <Exec Command="x" />\n</Target>',
    '<Target>\n  <Exec Command="x" />\n</Target>',
  ],
];

const SAME: readonly Case[] = [
  ['lines above and below', 'a.ts', 'a();\n◆go(list);', 'x();\n\na();\ngo(list);\nb();'],
  ['another indentation', 'a.ts', '◆go(list);', '    go(list);'],
  ['white space between tokens', 'a.ts', '◆for (let i = 0; i <= n; i++) go(i);', 'for  (let i = 0;i<=n;i++)go( i );'],
  ['a comment of people', 'a.ts', '◆go(list);', 'go(list); // we know, see 4711'],
  ['a comment of people behind a string', 'a.ts', "◆go('list');", "go('list'); // it's known"],
  ['other line ends', 'a.py', 'def a():\n◆    wipe()\n', 'def a():\r\n    wipe()\r\n'],
  [
    'an edit in another function',
    'a.ts',
    'function b() {\n  if (x) return;\n}\nfunction a() {\n◆  go(list);\n}',
    'function b() {\n  return 2;\n}\nfunction a() {\n  go(list);\n}',
  ],
  [
    'a function moved',
    'a.ts',
    'function b() {\n  go(1);\n}\nfunction a() {\n◆  go(list);\n}',
    'function a() {\n  go(list);\n}\nfunction b() {\n  go(1);\n}',
  ],
  [
    'an edit in another function of Python',
    'a.py',
    'def b():\n    return 1\n\ndef a():\n◆    wipe()',
    'def b():\n    if x:\n        return 2\n\ndef a():\n    wipe()',
  ],
  [
    'another statement behind it in its function',
    'a.ts',
    'function a() {\n  log(1);\n◆  go(list);\n}',
    'function a() {\n  log(1);\n  go(list);\n  log(3);\n}',
  ],
  [
    'another entry of a list',
    'k.yaml',
    'steps:\n  - script: a\n◆  - script: b\n',
    'steps:\n  - script: other\n  - script: b\n  - script: c\n',
  ],
  ['another mapping', 'k.yaml', 'a:\n  x: 1\nb:\n◆  y: 1', 'a:\n  x: 2\nb:\n  y: 1'],
  [
    'an import more',
    'a.ts',
    "import { a } from 'a';\n◆go(a);",
    "import { a } from 'a';\nimport { b } from 'b';\ngo(a);",
  ],
  ['a route more', 'a.js', '◆app.use(cors());', "app.use(cors());\napp.get('/x', x);"],
];

describe('the print of lines in their place', () => {
  for (const [what, path, before, after] of OTHERS)
    it(`is another one with ${what}`, () => {
      assert.ok(stands(path, before, before.replaceAll('◆', '')), 'the control');
      assert.ok(!stands(path, before, after));
    });

  for (const [what, path, before, after] of SAME)
    it(`is the same with ${what}`, () => assert.ok(stands(path, before, after)));

  it('is bound to the file', () => {
    const print = placePrintOf(
      { lines: 'go();'.split('\n'), path: 'a.ts', place: 'a.ts' },
      { startLine: 1, endLine: 1 },
    );
    assert.deepEqual(standsInPlace(print, { lines: 'go();'.split('\n'), path: 'b.ts', place: 'b.ts' }), []);
    assert.deepEqual(standsInPlace(print, { lines: 'x;\ngo();'.split('\n'), path: 'b.ts', place: 'a.ts' }), [
      { startLine: 2, endLine: 2 },
    ]);
  });

  it('is made in no time, whatever the file', () => {
    const files = ['  x();', '{', '}', '(', '}{', ') (', '#if a', '#else', '- a', '`', 'if (a)', 'x = x;'];
    for (const [at, line] of files.entries()) {
      const file = { lines: `${line}\n`.repeat(5000).split('\n'), path: at % 2 ? 'a.ts' : 'a.py', place: 'a' };
      standsInPlace(placePrintOf(file, { startLine: 3000, endLine: 3001 }), file);
    }
  }).timeout(20_000);

  it('among many equal lines is bound to the whole file, and found in no time', () => {
    const text = `function a() {\n${'  run(abc);\n'.repeat(20_000)}}\n`;
    const lines = text.split('\n');
    const print = placePrintOf({ lines, path: 'a.ts', place: 'a.ts' }, { startLine: 5, endLine: 5 });
    assert.equal(standsInPlace(print, { lines, path: 'a.ts', place: 'a.ts' }).length, 20_000);
    assert.deepEqual(standsInPlace(print, { lines: `${text}go();\n`.split('\n'), path: 'a.ts', place: 'a.ts' }), []);
  });

  it('of nothing is empty, and stands nowhere', () => {
    assert.equal(
      placePrintOf({ lines: '\n\n'.split('\n'), path: 'a.ts', place: 'a.ts' }, { startLine: 1, endLine: 2 }),
      '',
    );
    assert.deepEqual(standsInPlace('', { lines: '\n'.split('\n'), path: 'a.ts', place: 'a.ts' }), []);
  });
});
