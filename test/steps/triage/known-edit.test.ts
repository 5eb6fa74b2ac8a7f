import assert from 'node:assert/strict';
import type { Change } from '../../../src/steps/scope/change';
import { markOf } from '../../../src/steps/triage/code-mark';
import { gistOf } from '../../../src/steps/triage/gist';
import { besideNow, editOf, movedAway } from '../../../src/steps/triage/known-edit';
import { fileOf, lineOf } from '../secrets/changed-file';
import { knownFinding } from './known';

const THREE = ['for (let i = 0; i <= n; i++) {', '  work(list, i, more, again);', '  sum += list[i];'];
const text = THREE.join('\n');
const known = { ...knownFinding({ mark: markOf(text), gist: gistOf(text, 'src/a.ts') }), range: undefined, beside: '' };

function changeOf(lines: readonly string[]): Change {
  const file = fileOf(
    lines.map((line, at) => lineOf('added', at + 1, line)),
    'src/a.ts',
  );
  return { scope: { files: [file], skipped: [] }, heldBack: [], aside: [], contents: new Map() } as unknown as Change;
}

describe('the lines of a blocker in a file of a million letters', () => {
  const long = '= list '.repeat(130_000);

  it('count as edited where what stands behind the first of them is too long to be read', () => {
    const change = changeOf([THREE[0] ?? '', long, THREE[2] ?? '']);
    assert.deepEqual(editOf(known as never, change), { kind: 'edited', startLine: 1, endLine: 1 });
  });

  it('stand beside too much to be told apart', () => {
    assert.equal(besideNow(known as never, changeOf([...THREE, long])), '*');
    assert.equal(besideNow(known as never, changeOf([...THREE, 'a();'])), '');
  });

  it('stand beside what is told apart in the first files of many', () => {
    const files = Array.from({ length: 10 }, (_, at) =>
      fileOf(
        [...THREE, ...Array(1_000).fill(`const a = ${'b'.repeat(300)};`)].map((line, index) =>
          lineOf('added', index + 1, line),
        ),
        `src/${at}.ts`,
      ),
    );
    const change = { ...changeOf([]), scope: { files, skipped: [] } } as unknown as Change;
    const beside = files.map(({ path }) => besideNow({ ...known, path } as never, change));
    assert.deepEqual(beside, [...Array(3).fill(''), ...Array(7).fill('*')]);
    assert.equal(besideNow({ ...known, path: 'src/0.ts' } as never, change), '');
  });
});

describe('the lines of blockers that went', () => {
  it('count as moved where more was brought than can be compared with them', () => {
    const lineOfFile = (at: number) => `for (let j = 0; j <= other${at}.length; j++) total += list[j] * more(${at});`;
    const files = Array.from({ length: 300 }, (_, at) => ({
      ...fileOf(
        Array.from({ length: 60 }, (_line, index) => lineOf('added', index + 1, lineOfFile(at))),
        `src/new${at}.ts`,
      ),
      change: 'added' as const,
    }));
    const change = { ...changeOf([]), scope: { files, skipped: [] } } as unknown as Change;
    const gone = (at: number) => {
      const line = `for (let i${at} = 0; i${at} <= list.length; i${at}++) sum += list[i${at}] * ${at};`;
      const of = { mark: markOf(line), gist: gistOf(line, 'src/a.ts'), severity: 'blocker' as const };
      return movedAway({ ...knownFinding(of), severity: 'blocker' } as never, change);
    };
    assert.equal(gone(0), false);
    const begun = process.cpuUsage();
    const moved = Array.from({ length: 300 }, (_, at) => gone(at + 1));
    const { user } = process.cpuUsage(begun);
    assert.equal(moved.at(-1), true);
    assert.ok(user / 1_000 < 10_000, `${user / 1_000} ms`);
  });
});
