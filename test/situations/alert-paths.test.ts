import assert from 'node:assert/strict';
import { reviewed, type Situation, sarifOf } from './reviewed';

const BASE = { 'src/Run.ts': 'export function run(x: string) {\n  return x;\n}\n', 'src/other.ts': 'eval("1");\n' };
const SOURCE = { ...BASE, 'src/Run.ts': 'export function run(x: string) {\n  return eval(x);\n}\n' };
const ENFORCED = { sarif: 'out/*.sarif', enforcedRules: 'shop.no-eval' };

function situation(uri: string, more: Partial<Situation> = {}): Situation {
  return { base: BASE, source: SOURCE, inputs: ENFORCED, sarif: { 'out/lint.sarif': sarifOf([[uri, 2]]) }, ...more };
}

/** One result of the enforced rule, with these locations. */
function reportOf(locations: readonly unknown[]): object {
  const results = [{ ruleId: 'shop.no-eval', level: 'error', message: { text: 'No eval.' }, locations }];
  return { version: '2.1.0', runs: [{ tool: { driver: { name: 'Lint', version: '1' } }, results }] };
}

/** The name of the fake's repository is `sample`. */
const WINDOWS = { workingFolder: 'D:\\a\\1\\s' };

describe('an alert of an enforced rule on a changed line fails the review however its path is spelt', () => {
  /** Address in the report, and how the run is set up. */
  const spellings: [string, Partial<Situation>][] = [
    ['src/Run.ts', {}],
    // Two repositories are checked out, this one in a folder of its name.
    ['/agent/1/s/sample/src/Run.ts', {}],
    ['sample/src/Run.ts', {}],
    ['file:///agent/1/s/sample/src/Run.ts', {}],
    // The checkout has a path of its own.
    ['/agent/1/s/custom/src/Run.ts', { checkoutFolders: ['/agent/1/s/custom'] }],
    ['src\\Run.ts', {}],
    ['.\\src\\Run.ts', {}],
    ['file:///d%3A/a/1/s/src/Run.ts', WINDOWS],
    ['file:///D:/a/1/s/src/Run.ts', WINDOWS],
    ['file:///d|/a/1/s/src/Run.ts', WINDOWS],
    ['\\\\?\\D:\\a\\1\\s\\src\\Run.ts', WINDOWS],
    ['d:/a/1/s/sample/SRC/run.TS', WINDOWS],
    ['src/run.ts', WINDOWS],
    ['file:///d:/a/1/s/src/run.ts', WINDOWS],
    // Git Bash, WSL and Cygwin have names of their own for a drive.
    ['/d/A/1/s/SRC/run.ts', WINDOWS],
    ['/mnt/d/a/1/s/src/RUN.ts', WINDOWS],
    ['/cygdrive/D/a/1/s/Src/Run.ts', WINDOWS],
    ['file:///cygdrive/d/a/1/s/sample/src/run.ts', WINDOWS],
    // The tool ran elsewhere: a container, another machine, a page of the repository.
    ['file:///d%3A/a/1/s/src/Run.ts', {}],
    ['/src/src/Run.ts', {}],
    ['/github/workspace/src/Run.ts', {}],
    ['/code/src/Run.ts', {}],
    ['https://example.test/shop/blob/main/src/Run.ts', {}],
    // The tool ran in a folder of the repository.
    ['Run.ts', {}],
  ];
  for (const [uri, more] of spellings) {
    it(`${uri}${more.workingFolder ? ` below ${more.workingFolder}` : ''}`, async () => {
      const { record, threads, status } = await reviewed(situation(uri, more));
      assert.equal(record.ending.verdict, 'FAIL', record.notes.join('\n'));
      assert.equal(status?.state, 'failed');
      assert.deepEqual([threads[0]?.path, threads[0]?.range?.startLine], ['src/Run.ts', 2]);
    });
  }

  it('a backslash from a tool that writes paths as they are', async () => {
    const report = sarifOf([['src\\Run.ts', 2]], { tool: 'Opengrep OSS' });
    const { record } = await reviewed(situation('', { sarif: { 'out/opengrep.sarif': report } }));
    assert.equal(record.ending.verdict, 'FAIL');
  });

  for (const name of ['git:a/evil.ts', 'c:/evil.ts', 'c:/other.ts'])
    it(`a folder that is called as a scheme or a drive is: ${name}`, async () => {
      const places: [string, number][] = [
        ['/agent/1/s/src/other.ts', 1],
        [name, 2],
      ];
      const source = { ...SOURCE, [name]: 'a\neval(b)\n' };
      const { record } = await reviewed(situation('', { source, sarif: { 'out/lint.sarif': sarifOf(places) } }));
      assert.equal(record.ending.verdict, 'FAIL');
    });

  for (const name of ['evil%EF%BF%BD', 'evil%EF%BF%BD%EF%BF%BD', 'evil%3F', 'evil%C3%83%C2%A9'])
    it(`letters that the tool could not write, beside an address of this checkout: ${name}`, async () => {
      const places: [string, number][] = [
        ['/agent/1/s/src/other.ts', 1],
        [`file:///agent/1/s/src/${name}.ts`, 2],
      ];
      const source = { ...BASE, 'src/evil\u00e9.ts': 'a\neval(b)\n' };
      const { record } = await reviewed(situation('', { source, sarif: { 'out/lint.sarif': sarifOf(places) } }));
      assert.equal(record.ending.verdict, 'FAIL', record.problems.join());
    });

  it('a tab in a name, from a tool that names this checkout', async () => {
    const source = { ...SOURCE, 'src/a\tb.ts': 'a\neval(b)\n' };
    const places = [
      ['/agent/1/s/src/other.ts', 1],
      ['file:///agent/1/s/src/a%09b.ts', 2],
    ] as const;
    const { record } = await reviewed(situation('', { source, sarif: { 'out/lint.sarif': sarifOf(places) } }));
    assert.equal(record.ending.verdict, 'FAIL');
  });

  it('a decomposed letter, as macOS writes them', async () => {
    const base = { 'src/Zähler.ts': 'a\nb\n' };
    const source = { 'src/Zähler.ts': 'a\neval(b)\n' };
    const { record } = await reviewed(situation('src/Za\u0308hler.ts', { base, source }));
    assert.equal(record.ending.verdict, 'FAIL');
  });

  it('is told as a guess where the end of the path is all that fits', async () => {
    const { record } = await reviewed(
      situation('/src/app/main.py', {
        base: { 'app/main.py': 'a\nb\n' },
        source: { 'app/main.py': 'a\neval(b)\n' },
      }),
    );
    assert.equal(record.ending.verdict, 'FAIL');
    assert.match(record.notes.join('\n'), /a guess: "\/src\/app\/main\.py" as app\/main\.py/);
  });
});

describe('an address of an enforced rule that is no file of the repository makes the review partial', () => {
  const link = { source: { ...SOURCE, lnk: 'src' }, modes: { source: { lnk: '120000' } } } as const;
  const addresses: [string, Partial<Situation>][] = [
    ['src/Run.js', {}],
    ['src', {}],
    ['SRC/OTHER.TS', {}],
    ['/agent/1/s/src/run.ts', {}],
    ['lnk/other.ts', link],
    ['/agent/1/s/lnk/other.ts', link],
  ];
  for (const [uri, more] of addresses) {
    it(uri, async () => {
      const { record } = await reviewed(situation(uri, more));
      assert.equal(record.situation, 'partlyReviewed', record.notes.join('\n'));
      assert.match(record.problems.join('\n'), /names files that the repository does not have/);
    });
  }

  it('control: not where the rule is not enforced', async () => {
    const { record } = await reviewed(situation('src/Run.js', { inputs: { sarif: 'out/*.sarif' } }));
    assert.equal(record.situation, 'reviewed');
  });
});

describe('a result of an enforced rule in a file that a build made', () => {
  const Made = [
    'obj/Debug/net8.0/Page.g.cs',
    'dist/other.js',
    '/agent/1/s/build/lib/x.py',
    'node_modules/tool/src/Run.ts',
    'dist/node_modules/Run.ts',
  ];
  for (const uri of Made) {
    it(`is told, and fails nothing: ${uri}`, async () => {
      const { record } = await reviewed(situation(uri));
      assert.equal(record.situation, 'reviewed', record.problems.join('\n'));
      assert.match(
        record.notes.join('\n'),
        /1 result of an enforced rule stands in files that the repository does not have/,
      );
    });
  }

  it('is told where the tool names files of this checkout, whatever the folder is called', async () => {
    const report = sarifOf([
      ['/agent/1/s/src/other.ts', 1],
      ['/agent/1/s/generated/x.ts', 1],
    ]);
    const { record } = await reviewed(situation('', { sarif: { 'out/lint.sarif': report } }));
    assert.equal(record.situation, 'reviewed', record.problems.join('\n'));
    assert.match(record.notes.join('\n'), /count for nothing: "generated\/x\.ts"/);
  });

  for (const uri of ['dist/Run.ts', 'build/lib/src/Run.ts', '/agent/1/s/obj/src/Run.ts']) {
    it(`makes the review partial where it was made of a changed file: ${uri}`, async () => {
      const { record } = await reviewed(situation(uri));
      assert.equal(record.situation, 'partlyReviewed', record.notes.join('\n'));
      assert.match(record.problems.join('\n'), /in what a build made of changed files, and not in these themselves/);
    });
  }

  it('is a second one where the rule found the same in the changed file', async () => {
    const report = sarifOf([
      ['src/Run.ts', 1],
      ['dist/Run.ts', 2],
    ]);
    const { record } = await reviewed(situation('', { sarif: { 'out/lint.sarif': report } }));
    assert.equal(record.situation, 'reviewed', record.problems.join('\n'));
  });
});

describe('controls: what stands elsewhere is counted truly and fails nothing', () => {
  const fates: [string, string, Partial<Situation>, RegExp][] = [
    ['an unchanged file', 'src/other.ts', {}, /1 in files that were not changed/],
    ['an unchanged file below a container root', '/src/src/other.ts', {}, /1 in files that were not changed/],
    ['a file that a build made', 'node_modules/tool/src/Run.ts', {}, /1 in files that were not changed/],
    [
      'another repository that is checked out beside',
      '/agent/1/s/tools/src/Run.ts',
      {
        sarif: {
          'out/lint.sarif': sarifOf([
            ['/agent/1/s/sample/src/other.ts', 1],
            ['/agent/1/s/tools/src/Run.ts', 2],
          ]),
        },
      },
      /2 in files that were not changed/,
    ],
    [
      'another repository beside this one, from a tool that saw no other',
      '/agent/1/s/tools/src/Run.ts',
      { checkoutFolders: ['/agent/1/s/sample', '/agent/1/s'] },
      /1 in files that were not changed/,
    ],
    [
      'a file of the system, from a tool that names this checkout',
      '/usr/include/src/Run.ts',
      {
        sarif: {
          'out/lint.sarif': sarifOf([
            ['/agent/1/s/src/other.ts', 1],
            ['/usr/include/src/Run.ts', 2],
          ]),
        },
      },
      /2 in files that were not changed/,
    ],
    [
      'an unchanged line',
      'src/Run.ts',
      { sarif: { 'out/lint.sarif': sarifOf([['src/Run.ts', 1]]) } },
      /1 elsewhere in changed files/,
    ],
  ];
  for (const [what, uri, more, note] of fates) {
    it(what, async () => {
      const { record, status } = await reviewed(situation(uri, more));
      assert.equal(record.ending.verdict, 'PASS', record.problems.join());
      assert.equal(status?.state, 'succeeded');
      assert.match(record.notes.join('\n'), note);
    });
  }
});

describe('a path that nobody understands makes the review a partial one', () => {
  const two = {
    base: { 'a/main.py': 'a\nb\n', 'b/main.py': 'a\nb\n' },
    source: { 'a/main.py': 'a\neval(b)\n', 'b/main.py': 'a\neval(b)\n' },
  };
  it('where two changed files end alike', async () => {
    const { record, status } = await reviewed(situation('/work/main.py', two));
    assert.deepEqual([record.situation, status?.state], ['partlyReviewed', 'error']);
    assert.match(record.problems.join('\n'), /1 static-analysis result was not placed.*"\/work\/main\.py"/);
    assert.match(record.problems.join('\n'), /relative to the root of the repository/);
  });

  it('names three of many', async () => {
    const places = [1, 2, 3, 4, 5].map((number) => [`/x${number}/main.py`, 2] as const);
    const { record } = await reviewed(situation('', { ...two, sarif: { 'out/lint.sarif': sarifOf(places) } }));
    assert.match(record.problems.join('\n'), /5 static-analysis results were not placed.*\/x3\/main\.py", and 2 more/);
    assert.match(record.notes.join('\n'), /5 at paths that were not understood/);
  });
});

describe('an enforced alert counts wherever the file stands', () => {
  const base = { 'package-lock.json': '{\n  "a": 1\n}\n', 'src/a.ts': 'a\n' };
  const source = { 'package-lock.json': '{\n  "a": 2\n}\n', 'src/a.ts': 'b\n' };
  const alert = { base, source, sarif: { 'out/trivy.sarif': sarifOf([['package-lock.json', 2]]) } };

  it('on a changed line of a lock file, which is not sent', async () => {
    const { record, threads, sent } = await reviewed(situation('', alert));
    assert.equal(record.ending.verdict, 'FAIL');
    assert.deepEqual([threads[0]?.path, threads[0]?.range?.startLine], ['package-lock.json', 2]);
    assert.doesNotMatch(sent, /"a": 2/);
  });

  it('on a changed line of a file that the customer excludes', async () => {
    const inputs = { ...ENFORCED, exclude: 'src/**' };
    const { record, sent } = await reviewed(situation('src/Run.ts', { inputs }));
    assert.equal(record.ending.verdict, 'FAIL');
    assert.equal(sent, '');
  });

  it('on a changed line of a file whose name speaks of secrets, without its content', async () => {
    const files = { base: { '.env': 'A=1\nB=2\n' }, source: { '.env': 'A=1\nTOKEN=hunter2hunter2\n' } };
    const { record, threads, sent } = await reviewed(situation('.env', files));
    assert.equal(record.ending.verdict, 'FAIL');
    assert.doesNotMatch(JSON.stringify([threads, record]) + sent, /hunter2/);
  });

  it('on a line of a generated file', async () => {
    const header = '// Code generated by tool. DO NOT EDIT.\n';
    const files = { base: { 'gen/a.ts': `${header}a\n` }, source: { 'gen/a.ts': `${header}eval(b)\n` } };
    assert.equal((await reviewed(situation('gen/a.ts', files))).record.ending.verdict, 'FAIL');
  });

  it('not on an unchanged line of it, and not for a rule that is not enforced', async () => {
    const beside = await reviewed(
      situation('', { ...alert, sarif: { 'o.sarif': sarifOf([['package-lock.json', 1]]) } }),
    );
    assert.equal(beside.record.ending.verdict, 'PASS');
    assert.match(beside.record.notes.join('\n'), /1 in changed files that were left out/);
    const free = await reviewed(situation('', { ...alert, inputs: { sarif: 'out/*.sarif' } }));
    assert.equal(free.record.ending.verdict, 'PASS');
    assert.match(free.record.notes.join('\n'), /1 in changed files that were left out/);
  });

  const regions: unknown[] = [undefined, {}, { startLine: 0 }, { startLine: -3 }, { startLine: 2.5 }, 'x'];
  for (const region of [...regions, { snippet: { text: 'eval' } }]) {
    it(`anywhere in a changed file, where its lines cannot be told: ${JSON.stringify(region)}`, async () => {
      const sarif = {
        'out/lint.sarif': reportOf([{ physicalLocation: { artifactLocation: { uri: 'src/Run.ts' }, region } }]),
      };
      const { record } = await reviewed(situation('', { sarif }));
      assert.equal(record.ending.verdict, 'FAIL');
      assert.match(record.notes.join('\n'), /1 on changed lines/);
      const free = await reviewed(situation('', { sarif, inputs: { sarif: 'out/*.sarif' } }));
      assert.equal(free.record.ending.verdict, 'PASS');
    });
  }

  it('and nobody knows that it is kept where a result names no file', async () => {
    const sarif = { 'out/lint.sarif': reportOf([]) };
    const { record, status } = await reviewed(situation('', { sarif }));
    assert.deepEqual([record.situation, status?.state], ['partlyReviewed', 'error']);
    assert.match(record.problems.join('\n'), /1 result of an enforced rule names no file: "shop\.no-eval"/);
    const free = await reviewed(situation('', { sarif, inputs: { sarif: 'out/*.sarif' } }));
    assert.equal(free.record.situation, 'reviewed');
  });

  it('however many other results stand before it', async () => {
    const many = Array.from({ length: 25_010 }, () => ['src/other.ts', 1] as const);
    const report = sarifOf(many, { ruleId: 'noise' }) as { runs: { results: unknown[] }[] };
    report.runs[0]?.results.push(...(sarifOf([['src/Run.ts', 2]]) as typeof report).runs[0]!.results);
    const { record } = await reviewed(situation('', { sarif: { 'out/noise.sarif': report } }));
    assert.equal(record.ending.verdict, 'FAIL');
  });

  it('and a report that is cut off or empty is no pass', async () => {
    const broken = { version: '2.1.0', runs: [] };
    const { record, status } = await reviewed(situation('', { sarif: { 'out/lint.sarif': broken } }));
    assert.deepEqual([record.situation, status?.state], ['partlyReviewed', 'error']);
    const control = await reviewed(
      situation('', { sarif: { 'out/lint.sarif': broken }, inputs: { sarif: 'out/*.sarif' } }),
    );
    assert.equal(control.record.situation, 'reviewed');
  });
});
