import assert from 'node:assert/strict';
import fc from 'fast-check';
import { minimatch } from 'minimatch';
import { isSecondPassError } from '../../../src/errors';
import { ownGlobs, readGlobs } from '../../../src/steps/scope/glob';
import { globSet } from '../../../src/steps/scope/glob-set';

const matches = (pattern: string, path: string) => globSet(readGlobs('exclude', [pattern]).globs)(path).length > 0;

/** Pattern, paths it matches, paths it does not. */
const table: [string, string[], string[]][] = [
  ['/src/*.ts', ['src/a.ts'], ['x/src/a.ts', 'src/b/a.ts']],
  ['src/', ['src/a.ts', 'x/src/b/c.ts'], ['src', 'mysrc/a.ts']],
  ['src', ['src', 'src/a.ts', 'x/src/a.ts'], ['src.ts']],
  ['bin', ['x/bin/a.dll'], ['x/binary']],
  ['*.lock', ['sub/yarn.lock', 'yarn.lock', '.lock'], ['yarn.lock.md']],
  ['notes.md', ['notes.md', 'a/b/notes.md'], ['a/notes.mdx']],
  ['**/bin', ['a/bin/x.dll', 'bin/x'], ['a/bins/x']],
  ['./src/**', ['src/a.ts'], ['a/src/a.ts']],
  ['**/bin/**', ['bin/a.dll', 'a/bin/b/c'], ['bin']],
  ['**/*.lock', ['yarn.lock', 'a/yarn.lock'], ['yarn.lock2']],
  ['**.min.js', ['a/b.min.js', 'b.min.js'], ['a/b.js']],
  ['docs/**.md', ['docs/b.md'], ['docs/a/b.md', 'x/docs/b.md']],
  ['**/*.Designer.cs', ['a/x.designer.cs'], ['a/Designer.cs']],
  ['**/*.{png,jpg}', ['a/b.png', 'b.JPG'], ['b.gif']],
  ['@(png|jpg)', ['a/png'], ['a/gif']],
  ['src\\**\\*.cs', [], ['src/a/b.cs']],
  ['src\\app\\x.cs', ['src/app/x.cs'], []],
  ['**/[id].ts', ['app/i.ts'], ['app/[id].ts']],
  ['**/\\[id\\].ts', ['app/[id].ts'], ['app/i.ts']],
  ['\\#notes', ['#notes'], ['notes']],
  ['\\!important', ['a/!important'], ['important']],
  ['/*.md', ['README.md'], ['docs/README.md']],
  ['**/.*', ['.github/x.yml', 'a/.env'], ['a/b']],
  ['*', ['a', '.a/b', 'a/b/c'], []],
  ['**', ['a', '.a/b'], []],
  ['/', [], []],
  ['caf\u00e9/', ['cafe\u0301/a'], []],
  ['src/{a,b/c}/*.ts', ['src/a/x.ts', 'src/b/c/x.ts'], ['src/b/x.ts']],
  ['my folder/', ['my folder/a.ts'], ['folder/a.ts']],
  ['src//app', ['src/app/x'], []],
  ['vendor/*', ['vendor/a', 'vendor/a/b'], ['x/vendor/a']],
];

describe('globs', () => {
  for (const [pattern, matching, others] of table.filter(([pattern]) => pattern !== '/')) {
    it(pattern, () => {
      for (const path of matching) assert.equal(matches(pattern, path), true, `${pattern} matches ${path}`);
      for (const path of others) assert.equal(matches(pattern, path), false, `${pattern} does not match ${path}`);
    });
  }

  it('answers as minimatch does for the pattern and the pattern with /**', () => {
    const name = fc.constantFrom('a', 'b', 'ab', 'a.ts', 'b.min.js', '.env', 'A.cs', 'x.TS', '[id].ts', '.a');
    const part = fc.constantFrom(
      ...['a', 'b', '*', '**', '*.ts', 'a*', '?', '{a,b}', '*.{ts,cs}', '**.js', '[ab]', '@(a|b)', '.*', '*.*', '!(a)'],
      ...['a.TS', '\\[id\\].ts', '*.min.js', '..', '{a,b/c}', '{a/b,c}', '+(a|b)', '**a', '*-a', '[ab', '(a'],
    );
    const joined = (piece: fc.Arbitrary<string>) =>
      fc.array(piece, { minLength: 1, maxLength: 4 }).map((l) => l.join('/'));
    const options = { dot: true, nocase: true, nonegate: true, nocomment: true, platform: 'linux' } as const;
    fc.assert(
      fc.property(joined(part), joined(name), fc.boolean(), (pattern, path, coversFolders) => {
        const globs = [
          ...ownGlobs('x', ['zzz']),
          ...ownGlobs('x', [pattern]).map((glob) => ({ ...glob, coversFolders })),
        ];
        const below = coversFolders && minimatch(path, `${pattern}/**`, options);
        assert.equal(globSet(globs)(path).includes(1), minimatch(path, pattern, options) || below);
      }),
      { numRuns: 3_000, seed: 11 },
    );
  });

  it('splits one line at semicolons, and leaves comments and blank lines out', () => {
    const texts = (list: string[]) => readGlobs('exclude', list).globs.map(({ text, line }) => [line, text]);
    assert.deepEqual(texts(['/web/*;!/web/tests/*']), [
      [1, '/web/*'],
      [2, '!/web/tests/*'],
    ]);
    assert.deepEqual(texts(['# all docs', '', ' docs/ ', 'a;b']), [
      [3, 'docs/'],
      [4, 'a;b'],
    ]);
    assert.deepEqual(texts(['docs/\nnotes.md\r\n\n*.txt']), [
      [1, 'docs/'],
      [2, 'notes.md'],
      [4, '*.txt'],
    ]);
    assert.deepEqual(texts(['# a;b']), []);
  });

  it('tells how backslashes were read', () => {
    assert.match(
      readGlobs('exclude', ['src\\app']).notes.join(),
      /exclude line 1, "src\\\\app": backslashes were read/,
    );
    assert.match(readGlobs('exclude', ['src\\*.cs']).notes.join(), /is the character itself/);
    assert.deepEqual(readGlobs('exclude', ['\\[id\\].ts', '\\!x']).notes, []);
  });

  const bad: [string, string[], RegExp][] = [
    [
      'too long',
      ['ok', 'a'.repeat(513)],
      /Input "exclude" was line 2: "a{80}\.\.\." \(513 characters\); allowed: globs/,
    ],
    ['a brace bomb', ['{a,b}'.repeat(20)], /its braces make more than 1000 alternatives/],
    ['a number bomb', ['{1..1000000}'], /its braces make more than 1000 alternatives/],
    ['many bombs', Array.from({ length: 5 }, (_, i) => `${i}{1..900}`), /line 3.*the list is too long there/],
    ['too many lines', Array.from({ length: 1_001 }, (_, i) => `f${i}`), /line 1001.*the list is too long there/],
    ['nothing', ['!', '/'], /line 1: "!" \(names no file\).*\n.*line 2: "\/" \(names no file\)/],
    ['a control character', ['a\u0007b'], /holds a control character/],
  ];
  for (const [name, list, message] of bad) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => readGlobs('exclude', list),
        (error) => {
          assert.ok(isSecondPassError(error) && error.kind === 'badInput');
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it('ends pathological patterns, whatever the path', () => {
    const bombs = [
      'a*'.repeat(50),
      '@(a|aa|aaa)'.repeat(25),
      '**/a/'.repeat(60),
      `${'+('.repeat(100)}a${')'.repeat(100)}`,
    ];
    const paths = ['a'.repeat(200), `${'a/'.repeat(200)}b`, `${'a'.repeat(100)}/${'a'.repeat(100)}`];
    const set = globSet(
      readGlobs(
        'exclude',
        bombs.map((bomb) => `${bomb}b`),
      ).globs,
    );
    for (const path of paths) assert.ok(set(path).length <= bombs.length);
  });
});
