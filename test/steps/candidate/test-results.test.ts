import assert from 'node:assert/strict';
import { proofOf, type ValidationRun } from '../../../src/steps/candidate/proof';
import { createResultsReader } from '../../../src/steps/candidate/test-results';

function readTestResults(files: readonly string[]) {
  const results = createResultsReader();
  for (const text of files) results.add(text);
  return results.cases();
}

const node = `<?xml version="1.0" encoding="utf-8"?>
<testsuites>
	<testsuite name="cart" time="0.01" tests="2" failures="1" skipped="1" hostname="vm">
		<testcase name="adds" time="0.001" classname="test"/>
		<testcase name="takes away" classname="test"><failure type="testCodeFailure" message="1 &amp; 2"><![CDATA[<testcase name="forged"/>]]></failure></testcase>
		<testsuite name="empty"><testcase name="holds" classname="test"><skipped type="skipped"/></testcase></testsuite>
	</testsuite>
	<testcase name="top" classname="test"/>
</testsuites>`;

const pytest = `<testsuites><testsuite name="pytest"><testcase classname="tests.test_cart" name="test_add[1]"/><testcase classname="tests.test_cart" name="test_add[1]"/><testcase classname="tests.test_cart" name="test_err"><error/></testcase></testsuite></testsuites>`;

const trx = `\ufeff<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
<UnitTestResult testId="1" testName="Adds" outcome="Passed"/><UnitTestResult testId="2" testName="Cart.Tests.Takes" outcome="Failed"/>
<UnitTestResult testId="3" testName="Waits" outcome="NotExecuted"/></Results>
<TestDefinitions><UnitTest id="1"><TestMethod className="Cart.Tests, Cart" name="Adds"/></UnitTest><UnitTest id="2"><TestMethod className="Cart.Tests" name="Takes"/></UnitTest></TestDefinitions></TestRun>`;

describe('test results', () => {
  it('of suites within suites whose names are books take no more room than they have letters', () => {
    const suites = Array.from({ length: 95 }, (_, at) => `<testsuite name="${at}${'x'.repeat(60_000)}">`).join('');
    const cases = '<testcase name="a"/>'.repeat(4_000);
    const heapBefore = process.memoryUsage().heapUsed;
    const begun = performance.now();
    const read = readTestResults([`<testsuites>${suites}${cases}${'</testsuite>'.repeat(95)}</testsuites>`]);
    assert.equal(read?.ran.length, 4_000);
    assert.equal(read?.ran[0]?.length, 2_000);
    assert.ok(performance.now() - begun < 10_000);
    assert.ok(process.memoryUsage().heapUsed - heapBefore < 600_000_000);
  });

  const read: [name: string, files: string[], ran: string[], failed: string[], skipped: string[]][] = [
    [
      'of Node, with suites in suites',
      [node],
      ['cart > test > adds', 'cart > test > takes away', 'test > top'],
      ['cart > test > takes away'],
      ['cart > empty > test > holds'],
    ],
    [
      'of pytest, with a name that comes twice',
      [pytest],
      [
        'pytest > tests.test_cart > test_add[1]',
        'pytest > tests.test_cart > test_add[1] (2)',
        'pytest > tests.test_cart > test_err',
      ],
      ['pytest > tests.test_cart > test_err'],
      [],
    ],
    ['of Visual Studio', [trx], ['Cart.Tests.Adds', 'Cart.Tests.Takes'], ['Cart.Tests.Takes'], ['Waits']],
    ['of a suite without cases', ['<testsuite name="x"/>'], [], [], []],
    [
      'of two files',
      ['<testsuite><testcase name="a"/></testsuite>', '<testsuite><testcase name="b"/></testsuite>'],
      ['a', 'b'],
      [],
      [],
    ],
  ];
  for (const [name, files, ran, failed, skipped] of read) {
    it(`are read ${name}`, () => assert.deepEqual(readTestResults(files), { ran, failed, skipped }));
  }

  const broken: [name: string, files: string[]][] = [
    ['no file', []],
    ['a page', ['<html><body/></html>']],
    ['half a file', ['<testsuites><testsuite><testcase name="a"/>']],
    ['no XML', ['TAP version 13\nok 1 - a']],
    ['one good and one broken', ['<testsuite/>', '<x']],
    [
      'entities of its own',
      ['<!DOCTYPE t [<!ENTITY a "aaaaaaaaaa">]><testsuite><testcase name="&a;&a;"/></testsuite>'],
    ],
    ['an empty file', ['']],
    ['a file after a broken one', ['<x', '<testsuite><testcase name="a"/></testsuite>']],
    ['suites within suites without end', [`${'<testsuite name="abcdefgh">'.repeat(8_000)}<testcase name="a"/>`]],
    ['more cases than anybody has', [`<testsuite>${'<testcase name="a"/>'.repeat(100_001)}</testsuite>`]],
    ['names that fill a memory', [`<testsuite>${`<testcase name="${'a'.repeat(2_000)}"/>`.repeat(8_001)}</testsuite>`]],
    ['tags that are no suites, within each other', [`<testsuite>${'<a>'.repeat(200)}`]],
  ];
  for (const [name, files] of broken) {
    it(`are none in ${name}`, () => assert.equal(readTestResults(files), null));
  }
});

describe('proof', () => {
  const cases = (ran: string[], more: { failed?: string[]; skipped?: string[] } = {}) => ({
    ran,
    failed: [],
    skipped: [],
    ...more,
  });
  const run = (exitCode: number | null, names: ValidationRun['cases'] = null): ValidationRun => ({
    exitCode,
    milliseconds: 5,
    cases: names,
  });
  const rows: [name: string, before: ValidationRun | null, after: ValidationRun | null, reasons: RegExp[]][] = [
    ['ended with 0, nothing counted', run(1), run(0), []],
    [
      'ended with 0, all cases again',
      run(1, cases(['a', 'b'], { failed: ['b'] })),
      run(0, cases(['b', 'a', 'new'])),
      [],
    ],
    ['ended with 3', run(0), run(3), [/ended with 3/]],
    ['ran into its limits', run(0), run(null), [/did not end/]],
    ['never ran', run(0), null, [/was not run/]],
    [
      'a name is missing though the count is the same',
      run(0, cases(['sum'])),
      run(0, cases(['file.test.js'])),
      [/"sum" ran before and did not run after/],
    ],
    [
      'a case is skipped',
      run(0, cases(['sum'])),
      run(0, cases([], { skipped: ['sum'] })),
      [/"sum" ran before and was skipped/],
    ],
    [
      'a case fails though the command ends with 0',
      run(0, cases(['sum'])),
      run(0, cases(['sum'], { failed: ['sum'] })),
      [/"sum".*failed after/],
    ],
    ['no results are written any more', run(0, cases(['sum'])), run(0), [/no results file was written/]],
    ['cases are counted for the first time', run(1), run(0, cases(['a'])), []],
    [
      'skipped before and after',
      run(0, cases(['a'], { skipped: ['b'] })),
      run(0, cases(['a'], { skipped: ['b'] })),
      [],
    ],
  ];
  for (const [name, before, after, reasons] of rows) {
    it(`holds or not: ${name}`, () => {
      const proof = proofOf('npm test', before, after);
      assert.equal(proof.isProven, reasons.length === 0);
      assert.equal(proof.reasons.length, reasons.length, proof.reasons.join('\n'));
      for (const [index, reason] of reasons.entries()) assert.match(proof.reasons[index] ?? '', reason);
    });
  }
  it('is never there without a command', () =>
    assert.deepEqual(proofOf('', null, null).reasons, ['no validation command is set']));
  it('names ten of many', () => {
    const names = Array.from({ length: 40 }, (_, index) => `case ${index}`);
    const { reasons } = proofOf('t', run(0, cases(names)), run(0, cases(['other'])));
    assert.equal(reasons.length, 11);
    assert.match(reasons[10] ?? '', /and 30 more/);
  });
});
