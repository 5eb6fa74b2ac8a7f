import assert from 'node:assert/strict';
import type { LineRange } from '../../../src/ports/code-host';
import type { ChangedFile } from '../../../src/steps/diff/changed-file';
import type { Change } from '../../../src/steps/scope/change';
import type { Since } from '../../../src/steps/triage/changed-since';
import { markOf } from '../../../src/steps/triage/code-mark';
import type { KnownFinding } from '../../../src/steps/triage/known-finding';
import { likeness } from '../../../src/steps/triage/likeness';
import { matchKnown } from '../../../src/steps/triage/match-known';
import type { PlacedFinding } from '../../../src/steps/triage/placed-finding';
import { triage } from '../../../src/steps/triage/triage';
import { changeOf } from '../../fakes/change-of';
import { knownFinding } from './known';
import { placedFinding } from './placed';

const oldLine = 'use(total);';
const all: Since = { kind: 'all', reason: 'first' };
const changed = (added: number[], removed: string[] = []): Since => ({
  kind: 'lines',
  iteration: 1,
  byPath: new Map([
    ['src/a.ts', { changed: { added: new Set(added), removedBefore: new Set(), whole: false }, removed }],
  ]),
});

/** A file in scope with these lines, all of them added. */
function changeWith(files: Record<string, readonly string[]>, extra: Partial<ChangedFile> = {}): Change {
  const changes = Object.entries(files).map(([path, lines]): ChangedFile => {
    const shown = lines.map((text, index) => ({ kind: 'added' as const, oldLine: null, newLine: index + 1, text }));
    const hunk = { oldStart: 0, oldLines: 0, newStart: 1, newLines: lines.length, lines: shown };
    return {
      path,
      pathBytes: Buffer.from(path),
      change: 'modified',
      oldMode: '100644',
      newMode: '100644',
      oldBlob: `${path} before`,
      newBlob: `${path} now`,
      content: 'text',
      added: lines.length,
      removed: 0,
      hunks: [hunk],
      oldNoNewline: false,
      newNoNewline: false,
      ...extra,
    };
  });
  const contents = Object.entries(files).map(([path, lines]): [string, Uint8Array] => [
    `${path} now`,
    Buffer.from(lines.join('\n')),
  ]);
  return changeOf(changes, { contents: new Map(contents) });
}

const at = (startLine: number, text = oldLine): Partial<PlacedFinding> => {
  const range: LineRange = { side: 'new', startLine, endLine: startLine };
  const anchor = { kind: 'lines', path: 'src/a.ts', range, endLineLength: text.length, text, how: 'stated' } as const;
  return { range, anchor, mark: markOf(text), fingerprint: `at ${startLine}`, twin: `twin ${startLine}` };
};

const standing = changeWith({ 'src/a.ts': [...Array(9).fill('//'), oldLine, '//', '//', 'other(total);'] });
const edited = changeWith({ 'src/a.ts': [...Array(9).fill('//'), 'use(total, 1);', '//', '//', 'other(total);'] });
const mark = markOf(oldLine);
const otherWords = { title: 'Nothing guards the sum' };

describe('a finding and an earlier one', () => {
  const cases: [string, boolean, Partial<PlacedFinding>, Partial<KnownFinding>, Change | null, Since][] = [
    ['with the same fingerprint', true, otherWords, {}, standing, all],
    ['with the same fingerprint, decided', true, { severity: 'blocker' }, { status: 'wontFix' }, standing, all],
    [
      'of the same category two lines off, on old lines',
      true,
      { ...at(12), ...otherWords },
      { mark },
      standing,
      changed([]),
    ],
    [
      'of the same category two lines off, on a new line',
      false,
      { ...at(12), ...otherWords },
      { mark },
      standing,
      changed([12]),
    ],
    ['like it in words, on a new line', true, at(12), { mark }, standing, changed([12])],
    ['of the same category four lines off', false, { ...at(14), ...otherWords }, { mark }, standing, changed([])],
    [
      'of another category two lines off',
      false,
      { ...at(12), ...otherWords, category: 'security' },
      { mark },
      standing,
      changed([]),
    ],
    [
      'on the same old line, of another category',
      true,
      { ...at(10), ...otherWords, category: 'security' },
      { mark },
      standing,
      changed([]),
    ],
    [
      'on its line, edited',
      true,
      { ...at(10, 'use(total, 1);'), ...otherWords },
      { mark },
      edited,
      changed([10], [oldLine]),
    ],
    [
      'on its line, replaced by something else',
      false,
      { ...at(10, 'fetch(url);'), ...otherWords },
      { mark },
      changeWith({ 'src/a.ts': [...Array(9).fill('//'), 'fetch(url);'] }),
      changed([10], [oldLine]),
    ],
    [
      'graver, beside one that was decided',
      false,
      { ...at(12), ...otherWords, severity: 'blocker' },
      { mark, status: 'wontFix' },
      standing,
      changed([]),
    ],
    [
      'a blocker of another category on the line of a decided blocker',
      false,
      { ...at(10), ...otherWords, severity: 'blocker', category: 'security' },
      { mark, status: 'wontFix', severity: 'blocker' },
      standing,
      changed([]),
    ],
    [
      'a blocker on lines beyond those of a decided blocker',
      false,
      { ...at(11), ...otherWords, severity: 'blocker' },
      { mark, status: 'wontFix', severity: 'blocker' },
      standing,
      changed([]),
    ],
    [
      'a decided blocker in other words',
      true,
      { ...at(10), ...otherWords, severity: 'blocker' },
      { mark, status: 'wontFix', severity: 'blocker' },
      standing,
      changed([]),
    ],
    [
      'graver, on the edited line of a decided one',
      false,
      { ...at(10, 'use(total, 1);'), ...otherWords, severity: 'blocker' },
      { mark, status: 'wontFix' },
      edited,
      changed([10], [oldLine]),
    ],
    [
      'copied to another file',
      false,
      {
        ...at(10),
        path: 'src/b.ts',
        twin: 'e'.repeat(64),
        anchor: {
          kind: 'lines',
          path: 'src/b.ts',
          range: { side: 'new', startLine: 1, endLine: 1 },
          endLineLength: 1,
          text: oldLine,
          how: 'stated',
        },
      },
      { mark },
      changeWith({ 'src/a.ts': [oldLine], 'src/b.ts': [oldLine] }),
      all,
    ],
    [
      'moved to another file',
      true,
      {
        ...at(10),
        path: 'src/b.ts',
        twin: 'e'.repeat(64),
        anchor: {
          kind: 'lines',
          path: 'src/b.ts',
          range: { side: 'new', startLine: 1, endLine: 1 },
          endLineLength: 1,
          text: oldLine,
          how: 'stated',
        },
      },
      { mark },
      changeWith({ 'src/a.ts': ['//'], 'src/b.ts': [oldLine] }),
      all,
    ],
    [
      'in a renamed file',
      true,
      { ...at(10), path: 'src/new.ts', twin: 'e'.repeat(64) },
      { mark },
      changeWith({ 'src/new.ts': [oldLine] }, { oldPath: 'src/a.ts' }),
      all,
    ],
    [
      'whose lines the service lost, like it in words',
      true,
      { ...at(10, 'use(total, 1);'), title: 'Total may be missing' },
      { mark, range: undefined as never },
      edited,
      all,
    ],
    [
      'on the whole file, like it in words',
      true,
      { ...at(1), anchor: { kind: 'file', path: 'src/a.ts', reason: 'x' }, mark: '' },
      { mark: '', range: undefined as never },
      standing,
      all,
    ],
    ['without any place', false, { anchor: { kind: 'summary', reason: 'x' } }, {}, standing, all],
  ];
  for (const [what, isSame, finding, known, change, since] of cases) {
    it(`${what}: ${isSame ? 'the same' : 'two'}`, () => {
      const { range, ...earlier } = knownFinding(known);
      const one = range === undefined ? earlier : { ...earlier, range };
      const matches = matchKnown([placedFinding(finding)], { known: [one], change, since });
      assert.equal(matches.size, isSame ? 1 : 0, matches.get('1-c1')?.how);
    });
  }

  it('are matched one to one, the surest first', () => {
    const findings = [placedFinding({ key: 'near', ...at(12) }), placedFinding({ key: 'exact' })];
    const known = [
      knownFinding({ threadId: 1, mark }),
      knownFinding({ threadId: 2, fingerprint: 'x', range: { side: 'new', startLine: 13, endLine: 13 } }),
    ];
    const matches = matchKnown(findings, { known, change: standing, since: all });
    assert.deepEqual([...matches].map(([key, match]) => [key, match.known.threadId]).sort(), [
      ['exact', 1],
      ['near', 2],
    ]);
  });

  it('follow the thread that people dealt with, then the oldest', () => {
    const known = [
      knownFinding({ threadId: 1 }),
      knownFinding({ threadId: 2, status: 'wontFix' }),
      knownFinding({ threadId: 3 }),
    ];
    const matches = matchKnown([placedFinding()], { known, change: null, since: all });
    assert.equal(matches.get('1-c1')?.known.threadId, 2);
  });
});

describe('triage', () => {
  const policy = { minimumSeverity: 'suggestion', maxComments: 2 } as const;
  const many = ['1', '2', '3', '4'].map((key, index) =>
    placedFinding({ key, fingerprint: key, ...at(20 + 10 * index) }),
  );
  const fates = (
    findings: readonly PlacedFinding[],
    past?: Parameters<typeof triage>[2],
    rules: Parameters<typeof triage>[1] = policy,
  ) =>
    triage(findings, rules, past).map(
      ({ finding, to, ...rest }) => `${finding.key} ${to}${'reason' in rest ? `: ${rest.reason}` : ''}`,
    );

  it('gives the gravest their threads and lists the rest', () => {
    const grave = { ...many[3]!, severity: 'blocker' as const };
    assert.deepEqual(fates([...many.slice(0, 3), grave]), [
      '4 thread',
      '1 thread',
      '2 list: beyond maxComments 2',
      '3 list: beyond maxComments 2',
    ]);
  });

  it('ranks by severity, then category, then confidence, then risk of the file', () => {
    const one = (key: string, given: Partial<PlacedFinding>) => placedFinding({ key, ...given });
    const findings = [
      one('risk', { confidence: 'high', risk: 2 }),
      one('dangerous', { confidence: 'high', risk: 9 }),
      one('alert', { source: 'alert', risk: 9 }),
      one('doubtful', { confidence: 'low', risk: 9 }),
      one('sure', { category: 'performance', confidence: 'high', risk: 9 }),
      one('security', { category: 'security', confidence: 'low', risk: 0 }),
      one('grave', { severity: 'blocker', category: 'maintainability', confidence: 'low' }),
      one('small', { severity: 'suggestion', category: 'security', confidence: 'high', risk: 9 }),
    ].map((finding, index) => ({ ...finding, ...at(20 + 10 * (8 - index)), fingerprint: finding.key }));
    const order = fates(findings, undefined, { minimumSeverity: 'suggestion', maxComments: 9 });
    const expected = ['grave', 'security', 'dangerous', 'risk', 'alert', 'doubtful', 'sure', 'small'];
    assert.deepEqual(
      order,
      expected.map((key) => `${key} thread`),
    );
  });

  it('leaves what has a thread in it, beyond the cap and below the floor', () => {
    const known = many
      .slice(2)
      .map(({ fingerprint }, index) =>
        knownFinding({ threadId: index + 1, fingerprint, range: { side: 'new', startLine: 900, endLine: 900 } }),
      );
    const past = { known, change: null, since: all };
    assert.deepEqual(fates(many, past), ['1 thread', '2 thread', '3 thread', '4 thread']);
    assert.deepEqual(fates(many, past, { minimumSeverity: 'blocker', maxComments: 0 }).slice(0, 2), [
      '3 thread',
      '4 thread',
    ]);
  });

  it('lists what is newly found in old code, and never a blocker', () => {
    const findings = [{ ...many[0]!, severity: 'blocker' as const }, many[1]!];
    assert.deepEqual(fates(findings, { known: [], change: null, since: changed([5]) }), [
      '1 thread',
      '2 list: newly found in code that was reviewed in iteration 1',
    ]);
  });

  it('merges an alert with what speaks of it on the same lines, before anything is counted', () => {
    const twin = {
      ...{ ...many[0]!, key: 'alert', source: 'alert' as const, rule: 'js/eval', fingerprint: 'other' },
      title: 'eval runs any text',
    };
    for (const words of [{ evidence: 'the alert of js/eval' }, { title: 'Any text runs through eval' }]) {
      const said = fates([{ ...many[0]!, ...words }, twin, many[1]!]).map((fate) => fate.replace(/".*"/, '...'));
      assert.deepEqual(said, ['1 thread', '2 thread', 'alert merged: js/eval reports the same place as ...']);
    }
  });

  it('keeps two problems of one line apart, and merges what repeats one cause, however grave', () => {
    const [one, two] = [many[0]!, { ...many[0]!, key: 'other', fingerprint: 'other', category: 'security' as const }];
    assert.deepEqual(fates([one, two]), ['other thread', '1 thread']);
    const grave = { severity: 'blocker' as const, repeats: '1' };
    const merged = fates([one, { ...many[1]!, ...grave }, { ...many[2]!, ...grave }]);
    assert.deepEqual(
      merged.map((fate) => fate.replace(/: .*/, '')),
      ['2 thread', '3 merged', '1 merged'],
    );
  });

  it('keeps an alert and another problem of the same lines apart', () => {
    const other = { ...many[0]!, key: 'alert', source: 'alert' as const, rule: 'js/eval', fingerprint: 'other' };
    assert.deepEqual(fates([many[0]!, { ...other, title: 'eval runs any text' }]), ['1 thread', 'alert thread']);
  });

  it('gives every finding one fate', () => {
    const result = triage([...many, ...many.map((one) => ({ ...one, key: `${one.key}b` }))], policy);
    assert.equal(new Set(result.map(({ finding }) => finding.key)).size, 8);
    assert.equal(result.length, 8);
  });
});

describe('likeness', () => {
  it('is 1 for the same words and 0 for others', () => {
    assert.equal(likeness('Total may be missing', 'missing: TOTAL may be!'), 1);
    assert.equal(likeness('Total may be missing', 'Certificates are unchecked'), 0);
    assert.equal(likeness('', 'a'), 0);
  });
});
