import assert from 'node:assert/strict';
import { minimatch } from 'minimatch';
import { alertsOfRun } from '../../../src/steps/alerts/alerts-of-run';
import { alertsOnChanges } from '../../../src/steps/alerts/alerts-on-changes';
import { isEnforced } from '../../../src/steps/alerts/enforced-rules';
import { newAlerts } from '../../../src/steps/alerts/new-alerts';
import type { SarifResult } from '../../../src/steps/alerts/sarif-result';
import { STEERING_GLOBS, steeringFiles } from '../../../src/steps/alerts/steering-files';
import { addedSuppressions } from '../../../src/steps/alerts/suppression';
import { change } from './change';

function at(path: string, line: number, more: Partial<SarifResult> = {}): SarifResult {
  const region = { kind: 'lines', startLine: line, endLine: line } as const;
  return { tool: 'T', ruleId: 'R', level: 'warning', message: 'm', path, region, tags: [], ...more };
}

function lines(...texts: string[]): string {
  return `${texts.join('\n')}\n`;
}

/** Lines of the results that count as new. */
function newLines(
  changed: ReturnType<typeof change>,
  after: SarifResult[],
  before: SarifResult[],
  beforeComplete = true,
) {
  const comparison = { files: [changed.file], contents: [changed.content], beforeComplete };
  return newAlerts(after, before, comparison).map(({ region }) => (region?.kind === 'lines' ? region.startLine : 0));
}

describe('newAlerts', () => {
  it('takes away what stood at the base commit, wherever it moved to', () => {
    const changed = change('a.py', lines('eval(x)', 'y'), lines('new', 'eval(x)', 'y', 'eval(z)'));
    assert.deepEqual(newLines(changed, [at('a.py', 2), at('a.py', 4)], [at('a.py', 1)]), [4]);
  });

  it('follows a rename', () => {
    const changed = change('new.py', lines('eval(x)', 'y'), lines('eval(x)', 'z'), 'old.py');
    assert.deepEqual(newLines(changed, [at('new.py', 1)], [at('old.py', 1)]), []);
  });

  it('does not take a new layout for a new problem', () => {
    const changed = change('a.py', lines('call(a, b)'), lines('call(', '    a, b)'));
    const spread = { kind: 'lines', startLine: 1, endLine: 2 } as const;
    assert.deepEqual(newLines(changed, [at('a.py', 1, { region: spread })], [at('a.py', 1)]), []);
  });

  it('keeps the one on a changed line when one more of the same came', () => {
    const changed = change('a.py', lines('x', 'eval(x)'), lines('eval(x)', 'x', 'eval(x)'));
    assert.deepEqual(newLines(changed, [at('a.py', 1), at('a.py', 3)], [at('a.py', 2)]), [1]);
  });

  it('keeps a new problem on an unchanged line', () => {
    const changed = change('a.py', lines('x = clean(y)', 'eval(x)'), lines('x = y', 'eval(x)'));
    assert.deepEqual(newLines(changed, [at('a.py', 2)], []), [2]);
  });

  it('trusts only changed lines when the base side was not scanned whole', () => {
    const changed = change('a.py', lines('eval(old)'), lines('eval(old)', 'eval(new)'));
    assert.deepEqual(newLines(changed, [at('a.py', 1), at('a.py', 2)], [], false), [2]);
  });

  it('tells rules apart, and messages where there are no lines', () => {
    const changed = change('a.py', lines('x'), lines('x'));
    const { region: _, ...whole } = at('a.py', 1, { message: 'CVE-1' });
    assert.deepEqual(newLines(changed, [at('a.py', 1, { ruleId: 'S' })], [at('a.py', 1)]), [1]);
    assert.deepEqual(newLines(changed, [whole, { ...whole, message: 'CVE-2' }], [whole]), [0]);
  });

  it('keeps an old problem that the pull request hides from now on', () => {
    const changed = change('a.py', lines('eval(x)'), lines('# nosemgrep', 'eval(x)'));
    assert.deepEqual(newLines(changed, [at('a.py', 2, { suppressed: 'inSource' })], [at('a.py', 1)]), [2]);
  });
});

describe('alertsOnChanges', () => {
  function alerts(changed: ReturnType<typeof change>, results: SarifResult[], enforced: string[] = []) {
    return alertsOnChanges(results, [changed.file], [changed.content], enforced);
  }

  it('marks what touches a changed line', () => {
    const changed = change('a.py', lines('a', 'b', 'gone', 'c', 'd'), lines('a', 'B', 'c', 'd'));
    const region = (startLine: number, endLine: number) => ({ kind: 'lines', startLine, endLine }) as const;
    const places = [region(1, 1), region(1, 2), region(2, 2), region(2, 3), region(3, 3), region(3, 4)];
    const results = places.map((place, index) => at('a.py', 0, { region: place, ruleId: `R${index}` }));
    const marked = alerts(changed, results).filter(({ onChangedLine }) => onChangedLine);
    assert.deepEqual(marked.map(({ ruleId }) => ruleId).sort(), ['R1', 'R2', 'R3']);
  });

  it('counts a removal inside the lines of an alert, not one beside them', () => {
    const changed = change('a.py', lines('if ok:', '  check()', '  use()', 'end'), lines('if ok:', '  use()', 'end'));
    const [whole, below] = [at('a.py', 1, { region: { kind: 'lines', startLine: 1, endLine: 2 } }), at('a.py', 2)];
    assert.deepEqual(
      alerts(changed, [whole, below]).map(({ onChangedLine }) => onChangedLine),
      [true, false],
    );
  });

  it('places alerts by characters, code points and bytes', () => {
    const changed = change('a.txt', null, lines('😀b', 'ü', 'c'));
    const regions: [SarifResult['region'], number][] = [
      [{ kind: 'characters', offset: 4, length: 1, unit: 'utf16' }, 2],
      [{ kind: 'characters', offset: 3, length: 1, unit: 'codePoints' }, 2],
      [{ kind: 'bytes', offset: 9, length: 1 }, 3],
      [{ kind: 'characters', offset: 0, length: 99, unit: 'utf16' }, 1],
    ];
    for (const [region, line] of regions) {
      const [alert] = alerts(changed, [at('a.txt', 1, { region: region! })]);
      assert.equal(alert?.range?.startLine, line, JSON.stringify(region));
    }
  });

  it('takes lines behind the end of the file for the whole file', () => {
    const changed = change('a.py', lines('a'), lines('a', 'b'));
    assert.equal(alerts(changed, [at('a.py', 3)])[0]?.range, undefined);
  });

  it('says a problem once that several runs or tools report', () => {
    const changed = change('a.py', null, lines('eval(x)'));
    const twice = [at('a.py', 1), at('a.py', 1, { tool: 'U', level: 'error' }), at('a.py', 1, { message: 'other' })];
    assert.deepEqual(
      alerts(changed, twice).map(({ tool, level, message }) => [tool, level, message]),
      [
        ['U', 'error', 'm'],
        ['T', 'warning', 'other'],
      ],
    );
  });

  it('expands results with several places', () => {
    const changed = change('a.py', null, lines('one', 'two'));
    const spread = at('a.py', 1, {
      alsoAt: [{ path: 'a.py', region: { kind: 'lines', startLine: 2, endLine: 2 } }, { path: 'b.py' }],
    });
    assert.deepEqual(
      alerts(changed, [spread]).map(({ range, excerpt }) => [range?.startLine, excerpt]),
      [
        [1, 'one'],
        [2, 'two'],
      ],
    );
  });

  it('gives the same order and fingerprints whatever the order of the results', () => {
    const changed = change('a.py', null, lines('eval(x)', 'b', 'eval(x)', 'c'));
    const results = [at('a.py', 3), at('a.py', 1), at('a.py', 4, { ruleId: 'A' }), at('a.py', 4)];
    const first = alerts(changed, results);
    assert.deepEqual(alerts(changed, results.toReversed()), first);
    assert.equal(new Set(first.map(({ fingerprint }) => fingerprint)).size, 4);
    assert.ok(first.every(({ fingerprint }) => /^[0-9a-f]{64}$/.test(fingerprint)));
  });

  it('keeps a fingerprint when lines are put above it or its white space changes', () => {
    const before = alerts(change('a.py', null, lines('eval(x)')), [at('a.py', 1)]);
    const after = alerts(change('a.py', null, lines('new', '', '  eval( x )')), [at('a.py', 3)]);
    assert.equal(after[0]?.fingerprint, before[0]?.fingerprint);
  });

  it('leaves out what the tool calls known, deleted files and files outside the change', () => {
    const changed = change('a.py', null, lines('x'));
    const gone = change('gone.py', lines('x'), null);
    const results = [at('a.py', 1, { known: 'there' }), at('b.py', 1), at('gone.py', 1)];
    assert.deepEqual(alertsOnChanges(results, [changed.file, gone.file], [changed.content], []), []);
  });

  /** Lines before, lines after, who asked to hide line 2 of the new text. */
  const requests: [string, string[], string[], 'before' | 'byThisPullRequest'][] = [
    ['on the line', ['a', 'eval(x)'], ['a', 'eval(x) # nosemgrep'], 'byThisPullRequest'],
    ['there before', ['a', 'eval(x) # nosemgrep'], ['A', 'eval(x) # nosemgrep'], 'before'],
    ['on the line above', ['b', 'eval(x)'], ['# nosemgrep: R', 'eval(x)'], 'byThisPullRequest'],
    ['for the rest of the file', ['b', 'eval(x)'], ['/* eslint-disable */', 'eval(x)'], 'byThisPullRequest'],
    ['not to be found, changed line', ['a'], ['a', 'eval(x) // hush'], 'byThisPullRequest'],
    ['not to be found, old line', ['a', 'eval(x)'], ['A', 'eval(x)'], 'before'],
  ];
  for (const [what, before, after, expected] of requests) {
    it(`tells who hides an alert: ${what}`, () => {
      const changed = change('a.py', lines(...before), lines(...after));
      assert.equal(alerts(changed, [at('a.py', 2, { suppressed: 'inSource' })])[0]?.suppressed, expected);
    });
  }

  it('tells who hides an alert where a request names some rules', () => {
    const changed = change('a.py', lines('b'), lines('b', '# nosemgrep: x.R, other', 'eval(x)'));
    const hides = (ruleId: string) =>
      alerts(changed, [at('a.py', 3, { ruleId, suppressed: 'inSource' })])[0]?.suppressed;
    const kept = change('a.py', lines('# nosemgrep: R', 'eval(x)'), lines('# nosemgrep: R', 'eval(x)', 'b'));
    const old = alerts(kept, [at('a.py', 2, { ruleId: 'a.R', suppressed: 'inSource' })])[0]?.suppressed;
    assert.deepEqual([hides('a.x.R'), hides('R'), old], ['byThisPullRequest', 'byThisPullRequest', 'before']);
  });

  // Where the lines above are read again for each of them, this takes minutes.
  it('tells who hides alerts however many there are in a large file', () => {
    const text = new Array(20_000).fill('let x = call(a, b, c, d, e, f, g, h, i, j); // eslint-disable');
    const changed = change('a.ts', null, lines(...text));
    const hidden = Array.from({ length: 10_000 }, (_, line) => at('a.ts', line + 9_000, { suppressed: 'inSource' }));
    assert.deepEqual([...new Set(alerts(changed, hidden).map(({ suppressed }) => suppressed))], ['byThisPullRequest']);
  });

  it('calls an outer request the pull request’s own when it changes an ignore file', () => {
    const changed = change('a.py', lines('a'), lines('a', 'b'));
    const ignore = change('sub/.trivyignore', '', lines('CVE-1'));
    const hidden = [at('a.py', 2, { suppressed: 'external' })];
    assert.equal(alerts(changed, hidden)[0]?.suppressed, 'before');
    const both = alertsOnChanges(hidden, [changed.file, ignore.file], [changed.content, ignore.content], []);
    assert.equal(both[0]?.suppressed, 'byThisPullRequest');
  });

  /** Rule, pattern, whether it is meant. */
  const globs: [string, string, boolean][] = [
    ['second-pass.python.x', 'second-pass.*', true],
    ['second-pass.python.x', 'second-pass.python.x', true],
    ['js/sql-injection', 'js/*', true],
    ['js/a/b', 'js/*', false],
    ['js/a/b', '*', true],
    ['[MEDIUM] CVE-1', '[MEDIUM] CVE-1', true],
    ['CA2100', 'CA21??', true],
    ['CA2100', '!CA9', false],
    ['xCA2100', 'CA2100', false],
    ['ca2100', 'CA2100', true],
    ['JS/eval', 'js/*', true],
    ['CWE-79/reflected', 'CWE-79', true],
    ['CWE-790', 'CWE-79', false],
  ];
  for (const [rule, pattern, expected] of globs) {
    it(`${pattern} ${expected ? 'enforces' : 'leaves'} ${rule}`, () =>
      assert.equal(isEnforced(rule, [pattern]), expected));
  }
});

describe('addedSuppressions', () => {
  it('lists every request that the pull request adds, and none that was there', () => {
    const code = change('a.cs', lines('x // NOSONAR'), lines('x // NOSONAR', '#pragma warning disable CA2100', 'y'));
    const ignore = change('.semgrepignore', null, lines('src/'));
    assert.deepEqual(addedSuppressions([code.file, ignore.file]), [
      { path: 'a.cs', line: 2, marker: '#pragma warning disable' },
      { path: '.semgrepignore', marker: '.semgrepignore' },
    ]);
  });

  const requests: [text: string, marker: string][] = [
    ['#pragma GCC system_header', 'system_header'],
    ['#pragma clang diagnostic ignored "-Wall"', '#pragma diagnostic'],
    ['_Pragma("GCC diagnostic ignored \\"-Wall\\"")', '_Pragma'],
    ['#![allow(clippy::all)]', '#[allow]'],
    ['//lint:file-ignore SA1000 x', 'lint:ignore'],
    ['x # rubocop:disable Security/Eval', 'rubocop:disable'],
    ['# shellcheck disable=SC2086', 'shellcheck disable'],
    ['// @phpstan-ignore-next-line', '@phpstan-ignore'],
    ['//noinspection SqlInjection', 'noinspection'],
    ['run(); //-V501', '//-V'],
    ['eval(x) ## no critic', '## no critic'],
    ['// @ts-expect-error', '@ts-ignore'],
    ['x(); // NOPMD', 'NOPMD'],
  ];
  for (const [text, marker] of requests)
    it(`knows ${text}`, () =>
      assert.deepEqual(addedSuppressions([change('a.x', null, lines(text)).file]), [{ path: 'a.x', line: 1, marker }]));

  it('is not misled by words that only look alike', () => {
    const code = change('a.md', null, lines('nosemgrepping', 'disable eslint', 'the lgtm of Ann', 'noqa'));
    assert.deepEqual(addedSuppressions([code.file]), []);
  });
});

describe('alertsOfRun', () => {
  const changed = change('a.py', lines('eval(old)', 'x'), lines('eval(old)', 'eval(new)', 'eval(z) # nosemgrep', 'x'));
  const sarif = (...found: [number, boolean?][]) =>
    JSON.stringify({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'Semgrep OSS' } },
          results: found.map(([startLine, suppressed]) => ({
            ruleId: 'R',
            message: { text: 'm' },
            locations: [{ physicalLocation: { artifactLocation: { uri: 'a.py' }, region: { startLine } } }],
            ...(suppressed ? { suppressions: [{ kind: 'inSource' }] } : {}),
          })),
        },
      ],
    });
  const scan = {
    after: sarif([1], [2], [3, true]),
    before: sarif([1]),
    tool: { name: 'Semgrep', version: '1' },
    sandbox: 'none' as const,
    notes: ['sandbox: none'],
    partial: false,
  };
  const sources = {
    files: [changed.file],
    contents: [changed.content],
    enforcedRules: [],
    aside: [],
    changed: new Set(['a.py']),
  };

  it('numbers what the reviewer must see: new, on changed lines, also where it is hidden by the pull request', () => {
    const { alerts, notes, suppressions, partial } = alertsOfRun({ ...sources, scan, sarif: [] });
    assert.deepEqual(
      alerts.map(({ id, range, suppressed }) => [id, range?.startLine, suppressed]),
      [
        ['s1', 2, undefined],
        ['s2', 3, 'byThisPullRequest'],
      ],
    );
    assert.deepEqual([notes, partial], [['sandbox: none'], false]);
    assert.deepEqual(suppressions, [{ path: 'a.py', line: 3, marker: 'nosemgrep' }]);
  });

  it('is partial and says why when a scan printed nothing or broken text', () => {
    const { after: _, ...silent } = scan;
    assert.equal(alertsOfRun({ ...sources, scan: { ...silent, partial: true }, sarif: [] }).partial, true);
    const cut = alertsOfRun({ ...sources, scan: { ...scan, after: scan.after.slice(0, -30) }, sarif: [] });
    assert.equal(cut.partial, true);
    assert.match(cut.notes.join(), /ends too early/);
  });

  it('has no alerts and no complaint without any source', () => {
    assert.deepEqual(alertsOfRun({ ...sources, scan: null, sarif: [] }).alerts, []);
    assert.equal(alertsOfRun({ ...sources, scan: null, sarif: [] }).partial, false);
  });
});

describe('files that steer', () => {
  it('are found whichever words of a glob their names have, in letters of any size', () => {
    const lost = STEERING_GLOBS.flatMap((glob) =>
      minimatch
        .braceExpand(glob)
        .flatMap((one) => [one.replace(/^\*\*\//, ''), one.replace(/^\*\*\//, 'some/folder/')])
        .flatMap((one) => ['', 'x'].map((star) => one.replace(/\*\*/g, 'deep/file').replace(/\*/g, star)))
        .flatMap((path) => [path, path.toUpperCase()])
        .filter((path) => minimatch(path, glob, { dot: true, nocase: true }) && steeringFiles([path]).length === 0),
    );
    assert.deepEqual(lost, []);
  });
});
