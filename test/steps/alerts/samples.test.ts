import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSarif } from '../../../src/steps/alerts/read-sarif';
import { shown } from './shown';

const folder = join(__dirname, '../../fixtures/sarif');
const isUpdate = process.argv.includes('--update');

/** Counted from the files by hand; flawfinder's 54th result has the kind `pass`, and one file's results are no list. */
const counts: Record<string, [results: number, tools: number, partial?: 'partial']> = {
  'absolute-paths.sarif': [27, 1],
  'appendix-k.sarif': [1, 1, 'partial'],
  'blackduck.sarif': [5, 1],
  'codeql-action-invalid-uri.sarif': [1, 1],
  'codeql-action-invalid.sarif': [0, 1, 'partial'],
  'codeql-action-valid.sarif': [3, 2],
  'codeql.sarif': [72, 1],
  'cppcheck.sarif': [7, 1],
  'dependency-check.sarif': [13, 1],
  'devskim.sarif': [7, 1],
  'dockle-no-location.sarif': [4, 1],
  'flawfinder.sarif': [53, 1],
  'grype.sarif': [22, 1],
  'mobsfscan.sarif': [9, 1],
  'njsscan.sarif': [2, 1],
  'no-runs.sarif': [0, 0, 'partial'],
  'original-uri-base-ids.sarif': [3, 1],
  'region-variants.sarif': [18, 1],
  'semgrep-1.69.sarif': [77, 1],
  'spotbugs.sarif': [56, 1, 'partial'],
  'suppressed-results.sarif': [5, 1],
  'suppressions.sarif': [9, 1],
  'taint-python.sarif': [11, 1],
  'trivy-debug.sarif': [124, 1],
  'trivy.sarif': [4, 1],
};

/** Where the tools of these files had the repository. */
const roots = ['/home/damien/dd', '/home/vsts/work/1/s', 'D:\\a\\1\\s', 'C:/code'];

describe('SARIF files of real tools', () => {
  it('has every sample in the table of counts', () => {
    assert.deepEqual(readdirSync(join(folder, 'samples')).filter(isSarif).sort(), Object.keys(counts).sort());
  });

  for (const [name, [results, tools, partial]] of Object.entries(counts)) {
    it(`reads ${name}`, () => {
      const reading = read('samples', name);
      assert.equal(reading.results.length, results);
      assert.equal(reading.tools.length, tools);
      assert.equal(reading.partial, partial === 'partial');
      assertGolden(name, shown(reading));
    });
  }

  for (const name of readdirSync(join(folder, 'handmade')).filter(isSarif)) {
    it(`reads ${name}`, () => assertGolden(name, shown(read('handmade', name))));
  }

  it('reads a result without message and one with a message by id and arguments', () => {
    const spotbugs = read('samples', 'spotbugs.sarif');
    assert.equal(spotbugs.results[0]?.message, 'Hard coded reference to an absolute pathname in Boot.main(String[]).');
    assert.ok(spotbugs.results.every((result) => result.message !== '' && !/\{\d\}/.test(result.message)));
    assert.equal(read('samples', 'flawfinder.sarif').withoutProblem, 1);
  });
});

function isSarif(name: string): boolean {
  return name.endsWith('.sarif');
}

function read(kind: string, name: string) {
  return readSarif(readFileSync(join(folder, kind, name)), { name, checkout: { roots } });
}

function assertGolden(name: string, actual: string): void {
  const file = join(folder, 'expected', name.replace(/\.sarif$/, '.txt'));
  if (isUpdate) {
    mkdirSync(join(folder, 'expected'), { recursive: true });
    writeFileSync(file, actual);
  }
  assert.ok(existsSync(file), `${file} is missing; run with --update and review it`);
  assert.equal(actual, readFileSync(file, 'utf8'));
}
