import assert from 'node:assert/strict';
import type { RunState } from '../../src/passes/run-state';
import type { Swept } from '../../src/passes/swept';
import { trimCritique } from '../../src/passes/trim-critique';
import { noticedBeside } from '../../src/steps/findings/noticed-beside';
import type { Candidate } from '../../src/steps/prompt/candidate';
import { readCandidates } from '../emulators/claude/prompt-reader';
import { changedFile, promptsOf, settingsOf } from './asked';

function candidates(count: number): Candidate[] {
  return Array.from({ length: count }, (_, at) => ({
    ...{ id: `c${at + 1}`, path: 'src/a.ts', quote: '', title: `T${at}`, evidence: '', body: '', replacement: '' },
    range: { side: 'new', startLine: 1 + (at % 20), endLine: 1 + (at % 20) },
    category: 'bug',
    severity: at % 3 === 0 ? 'blocker' : 'suggestion',
  }));
}

/** A purse for so many candidates, which counts all that it is asked about. */
function trimmed(given: readonly Candidate[], most: number) {
  const counted = { candidates: 0, questions: 0 };
  const [prompt] = promptsOf({ files: [changedFile('src/a.ts')] });
  assert.ok(prompt);
  const swept: Swept = { prompt, candidates: given, summary: '', options: {} as Swept['options'] };
  const run = { settings: settingsOf(), parts: 1 } as unknown as RunState;
  const budget = {
    affordsCritique({ user }: { user: readonly { text: string }[] }) {
      const asked = readCandidates(user.at(-1)?.text ?? '').length;
      counted.candidates += asked;
      counted.questions += 1;
      return asked <= most;
    },
  };
  return { chosen: trimCritique(run, budget as never, swept, given)?.candidates ?? [], counted };
}

describe('a critique that cannot be paid whole', () => {
  it('asks about the gravest, as many as fit, however few there are', () => {
    for (const [count, most] of [
      [1, 1],
      [9, 4],
      [100, 37],
      [100, 99],
    ] as const) {
      const given = candidates(count);
      const { chosen } = trimmed(given, most);
      const grave = (all: readonly Candidate[]) => all.filter(({ severity }) => severity === 'blocker').length;
      assert.equal(chosen.length, most);
      assert.equal(grave(chosen), Math.min(grave(given), most));
    }
    assert.deepEqual(trimmed(candidates(3), 0).chosen, []);
  });

  it('looks at each of many only a few times', () => {
    const { chosen, counted } = trimmed(candidates(6_000), 900);
    assert.equal(chosen.length, 900);
    assert.ok(counted.candidates < 6_000 * 20, `${counted.candidates} candidates`);
    assert.ok(counted.questions < 300, `${counted.questions} questions`);
  });
});

describe('what a critique found by itself', () => {
  const found = (more: Partial<Candidate>): Candidate => ({ ...(candidates(1)[0] as Candidate), ...more });

  it('is what stands on no lines of its kind, and has no title, that are known', () => {
    const known = [
      found({ title: 'A', range: { side: 'new', startLine: 5, endLine: 40 } }),
      found({ title: 'B', range: { side: 'new', startLine: 7, endLine: 8 } }),
    ];
    const isNoticed = (more: Partial<Candidate>) =>
      noticedBeside(known, [found({ title: 'C', ...more })], 0).length > 0;
    const at = (startLine: number, endLine: number) => ({ range: { side: 'new' as const, startLine, endLine } });
    assert.equal(isNoticed(at(30, 30)), false);
    assert.equal(isNoticed(at(1, 5)), false);
    assert.equal(isNoticed(at(41, 50)), true);
    assert.equal(isNoticed(at(1, 4)), true);
    assert.equal(isNoticed({ ...at(30, 30), category: 'security' }), true);
    assert.equal(isNoticed({ ...at(41, 50), title: 'A' }), false);
    assert.equal(isNoticed({ ...at(30, 30), path: 'src/b.ts' }), true);
  });

  it('is compared with what is known once', () => {
    let read = 0;
    const counting = (one: Candidate): Candidate => ({
      ...one,
      get title() {
        read += 1;
        return one.title;
      },
    });
    noticedBeside(candidates(2_000).map(counting), candidates(2_000).map(counting), 0);
    assert.ok(read < 20_000, `${read} titles`);
  });
});
