import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readSarif, readSarifFiles } from '../../../src/steps/alerts/read-sarif';
import type { Checkout } from '../../../src/steps/alerts/sarif-path';
import type { SarifLimits } from '../../../src/steps/alerts/sarif-result';
import { anyText } from '../../fakes/any-text';

function read(
  value: unknown,
  more: { checkout?: Checkout; limits?: Partial<SarifLimits>; isEnforced?: () => boolean } = {},
) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return readSarif(Buffer.from(text), { name: 'out/x.sarif', ...more });
}

function run(more: object = {}, driver: object = {}) {
  return { tool: { driver: { name: 'T', ...driver } }, results: [], ...more };
}

function log(...runs: object[]) {
  return { version: '2.1.0', runs };
}

function result(uri: string, more: object = {}) {
  const physicalLocation = { artifactLocation: { uri }, region: { startLine: 2 } };
  return { ruleId: 'R', message: { text: 'm' }, locations: [{ physicalLocation }], ...more };
}

describe('readSarif', () => {
  /** What is wrong, what the note must say. */
  const broken: [string, unknown, RegExp][] = [
    ['an empty file', '', /out\/x\.sarif is empty/],
    ['no JSON', 'hello', /is not valid JSON/],
    ['JSON that is no object', '[1]', /has no list of runs/],
    ['an object of another kind', { version: '2.1.0' }, /has no list of runs/],
    ['runs that are no list', { version: '2.1.0', runs: 3 }, /has no list of runs/],
    ['no runs', log(), /holds no runs/],
    ['runs: null', { version: '2.1.0', runs: null }, /holds no runs/],
    ['a run without results', log({ tool: { driver: { name: 'T' } } }), /T: no list of results/],
    ['results: null', log(run({ results: null })), /T: no list of results/],
    ['results that are no list', log(run({ results: 42 })), /T: its results are not a list/],
    ['version 1', { version: '1.0.0', runs: [] }, /version 1.*version=2\.1<\/ErrorLog>/],
    ['version 1 by its schema', { $schema: 'http://json.schemastore.org/sarif-1.0.0', runs: [] }, /version 1/],
    ['a failed run', log(run({ invocations: [{ executionSuccessful: false }] })), /did not run successfully/],
    [
      'errors beside success',
      log(
        run({
          invocations: [
            {
              executionSuccessful: true,
              toolExecutionNotifications: [
                { level: 'error', descriptor: { id: 'E1' }, message: { text: 'secret source line' } },
              ],
            },
          ],
        }),
      ),
      /reported 1 error\(s\) \(E1\)/,
    ],
  ];
  for (const [what, value, note] of broken) {
    it(`says so and counts as partial: ${what}`, () => {
      const reading = read(value);
      assert.equal(reading.partial, true);
      assert.match(reading.notes.join('\n'), note);
      assert.doesNotMatch(reading.notes.join('\n'), /secret source/);
    });
  }

  it('takes an empty list of results for a clean run', () => {
    assert.deepEqual(read(log(run())), {
      file: 'out/x.sarif',
      results: [],
      withoutProblem: 0,
      tools: [{ name: 'T' }],
      notes: [],
      partial: false,
      unread: [],
    });
  });

  it('reads UTF-8 with and without byte-order mark and UTF-16 of both kinds', () => {
    const text = JSON.stringify(log(run({ results: [result('ü.ts')] })));
    const little = Buffer.from(text, 'utf16le');
    const big = Buffer.from(little).swap16();
    const mark = (bytes: number[], content: Buffer) => Buffer.concat([Buffer.from(bytes), content]);
    const files = [
      Buffer.from(text),
      mark([0xef, 0xbb, 0xbf], Buffer.from(text)),
      little,
      mark([0xff, 0xfe], little),
      big,
      mark([0xfe, 0xff], big),
    ];
    for (const bytes of files)
      assert.equal(readSarif(bytes, { name: 'x' }).results[0]?.path, 'ü.ts', bytes.subarray(0, 4).toString('hex'));
  });

  it('keeps the whole results of a file that ends too early, wherever it ends', () => {
    const results = ['a.ts', 'b.ts', 'c.ts'].map((uri) => result(uri, { message: { text: 'quote " brace } \\' } }));
    const text = JSON.stringify(log(run({ results })));
    for (let end = 1; end < text.length; end += 1) {
      const reading = read(text.slice(0, end));
      assert.equal(reading.partial, true, `cut at ${end}`);
      const paths = reading.results.map(({ path }) => path);
      assert.deepEqual(paths, ['a.ts', 'b.ts', 'c.ts'].slice(0, paths.length));
      assert.ok(reading.results.every(({ ruleId, message }) => ruleId === 'R' && message.endsWith('\\')));
    }
    assert.equal(read(text.slice(0, -3)).results.length, 2);
  });

  it('reads no more of all files together than one can look at, and says so', () => {
    const many = log(run({ results: Array.from({ length: 25_000 }, () => ({ ruleId: 'R', message: { text: 'm' } })) }));
    const content = Buffer.from(JSON.stringify(many));
    const files = ['a', 'b', 'c', 'd'].map((name) => ({ name, content }));
    const readings = readSarifFiles(files, { isEnforced: () => true });
    assert.deepEqual(
      readings.map(({ results, partial }) => [results.length, partial]),
      [...Array.from({ length: 3 }, () => [25_000, false]), [0, true]],
    );
  });

  it('keeps its limits', () => {
    const many = log(run({ results: Array.from({ length: 30 }, () => result('a.ts')) }));
    assert.equal(read(many, { limits: { results: 10 } }).results.length, 10);
    assert.match(read(many, { limits: { results: 10 } }).notes.join(), /beyond the first 10/);
    const kept = read(many, { limits: { results: 10, enforced: 20 }, isEnforced: () => true });
    assert.deepEqual([kept.results.length, kept.partial], [20, true]);
    assert.match(read(many, { limits: { bytes: 100 } }).notes.join(), /larger than/);
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    assert.match(read(`{"version":"2.1.0","runs":[{"x":${deep}}]}`).notes.join(), /deeper than 200/);
    assert.match(read(log(run(), run(), run()), { limits: { runs: 2 } }).notes.join(), /first 2 of 3 runs/);
    const long = read(log(run({ results: [result('a.ts', { message: { text: 'x'.repeat(9_999) } })] })));
    assert.equal(long.results[0]?.message.length, 2_001);
  });

  it('finds nothing by inherited names', () => {
    const messages = ['__proto__', 'constructor', 'toString'].map((id) => ({ ruleId: 'R', message: { id } }));
    const rules = [{ id: 'R', shortDescription: { text: 'short' } }];
    const text = `{"__proto__":{"polluted":1},${JSON.stringify(log(run({ results: messages }, { rules }))).slice(1)}`;
    const reading = read(text);
    assert.deepEqual(
      reading.results.map(({ message }) => message),
      ['short', 'short', 'short'],
    );
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  /** Address, base ids, path or null for outside. */
  const addresses: [string, object, string | null][] = [
    ['src/a.ts', {}, 'src/a.ts'],
    ['./src/./a.ts', {}, 'src/a.ts'],
    ['src/../a.ts', {}, 'a.ts'],
    ['../a.ts', {}, null],
    ['%2e%2e/a.ts', {}, null],
    ['src/a%20b%2525.ts', {}, 'src/a b%25.ts'],
    ['src/100%.ts', {}, 'src/100%.ts'],
    ['src\\win\\a.cs', {}, 'src/win/a.cs'],
    ['file:///w/s/a.ts', {}, 'a.ts'],
    ['file:/w/s/a.ts', {}, 'a.ts'],
    ['file:////w/s/a.ts', {}, 'a.ts'],
    ['file://localhost/w/s/a.ts', {}, 'a.ts'],
    ['file://server/w/s/a.ts', {}, null],
    ['file:///w/s/../../etc/passwd', {}, null],
    ['file:///w/sibling/a.ts', {}, null],
    ['/w/s/a.ts', {}, 'a.ts'],
    ['/w/s/repo/a.ts', {}, 'a.ts'],
    ['/etc/passwd', {}, null],
    ['file:///D:/A/1/s/Src/a.cs', {}, 'Src/a.cs'],
    ['D:\\a\\1\\S\\a.cs', {}, 'a.cs'],
    ['/d/a/1/s/a.cs', {}, 'a.cs'],
    ['/mnt/D/a/1/s/a.cs', {}, 'a.cs'],
    ['/cygdrive/d/a/1/S/a.cs', {}, 'a.cs'],
    ['file:///d/a/1/s/%20a.cs', {}, ' a.cs'],
    ['/d/a/1/sibling/a.cs', {}, null],
    ['/e/a/1/s/a.cs', {}, null],
    ['/mnt/data/a/1/s/a.cs', {}, null],
    ['https://example.com/a.ts', {}, null],
    ['javascript:alert(1)', {}, null],
    ['a.ts', { B: { uri: 'src/', uriBaseId: 'A' }, A: { uri: 'file:///w/s/' } }, 'src/a.ts'],
    ['a.ts', { B: { uri: 'file:///elsewhere/' } }, null],
    ['a.ts', { B: { uri: 'file:///' } }, 'a.ts'],
    ['a.ts', { B: { uri: 'src', uriBaseId: 'B' } }, `${'src/'.repeat(20)}a.ts`],
  ];
  for (const [uri, originalUriBaseIds, path] of addresses) {
    it(`reads the address ${uri} with ${JSON.stringify(originalUriBaseIds)}`, () => {
      const artifactLocation = { uri, uriBaseId: 'B' };
      const results = [
        { ruleId: 'R', message: { text: 'm' }, locations: [{ physicalLocation: { artifactLocation } }] },
      ];
      const roots = ['/w/s', '/w/s/repo', 'd:\\a\\1\\s\\'];
      const [read1] = read(log(run({ results, originalUriBaseIds })), { checkout: { roots } }).results;
      assert.equal(read1?.path ?? null, path);
      assert.equal(read1?.unplaced, path === null ? 'outside' : undefined);
    });
  }

  it('takes paths of Semgrep as they are written', () => {
    const semgrep = run({ results: [result('src/a%41.py')] }, { name: 'Semgrep OSS' });
    assert.equal(read(log(semgrep)).results[0]?.path, 'src/a%41.py');
  });

  /** Result and rule members, level. */
  const levels: [object, object, string | undefined][] = [
    [{ level: 'error' }, { defaultConfiguration: { level: 'note' } }, 'error'],
    [{ level: 'none' }, {}, 'note'],
    [{ level: 'fatal' }, {}, 'warning'],
    [{ kind: 'pass' }, {}, undefined],
    [{ kind: 'notApplicable', level: 'error' }, {}, undefined],
    [{ kind: 'review' }, { defaultConfiguration: { level: 'error' } }, 'note'],
    [{}, { defaultConfiguration: { level: 'error' } }, 'error'],
    [{}, { defaultConfiguration: { level: 'warning' }, properties: { 'security-severity': '9.8' } }, 'error'],
    [{}, { properties: { 'security-severity': 5 } }, 'warning'],
    [{}, { properties: { 'security-severity': '0.1' } }, 'note'],
    [{}, { properties: { 'security-severity': 'MEDIUM' }, defaultConfiguration: { level: 'error' } }, 'error'],
    [{}, {}, 'warning'],
  ];
  for (const [members, rule, level] of levels) {
    it(`level of ${JSON.stringify(members)} with rule ${JSON.stringify(rule)} is ${level ?? 'no alert'}`, () => {
      const reading = read(log(run({ results: [result('a.ts', members)] }, { rules: [{ id: 'R', ...rule }] })));
      assert.equal(reading.results[0]?.level, level);
      assert.equal(reading.withoutProblem, level === undefined ? 1 : 0);
    });
  }

  it('finds rules by index, name, first part of the name, and in extensions', () => {
    const rules = [{ id: 'X' }, { id: 'R', defaultConfiguration: { level: 'error' } }];
    const extensions = [{ name: 'pack', rules: [{ id: 'E', defaultConfiguration: { level: 'note' } }] }];
    const results = [
      { ruleIndex: 1 },
      { ruleId: 'R/part' },
      { ruleId: 'R', ruleIndex: 0 },
      { ruleId: 'E', rule: { id: 'E', index: 0, toolComponent: { index: 0 } } },
      { rule: { index: 0, toolComponent: { name: 'pack' } } },
      { ruleId: 'unknown', ruleIndex: 77 },
    ];
    const reading = read(log({ tool: { driver: { name: 'T', rules }, extensions }, results }));
    assert.deepEqual(
      reading.results.map(({ ruleId, level }) => `${ruleId} ${level}`),
      ['R error', 'R/part error', 'R error', 'E note', 'E note', 'unknown warning'],
    );
  });

  it('never throws and never lets control characters through, whatever the file holds', () => {
    const names = [
      'version',
      'runs',
      'tool',
      'driver',
      'rules',
      'results',
      'message',
      'text',
      'id',
      'locations',
      'level',
    ];
    const leaf = fc.oneof(anyText(), fc.integer(), fc.boolean(), fc.constant(null));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom(...names, '__proto__', 'physicalLocation', 'region'), tie('tree'), {
          maxKeys: 6,
        }),
      ),
    }));
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 5 }), tree, (results, driver) => {
        const reading = read({ version: '2.1.0', runs: [{ tool: { driver }, results }] });
        for (const { message, ruleId, tool } of reading.results)
          assert.doesNotMatch(`${message}${ruleId}${tool}`.replace(/[\t\n]/g, ''), /\p{Cc}/u);
      }),
      { numRuns: 300 },
    );
  });
});
