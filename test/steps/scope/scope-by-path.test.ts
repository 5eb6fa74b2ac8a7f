import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TreeChange } from '../../../src/steps/diff/changed-file';
import {
  COMMITTED_KEYS,
  DEFAULT_EXCLUSIONS,
  NEED_A_SIGN,
  SECRET_NAMES,
} from '../../../src/steps/scope/default-exclusions';
import { type PathSettings, scopeByPath } from '../../../src/steps/scope/scope-by-path';
import { change, noBlob } from './changes';

const settings = (more: Partial<PathSettings> = {}): PathSettings => ({
  include: [],
  exclude: [],
  useDefaultExclusions: true,
  ...more,
});

const scope = (changes: readonly (string | TreeChange)[], more: Partial<PathSettings> = {}) =>
  scopeByPath(
    changes.map((entry) => (typeof entry === 'string' ? change(entry) : entry)),
    settings(more),
  );

const kept = (paths: readonly string[], more: Partial<PathSettings> = {}) =>
  scope(paths, more).kept.map(({ path }) => path);

describe('scope by path', () => {
  it('keeps what nothing excludes, in order', () => {
    assert.deepEqual(kept(['src/b.ts', 'a.ts', 'Dockerfile']), ['src/b.ts', 'a.ts', 'Dockerfile']);
  });

  it('names the rule that skipped a file', () => {
    const { skipped } = scope(['yarn.lock', 'docs/a.md', 'src/a.ts', 'lib/x'], {
      include: ['src', 'docs', '*.lock'],
      exclude: ['docs/'],
    });
    assert.deepEqual(skipped, [
      { path: 'yarn.lock', reason: 'default exclusion', rule: '**/yarn.lock' },
      { path: 'docs/a.md', reason: 'exclude', rule: 'docs/' },
      { path: 'lib/x', reason: 'no line of include matches' },
    ]);
  });

  it('lets the last matching line win', () => {
    assert.deepEqual(kept(['dist/a.js', 'dist/b.js'], { exclude: ['!**/dist/**', 'b.js'] }), ['dist/a.js']);
    assert.deepEqual(kept(['docs/a.md', 'docs/api.md'], { exclude: ['docs/', '!api.md'] }), ['docs/api.md']);
    assert.deepEqual(kept(['docs/a.md', 'docs/api.md'], { exclude: ['!api.md', 'docs/'] }), []);
    assert.deepEqual([...scope(['dist/a.js', 'b.js'], { exclude: ['!dist'] }).reincluded], ['dist/a.js']);
  });

  it('does not let a re-inclusion reach beyond include', () => {
    assert.deepEqual(kept(['web/a.ts', 'api/a.ts'], { include: ['/web/'], exclude: ['!api/'] }), ['web/a.ts']);
    assert.deepEqual(kept(['web/a.ts', 'web/gen/a.ts'], { include: ['/web/', '!gen/'] }), ['web/a.ts']);
    assert.deepEqual(kept(['web/a.ts', 'api/a.ts'], { include: ['!api/'] }), ['web/a.ts']);
    assert.deepEqual(kept(['web/a.ts'], { include: ['# nothing yet', ''] }), ['web/a.ts']);
  });

  it('names lines that matched nothing, and only the user\u2019s', () => {
    const { unusedPatterns } = scope(['a.ts', 'b.ts'], {
      include: ['*.ts', 'nope'],
      exclude: ['b.ts', '*.ts', '!c.ts'],
    });
    assert.deepEqual(unusedPatterns, ['nope', '!c.ts']);
  });

  const lists: [line: string, isOne: boolean][] = [
    ['src/**, docs/**', true],
    ['!src/**,docs/**', true],
    ['*.{png,jpg},*.gif', true],
    ['*.{png,jpg}', false],
    ['{a,{b,c}}/**', false],
    ['[a,b].txt', false],
    ['docs', false],
  ];
  for (const [line, isOne] of lists) {
    it(`${line} that matched nothing: ${isOne ? 'looks like several globs' : 'is one glob'}`, () => {
      const { warnings, unusedPatterns } = scope(['x.ts'], { exclude: ['# mine', line] });
      const told =
        `Input "exclude" line 2 was "${line}", one glob, which matched no changed file: ` +
        'a comma does not part globs. Write each on a line of its own (docs/globs.md).';
      assert.deepEqual([warnings, unusedPatterns], isOne ? [[told], []] : [[], [line]]);
    });
  }

  it('says nothing of a comma in a name that is there', () => {
    assert.deepEqual(scope(['a,b.txt'], { exclude: ['a,b.txt'] }).warnings, []);
  });

  it('asks both paths of a rename', () => {
    const renamed = (oldPath: string, path: string) => change(path, { oldPath, change: 'renamed' });
    const paths = (entry: TreeChange) => scope([entry]).kept.length;
    assert.equal(paths(renamed('lib/a.png', 'src/a.c')), 1);
    assert.equal(paths(renamed('src/a.c', 'lib/a.png')), 1);
    assert.equal(paths(renamed('lib/b.png', 'lib/a.png')), 0);
  });

  it('names submodules as such', () => {
    const link = { oldMode: '160000', newMode: '160000' };
    const gone = change('lib/b', { ...link, newMode: '000000', newBlob: noBlob, change: 'deleted' });
    const filled = change('lib/c', { ...link, newMode: '100644', change: 'typeChanged' });
    const { skipped, kept } = scope([change('lib/a', link), gone, filled]);
    assert.deepEqual(skipped, [
      { path: 'lib/a', reason: 'submodule', rule: 'commit 6f6c64206c to 6e6577206c' },
      { path: 'lib/b', reason: 'submodule', rule: 'commit 6f6c64206c to none' },
    ]);
    assert.deepEqual(kept, [filled]);
  });

  describe('secrets by name', () => {
    it('never leave, whatever the defaults and wide lines say', () => {
      for (const more of [
        {},
        { useDefaultExclusions: false },
        { exclude: ['!**'] },
        { exclude: ['!conf/**', '!**/*.*'] },
      ]) {
        const { kept, skipped, secretPaths } = scope(['conf/.env', 'conf/a.pem'], more);
        assert.deepEqual(kept, []);
        assert.deepEqual(
          skipped.map(({ reason }) => reason),
          ['secret by its name', 'secret by its name'],
        );
        assert.deepEqual(secretPaths, ['conf/.env', 'conf/a.pem']);
      }
    });

    it('are files like others once a line names them', () => {
      const named = scope(['conf/public.pem', 'test/a.key'], { exclude: ['!conf/*.pem', 'test/*.key'] });
      assert.deepEqual(
        named.kept.map(({ path }) => path),
        ['conf/public.pem'],
      );
      assert.deepEqual(named.secretPaths, []);
    });

    it('are told and no secrets where teams commit them on purpose', () => {
      const { kept, skipped, secretPaths } = scope(['src/Key.snk', 'android/app/debug.keystore', 'a/release.keystore']);
      assert.deepEqual(kept, []);
      assert.ok(skipped.every(({ reason, missed }) => reason === 'secret by its name' && missed));
      assert.deepEqual(secretPaths, ['a/release.keystore']);
    });

    it('are not sent when they are deleted either, and known, so that what they held is sent nowhere', () => {
      const { secretPaths, skipped } = scope([
        change('.env', { newMode: '000000', newBlob: noBlob, change: 'deleted' }),
      ]);
      assert.deepEqual(secretPaths, ['.env']);
      assert.equal(skipped[0]?.reason, 'secret by its name');
    });
  });

  describe('default exclusions', () => {
    const excluded = [
      ...[
        'package-lock.json',
        'sub/yarn.lock',
        'go.sum',
        'Cargo.lock',
        'a/b/packages.lock.json',
        'img/logo.PNG',
        'a.svg',
      ],
      ...['x/bootstrap.min.css', 'app.js.map'],
      ...['target/classes/A.class', 'a/__pycache__/b.pyc'],
      ...['Forms/Main.Designer.cs', 'x.g.cs', 'api.pb.go', 'api_pb2.py'],
      ...['a.snap', '__snapshots__/b.tsx', 'data.csv', 'main.tfstate'],
      ...['.vs/config.json', '.idea/a.xml'],
    ];
    const suspected = [
      'lib/jquery-3.6.0.js',
      'node_modules/a/index.js',
      'vendor/x/y.go',
      'Pods/A/B.m',
      'src/App/obj/Debug/x.cs',
      'bin/Debug/net8.0/a.json',
      'dist/main.js',
      'src/__generated__/q.ts',
      'Migrations/AppModelSnapshot.cs',
      'gradle/wrapper/gradle-wrapper.properties',
      'gradlew',
      'wwwroot/lib/a/b.js',
    ];
    const reviewed = [
      ...[
        'package.json',
        'tsconfig.json',
        'go.mod',
        'src/lock.ts',
        'types/a.d.ts',
        'bin/run.js',
        'build/tasks.ts',
        'out/x.ts',
      ],
      ...[
        'packages/a/index.ts',
        'Migrations/20240101_Init.cs',
        'Strings.resx',
        'de.po',
        'schema.sql',
        'web.config',
        'a.csproj',
      ],
      ...[
        'requirements.txt',
        '.gitignore',
        '.gitattributes',
        '.github/workflows/a.yml',
        'azure-pipelines.yml',
        'Dockerfile',
      ],
      ...[
        'testdata/a.json',
        'cache/a.ts',
        'coverage/report.ts',
        'TestResults/Parser.cs',
        'configure',
        'ui_main.h',
        'env.ts',
      ],
      ...[
        'src/env/production.ts',
        'keys.ts',
        'src/designer.cs',
        '.env.example',
        'openapi.json',
        'distance.ts',
        'objects/a.cs',
      ],
    ];
    it('skip what tools write', () => assert.deepEqual(kept(excluded), []));
    it('keep what people write', () => assert.deepEqual(kept(reviewed), reviewed));
    it('can be switched off', () => assert.deepEqual(kept(excluded, { useDefaultExclusions: false }), excluded));
    it('wait for a second sign where people use the name too', () => {
      assert.deepEqual(kept(suspected), suspected);
      assert.deepEqual([...scope(suspected).suspected.keys()], suspected);
      assert.equal(scope(suspected, { exclude: ['!*'] }).suspected.size, 0);
    });
    it('are 163 lines, 85 that need a sign and 8 of secrets, each reaching the root', () => {
      assert.equal(DEFAULT_EXCLUSIONS.length, 163);
      assert.equal(NEED_A_SIGN.length, 85);
      assert.equal(SECRET_NAMES.length, 8);
      for (const pattern of [...DEFAULT_EXCLUSIONS, ...NEED_A_SIGN, ...SECRET_NAMES, ...COMMITTED_KEYS])
        assert.match(pattern, /^\*\*\/[^!#\s]/);
    });
  });

  it('loses no change', () => {
    const name = fc.constantFrom('a.ts', '.env', 'yarn.lock', 'dist', 'src', 'x.pem', 'b.png', 'docs');
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
    const line = fc.tuple(fc.constantFrom('', '!'), fc.oneof(path, fc.constantFrom('**', '*.ts', 'src/', '/docs/*')));
    const lines = fc.array(
      line.map((parts) => parts.join('')),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.uniqueArray(path), lines, lines, fc.boolean(), (paths, include, exclude, useDefaultExclusions) => {
        const { kept, skipped } = scope(paths, { include, exclude, useDefaultExclusions });
        assert.deepEqual([...kept, ...skipped].map((entry) => entry.path).sort(), [...paths].sort());
      }),
    );
  });

  it('takes 200 lines against 20,000 paths', () => {
    const paths = Array.from(
      { length: 20_000 },
      (_, i) => `src/m${i % 10}/n${i % 500}/file${i}.${['ts', 'cs', 'py'][i % 3]}`,
    );
    const kinds = (i: number) => [`**/file${i}.ts`, `/src/m${i}/**/gen*.cs`, `src/**/n${i}/*.py`, `**/{a,b}${i}/**`];
    const exclude = Array.from({ length: 200 }, (_, i) => kinds(i)[i % 4] ?? '');
    const { kept, skipped } = scope(paths, { exclude });
    assert.equal(kept.length + skipped.length, 20_000);
    assert.equal(skipped.filter(({ rule }) => rule === '**/file0.ts').length, 1);
    assert.equal(skipped.filter(({ rule }) => rule === 'src/**/n2/*.py').length, 14);
  });
});
