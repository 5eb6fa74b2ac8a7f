import assert from 'node:assert/strict';
import type { Scanner } from '../../../src/ports/scanner';
import type { ReviewRecord } from '../../../src/steps/record/review-record';
import { sarifFilesOf } from '../../fakes/sarif-files';
import type { Attack, Control } from '../attack';
import { packaged } from '../packaged-life';
import { BASE, file, withScene } from '../scene';

interface Result {
  ruleId: string;
  uri: string;
  line: number;
  /** Members that the tool adds to the result. */
  more?: object;
}

const SOURCE = { ...BASE, 'src/total.ts': file({ 2: 'run(input);' }) };
const FOUND: Result = { ruleId: 'company/no-run', uri: 'src/total.ts', line: 2 };
const noise = (count: number): Result[] =>
  Array.from({ length: count }, (_, at) => ({ ruleId: 'style/semi', uri: 'src/total.ts', line: 1 + (at % 20) }));

interface Silencing {
  /** What stood there, and what the change puts into the files besides. */
  base?: Record<string, string>;
  source?: Record<string, string>;
  results?: readonly Result[];
  files?: { name: string; content: Buffer }[];
  notes?: string[];
  partial?: boolean;
  /** What our own scan prints, or how it fails; null where no scanner is installed. */
  scan?: Buffer | Error | null;
  inputs?: Record<string, string>;
}

/** The tool of an earlier step found what an enforced rule forbids, and the pull request wants nobody to hear of it. */
function silenced(tries: string, must: string, given: Silencing, check: (record: ReviewRecord) => void): Attack {
  const { results = [], notes = [], partial = false, scan } = given;
  const files = given.files ?? [{ name: 'lint.sarif', content: sarif(results) }];
  return {
    tries,
    must,
    through: 'review',
    run: () =>
      withScene(
        { base: { ...BASE, ...given.base }, source: { ...SOURCE, ...given.source }, knows: [] },
        async (scene) => {
          scene.reviewer.dismisses = 'Line 2 is safe, it was checked.';
          const record = await scene.run({
            inputs: { sarif: '*.sarif', enforcedRules: 'company/*', ...given.inputs },
            world: {
              sarifFiles: sarifFilesOf({ files, notes, partial }),
              ...(scan === undefined ? {} : { scanner: scannerOf(scan) }),
            },
          });
          check(record);
          assert.notEqual(scene.status(), 'succeeded');
        },
      ),
  };
}

function scannerOf(scan: Buffer | Error | null): Scanner {
  const tool = { name: 'Semgrep', version: '1.0.0' };
  return {
    async scan() {
      if (scan instanceof Error) throw scan;
      return scan && { after: scan.toString(), tool, sandbox: 'none', notes: [], partial: false };
    },
  };
}

/** How a report, or the code that it is about, asks that a result be overlooked. */
const HIDING: Readonly<Record<string, object>> = {
  'suppresses it in the source': { suppressions: [{ kind: 'inSource', status: 'accepted' }] },
  'suppresses it outside of the source': { suppressions: [{ kind: 'external', status: 'accepted' }] },
  'suppresses it with a reason': { suppressions: [{ kind: 'external', justification: 'A manager agreed.' }] },
  'calls it unchanged': { baselineState: 'unchanged' },
};

/** Compilers report what stands behind such a line at the place that it names. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'src/more.c': '#line 1 "other.ts"',
  'src/splice.c': '#li\\\nne 1 "other.ts"',
  'src/marker.h': '# 1 "/usr/include/other.ts" 3',
  'src/more.go': '//line other.ts:1',
  'src/More.vb': '#ExternalSource("other.ts", 1)',
};

/** How a tool says that it did not see everything, beside a list of no results. */
const BLIND: Readonly<Record<string, object>> = {
  'warns that it could not parse the file': {
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: [{ level: 'warning', message: { text: 'Odd.' }, locations: [locationOf(FOUND)] }],
      },
    ],
  },
  'warns of the file in words alone': {
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          { message: { text: 'Syntax error at line src/total.ts:2: `odd` was unexpected' } },
        ],
      },
    ],
  },
  'warns of a timeout of nobody knows what': {
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: [{ message: { text: 'Rule timed out' } }] }],
  },
  'ends with a code of failure and no result': { invocations: [{ executionSuccessful: true, exitCode: 2 }] },
  'says that somebody switched the rule off': {
    tool: { driver: { name: 'Lint', rules: [{ id: 'company/no-run' }] } },
    invocations: [
      {
        executionSuccessful: true,
        ruleConfigurationOverrides: [{ descriptor: { index: 0 }, configuration: { enabled: false } }],
      },
    ],
  },
  'says so of a rule that it does not list': {
    invocations: [
      {
        executionSuccessful: true,
        ruleConfigurationOverrides: [{ descriptor: { id: 'company/no-run' }, configuration: { enabled: false } }],
      },
    ],
  },
  'was killed': { invocations: [{ executionSuccessful: true, exitSignalName: 'SIGSEGV' }] },
  'keeps its results in another file': { externalPropertyFileReferences: { results: [{ location: { uri: 'x' } }] } },
};

/** How Semgrep says the same, of files that it is given by names of ours. */
const BLIND_SCAN: Readonly<Record<string, string>> = {
  'stumble over its syntax': 'Syntax error at line src/total.ts:2: `odd` was unexpected',
  'take too long for it': 'Timeout when running company.no-run on renamed-by-second-pass/1/file.ts',
};

/** Addresses of the line that are no paths of the repository, with what must happen. */
const ODD: Readonly<Record<string, (record: ReviewRecord) => void>> = {
  'src/total.ts#L2': counts,
  'src/total.ts?x': counts,
  'src/total.ts:2:1': counts,
  'SRC/TOTAL.TS': isPartial,
  'src/total.js': isPartial,
  src: isPartial,
};

/** Names that an address may mean as well as the one that holds the bad line, which stands in both sides and is touched in another line. */
const TWINS: readonly [evil: string, twin: string, uri: string][] = [
  ['src/a%20b.ts', 'src/a b.ts', 'src/a%20b.ts'],
  ['src/a%20b.ts', 'src/a b.ts', '/container/src/a%20b.ts'],
  ['src\\more.ts', 'src/more.ts', 'src\\more.ts'],
  ['src\\more.ts', 'src/more.ts', 'src%5Cmore.ts'],
  ['src/e\u0301.ts', 'src/\u00e9.ts', 'src/%C3%A9.ts'],
  [' more.ts', 'more.ts', ' more.ts'],
  ['src/more.ts', 'src/more.ts:2', 'src/more.ts:2'],
  ['src/More.ts', 'src/more.ts', 'src/more.ts'],
  ['more.ts', 'sample/more.ts', 'sample/more.ts'],
  ['app/more.ts', 'src/app/more.ts', '/src/app/more.ts'],
];

/** Names of files that look like something else in an address. */
const ADDRESSES = [' more.ts', 'more.ts ', '\\more.ts', 'src/mo\tre.ts', 'c:/more.ts', 'file:more.ts', 'src/%6dore.ts'];

/** The rule as the report describes it, and how the result names it. */
const RENAMED_RULES: Readonly<Record<string, [rule: object, result: object]>> = {
  'calls the enforced rule by an older id': [{ id: 'X1', deprecatedIds: ['company/no-run'] }, { ruleId: 'X1' }],
  'calls the enforced rule by another id than its name': [{ id: 'X1', name: 'company/no-run' }, { ruleId: 'X1' }],
  'names the rule by its number alone': [
    { id: 'company/no-run', guid: '0b6b6a3e-1111-4222-8333-444455556666' },
    { rule: { guid: '0b6b6a3e-1111-4222-8333-444455556666' } },
  ],
};

function sarifOfRule(rule: object, result: object): Buffer {
  const found = { level: 'error', message: { text: 'Broken.' }, locations: [locationOf(FOUND)], ...result };
  const run = { tool: { driver: { name: 'lint', rules: [rule] } }, results: [found] };
  return Buffer.from(JSON.stringify({ version: '2.1.0', runs: [run] }));
}

function locationOf({ uri, line }: Pick<Result, 'uri' | 'line'>): object {
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine: line } } };
}

function counts({ counts: { blockers } }: ReviewRecord): void {
  assert.equal(blockers, 1);
}

function isPartial({ ending }: ReviewRecord): void {
  assert.deepEqual([ending.outcome, ending.status], ['partlyReviewed', 'error']);
}

function sarif(results: readonly Result[], more: object = {}): Buffer {
  const listed = results.map(({ ruleId, uri, line, more = {} }) => ({
    ruleId,
    level: 'error',
    message: { text: `${ruleId} is broken.` },
    locations: [locationOf({ uri, line })],
    ...more,
  }));
  const run = { tool: { driver: { name: 'lint' } }, results: listed, ...more };
  return Buffer.from(JSON.stringify({ version: '2.1.0', runs: [run] }));
}

const placeIn = (uri: string, startLine: number) => ({
  physicalLocation: { artifactLocation: { uri }, region: { startLine } },
});

/** What is found in code that nobody changed, with the way that leads to it. */
const flowingFrom = (...steps: readonly (readonly [uri: string, line: number])[]): Result => ({
  ...{ ruleId: 'company/no-run', uri: 'src/other.ts', line: 5 },
  more: {
    codeFlows: [{ threadFlows: [{ locations: steps.map(([uri, line]) => ({ location: placeIn(uri, line) })) }] }],
  },
});

/** Counts for nothing, and takes no green away. */
const quietly = (tries: string, result: Result): Attack => ({
  tries,
  must: 'it counts for nothing, as it may have been there before',
  through: 'review',
  run: () =>
    withScene({ base: BASE, source: SOURCE, knows: [] }, async (scene) => {
      const files = [{ name: 'lint.sarif', content: sarif([result]) }];
      const inputs = { sarif: '*.sarif', enforcedRules: 'company/*' };
      const record = await scene.run({ inputs, world: { sarifFiles: sarifFilesOf({ files }) } });
      assert.deepEqual([record.counts.blockers, scene.status()], [0, 'succeeded'], record.problems.join());
    }),
});

export const control: Control = {
  promise: 'No file of a tool and nothing in the change silences an enforced rule; a tool that is silent is no pass.',
  attacks: [
    silenced(
      'hands to code that was there what an enforced rule forbids to hand to it',
      'it blocks at the line where the flow begins',
      { results: [flowingFrom(['src/total.ts', 2], ['src/other.ts', 5])] },
      (record) => {
        assert.equal(record.counts.blockers, 1);
        assert.deepEqual(
          record.blocking.map(({ path }) => path),
          ['src/total.ts'],
        );
      },
    ),
    silenced(
      'has such a flow end on a changed line too',
      'it blocks once',
      { results: [{ ...flowingFrom(['src/total.ts', 2], ['src/total.ts', 2]), uri: 'src/total.ts', line: 2 }] },
      (record) => assert.equal(record.counts.blockers, 1),
    ),
    quietly(
      'nothing: a flow between lines that nobody changed leads through the change',
      flowingFrom(['src/other.ts', 3], ['src/total.ts', 2], ['src/other.ts', 5]),
    ),
    quietly('nothing: a flow begins in an unchanged line of a changed file', flowingFrom(['src/total.ts', 9])),
    quietly('nothing: a flow begins in a library', flowingFrom(['file:///usr/lib/x.ts', 2], ['src/other.ts', 5])),
    packaged('has the report call it accepted', 'it blocks, and the report’s wish is told', ({ second }) => {
      const { blocking, notes } = second.record;
      assert.ok(
        blocking.some(({ path }) => path === 'src/e.js'),
        JSON.stringify(blocking),
      );
      assert.match(notes.join('\n'), /suppressed, or called known, by the tool's report.*"company\/no-run"/);
    }),
    silenced(
      'lets the tool see nothing but the copy that the build made of it',
      'the review is not whole, and the copy is named',
      { results: [{ ...FOUND, uri: 'build/lib/src/total.ts' }] },
      ({ problems }) =>
        assert.match(problems.join(), /what a build made of changed files.*"build\/lib\/src\/total\.ts"/),
    ),
    silenced('has the critique dismiss the alert', 'it blocks', { results: [FOUND] }, counts),
    silenced('hides it behind 30,000 other results', 'it blocks', { results: [...noise(30_000), FOUND] }, counts),
    ...Object.entries(HIDING).map(([tries, more]) =>
      silenced(tries, 'it blocks, and the report’s wish is told', { results: [{ ...FOUND, more }] }, (record) => {
        counts(record);
        assert.match(record.notes.join('\n'), /suppressed, or called known, by the tool's report.*"company\/no-run"/);
      }),
    ),
    ...Object.entries(ELSEWHERE).map(([path, directive]) =>
      silenced(
        `sends it to an unchanged file from ${path}`,
        'it blocks at the line that sends it, which is told',
        { source: { [path]: `${directive}\nrun(input);\n` }, results: [{ ...FOUND, uri: 'src/other.ts', line: 1 }] },
        (record) => {
          counts(record);
          assert.ok(record.blocking.some((one) => one.path === path));
          assert.ok(record.findings.some(({ rule }) => rule === 'second-pass/line-directives'));
        },
      ),
    ),
    ...['src/more.g.cs', 'vendor/more.snap', 'src/more.log'].map((path) =>
      silenced(
        `sends it to an unchanged file from ${path}, which rules leave out`,
        'it blocks at the line that sends it',
        {
          source: { [path]: '#line 1 "other.ts"\nrun(input);\n' },
          results: [{ ...FOUND, uri: 'src/other.ts', line: 1 }],
        },
        (record) => assert.ok(record.blocking.some((one) => one.path === path)),
      ),
    ),
    silenced(
      'sends it to an unchanged file from src/more.g.cs, which is looked through for secrets',
      'it blocks at the line that sends it',
      {
        source: { 'src/more.g.cs': '#line 1 "other.ts"\nrun(input);\n' },
        results: [{ ...FOUND, uri: 'src/other.ts', line: 1 }],
        inputs: { scanExcluded: 'true' },
      },
      (record) => assert.ok(record.blocking.some((one) => one.path === 'src/more.g.cs')),
    ),
    silenced(
      'sends it where nobody can tell',
      'the review is not whole',
      {
        source: { 'src/more.c': '#line ONE NAME\nrun(input);\n' },
        results: [{ ...FOUND, uri: 'src/other.ts', line: 1 }],
      },
      isPartial,
    ),
    ...Object.entries({ 'form feeds': '\f', 'vertical tabs': '\v' }).map(([name, sign]) =>
      silenced(
        `puts eight ${name} above it, at which the tool ends lines as well`,
        'it blocks',
        {
          source: { 'src/total.ts': file({ 1: `// ${sign.repeat(8)}`, 2: 'run(input);' }) },
          results: [{ ...FOUND, line: 10 }],
        },
        counts,
      ),
    ),
    silenced(
      'adds a file beside one of the same name in other letter case, so that the tool tells it under that name',
      'the review is not whole',
      {
        base: { 'src/more.ts': file({}) },
        source: { 'src/more.ts': file({}), 'src/More.ts': file({ 2: 'run(input);' }) },
        results: [{ ...FOUND, uri: 'src/more.ts' }],
      },
      isPartial,
    ),
    ...TWINS.map(([evil, twin, uri]) =>
      silenced(
        `has ${JSON.stringify(twin)} beside ${JSON.stringify(evil)}, which the report calls ${JSON.stringify(uri)}`,
        'it blocks',
        {
          base: { [twin]: file({}) },
          source: { [twin]: file({ 1: 'touched();' }), [evil]: file({ 2: 'run(input);' }) },
          results: [{ ...FOUND, uri }],
        },
        (record) =>
          assert.ok(
            record.blocking.some(({ path }) => path === evil),
            JSON.stringify(record.blocking),
          ),
      ),
    ),
    ...ADDRESSES.map((path) =>
      silenced(
        `has our own scan find it in ${JSON.stringify(path)}`,
        'it blocks',
        { source: { [path]: file({ 2: 'run(input);' }) }, scan: sarif([{ ...FOUND, uri: path }]) },
        (record) =>
          assert.ok(
            record.blocking.some((one) => one.path === path),
            JSON.stringify(record.blocking),
          ),
      ),
    ),
    silenced(
      'has our own scan find it in a file of which nobody knows',
      'the review is not whole',
      { scan: sarif([{ ...FOUND, uri: 'src/src/total.ts' }]) },
      isPartial,
    ),
    ...Object.entries(BLIND).map(([tries, more]) =>
      silenced(
        tries,
        'the review is not whole',
        { files: [{ name: 'lint.sarif', content: sarif([], more) }] },
        isPartial,
      ),
    ),
    silenced(
      'puts a letter that nobody sees into the id of the rule',
      'it blocks',
      { results: [{ ...FOUND, ruleId: 'company/no\u200b-run' }] },
      counts,
    ),
    ...Object.entries(RENAMED_RULES).map(([tries, [rule, result]]) =>
      silenced(tries, 'it blocks', { files: [{ name: 'lint.sarif', content: sarifOfRule(rule, result) }] }, counts),
    ),
    ...Object.entries(BLIND_SCAN).map(([tries, text]) =>
      silenced(
        `has our own scan ${tries}`,
        'the review is not whole',
        {
          scan: sarif([], { invocations: [{ toolExecutionNotifications: [{ level: 'warning', message: { text } }] }] }),
        },
        isPartial,
      ),
    ),
    ...Object.entries(ODD).map(([uri, check]) =>
      silenced(
        `writes ${uri} for its path`,
        check === counts ? 'it blocks' : 'the review is not whole',
        { results: [{ ...FOUND, uri }] },
        check,
      ),
    ),
    silenced(
      'takes away the line above it',
      'it blocks',
      {
        base: { 'src/total.ts': file({ 1: 'clean(input);', 2: 'run(input);' }) },
        source: { 'src/total.ts': file({ 1: 'run(input);' }).split('\n').slice(0, -2).join('\n') },
        results: [{ ...FOUND, line: 1 }],
      },
      counts,
    ),
    silenced(
      'spells the rule in other letters',
      'it blocks',
      { results: [{ ...FOUND, ruleId: 'Company/No-Run' }] },
      counts,
    ),
    silenced(
      'names a line that the file does not have',
      'the review is not whole',
      { results: [{ ...FOUND, line: 1_000_000_000 }] },
      isPartial,
    ),
    silenced(
      'spells its path as another checkout would',
      'it blocks',
      { results: [{ ...FOUND, uri: 'file:///nowhere/src/total.ts' }] },
      counts,
    ),
    silenced(
      'takes the file away',
      'the review is not whole',
      { files: [], notes: ['`sarif` "*.sarif" matched no file.'], partial: true },
      isPartial,
    ),
    silenced(
      'cuts the file off',
      'the review is not whole',
      { files: [{ name: 'lint.sarif', content: sarif([FOUND]).subarray(0, 120) }] },
      isPartial,
    ),
    silenced(
      'makes the file larger than what is read',
      'the review is not whole',
      { files: [], partial: true },
      isPartial,
    ),
    silenced(
      'fills the disk of the agent, so that our own scan fails',
      'the review is not whole',
      { results: noise(1), scan: new Error('ENOSPC: no space left on device') },
      isPartial,
    ),
    silenced(
      'comes where enforced rules are named and no tool looks for them: no scanner is installed, no report is named',
      'the review is not whole',
      { files: [], inputs: { sarif: '' }, scan: null },
      isPartial,
    ),
    silenced(
      'comes where the only scanner is switched off',
      'the review is not whole',
      { files: [], inputs: { sarif: '', semgrep: 'off' } },
      isPartial,
    ),
    silenced(
      'leaves a file without a single run',
      'the review is not whole',
      { files: [{ name: 'lint.sarif', content: Buffer.from('{"version":"2.1.0","runs":[]}') }] },
      isPartial,
    ),
  ],
};
