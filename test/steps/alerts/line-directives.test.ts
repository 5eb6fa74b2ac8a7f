import assert from 'node:assert/strict';
import { alertsOfRun } from '../../../src/steps/alerts/alerts-of-run';
import { lineDirectives } from '../../../src/steps/alerts/line-directives';
import type { LocatedReading } from '../../../src/steps/alerts/locate-results';
import type { SarifResult } from '../../../src/steps/alerts/sarif-result';
import { change } from './change';

const HOLES = 'int b;\nint c;\n';

/** Where the directives among added lines lead. */
function led(path: string, added: string): (string | undefined)[] {
  const { file } = change(path, HOLES, `${added}\n${HOLES}`);
  return lineDirectives([file]).map(({ leadsTo }) => (leadsTo === 'any' ? 'any' : leadsTo.file));
}

describe('a line directive that the change adds', () => {
  const ways: [path: string, added: string, leadsTo: string][] = [
    ['a.c', '#line 12 "other.c"', 'other.c'],
    ['a.c', '  #  line 12 "src/Other.C"', 'other.c'],
    ['a.c', '# 12 "other.c" 3', 'other.c'],
    ['a.c', '%:line 12 "other.c"', 'other.c'],
    ['a.c', '??=line 12 "other.c"', 'other.c'],
    ['a.c', '/* x */ # /* y */ line 12 "other.c"', 'other.c'],
    ['a.c', '/*\n*/ #line 12 "other.c"', 'other.c'],
    ['a.c', '#li\\\nne 12 \\\n"other.c"', 'other.c'],
    ['a.c', '#line 500', 'a.c'],
    ['a.c', '# 500', 'a.c'],
    ['a.c', '#line NUMBER NAME', 'any'],
    ['a.c', '#line 12 "oth\\145r.c"', 'any'],
    ['parser.y', '#line 5 "lexer.l"', 'lexer.l'],
    ['inc/parts.def', '#line 5', 'parts.def'],
    ['A.cs', '#line 12 "B.cs"', 'b.cs'],
    ['A.cs', '#line (1, 1) - (1, 9) 3 "B.cs"', 'b.cs'],
    ['A.cs', '#line hidden', 'a.cs'],
    ['A.fs', '# 12 "B.fs"', 'b.fs'],
    ['Page.tt', '#line 3 "B.cs"', 'b.cs'],
    ['A.vb', '#ExternalSource("B.vb", 1)', 'b.vb'],
    ['a.swift', '#sourceLocation(file: "b.swift", line: 1)', 'b.swift'],
    ['a.hs', '{-# LINE 42 "B.hs" #-}', 'b.hs'],
    ['a.ml', '# 12 "b.ml"', 'b.ml'],
    ['a.sv', '`line 3 "b.sv" 2', 'b.sv'],
    ['a.erl', '-file("b.erl", 10).', 'b.erl'],
    ['a.pl', '# line 12 "b.pl"', 'b.pl'],
    ['a.pl', '# line 12', 'a.pl'],
    ['foo.go', '//line bar.go:10', 'bar.go'],
    ['foo.go', 'x := /*line sub/bar.go:10:5*/ run()', 'bar.go'],
    ['foo.go', '//line :10', 'foo.go'],
    ['a.py', '# 12 "other.c"', 'other.c'],
    ['a.js', 'run(); //# sourceMappingURL=a.js.map', 'any'],
    ['a.css', '/*# sourceMappingURL=a.css.map */', 'any'],
  ];
  for (const [path, added, leadsTo] of ways)
    it(`${path}: ${JSON.stringify(added)}`, () => assert.deepEqual(led(path, added), [leadsTo]));

  const others: [path: string, added: string][] = [
    ['a.md', '# 12 angry men'],
    ['a.md', '# 12'],
    ['a.py', '# line 12'],
    ['a.py', '# line up the items'],
    ['a.css', '#line { color: red }'],
    ['a.js', '  #line = 0;'],
    ['a.yml', '#line 12'],
    ['a.v', '  #10 clk = ~clk;'],
    ['a.c', '// see #line 12 "other.c"'],
    ['a.c', '#include "line.h"'],
    ['a.go', '//line up: 5 of them'],
    ['a.go', '// line bar.go:10'],
  ];
  for (const [path, added] of others)
    it(`control: ${path}: ${JSON.stringify(added)} is none`, () => assert.deepEqual(led(path, added), []));

  it('control: one that was there before is quiet', () => {
    const { file } = change('a.c', '#line 12 "other.c"\nint b;\n', '#line 12 "other.c"\nint b;\nrun();\n');
    assert.deepEqual(lineDirectives([file]), []);
  });
});

function result(path: string | undefined, line: number, more: Partial<SarifResult> = {}): SarifResult {
  const region = { kind: 'lines', startLine: line, endLine: line } as const;
  return { tool: 'T', ruleId: 'R', level: 'error', message: 'm', ...(path ? { path } : {}), region, tags: [], ...more };
}

function run(changed: readonly ReturnType<typeof change>[], results: readonly SarifResult[], enforcedRules = ['R']) {
  const reading: LocatedReading = {
    ...{ file: 'x.sarif', results, withoutProblem: 0, tools: [{ name: 'T' }], notes: [] },
    ...{ partial: false, guesses: [], twins: [], lost: [] },
  };
  const files = changed.map(({ file }) => file);
  return alertsOfRun({
    ...{ scan: null, sarif: [reading], files, aside: [], enforcedRules },
    changed: new Set(files.map(({ path }) => path)),
    contents: changed.map(({ content }) => content),
  });
}

describe('a result of an enforced rule that a line directive sends away', () => {
  const A = change('src/a.c', HOLES, `#line 12 "other.c"\n${HOLES}gets(b);\n`);
  const standing = ({ alerts }: ReturnType<typeof run>) =>
    alerts.filter(({ onChangedLine }) => onChangedLine).map(({ path, range }) => `${path}:${range?.startLine}`);

  it('counts at the directive, and says where it was reported', () => {
    const found = run([A], [result('lib/other.c', 14)]);
    assert.deepEqual(standing(found), ['src/a.c:1']);
    assert.match(found.alerts[0]?.message ?? '', /Reported at lib\/other\.c:14/);
  });

  it('counts where the directive leads out of the repository', () => {
    const text = '/usr/include/other.c';
    const address = { text, texts: [text], paths: [], isAbsolute: true, ignoresCase: false };
    assert.deepEqual(standing(run([A], [result(undefined, 14, { unplaced: 'outside', address })])), ['src/a.c:1']);
  });

  it('counts where it leads to unchanged lines of a changed file, its own among them', () => {
    const other = change('other.c', 'a\nb\nc\nd\n', 'a\nb\nc\nD\n');
    assert.deepEqual(standing(run([A, other], [result('other.c', 1)])), ['src/a.c:1']);
    const own = change('a.c', HOLES, `#line 2\n${HOLES}gets(b);\n`);
    assert.deepEqual(standing(run([own], [result('a.c', 2)])), ['a.c:1']);
  });

  it('makes the review partial where nobody can tell where the directive leads', () => {
    const macro = change('a.c', HOLES, `#line ONE NAME\n${HOLES}`);
    const found = run([macro], [result('lib/other.c', 14)]);
    assert.deepEqual(standing(found), []);
    assert.match(found.gaps[0]?.message ?? '', /1 result .* where nothing was changed.*a\.c \(line 1\)/);
  });

  it('control: leaves other rules, other files and what stands on the change where they are', () => {
    assert.deepEqual(standing(run([A], [result('lib/other.c', 14)], ['S'])), []);
    assert.deepEqual(standing(run([A], [result('lib/third.c', 14)])), []);
    assert.deepEqual(standing(run([A], [result('src/a.c', 4)])), ['src/a.c:4']);
    const quiet = change('src/a.c', HOLES, `${HOLES}gets(b);\n`);
    assert.deepEqual(standing(run([quiet], [result('lib/other.c', 14)])), []);
    for (const results of [[result('lib/third.c', 14)], [result('src/a.c', 4)]])
      assert.deepEqual(run([A], results).gaps, []);
  });
});
