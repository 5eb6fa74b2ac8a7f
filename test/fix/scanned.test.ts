import assert from 'node:assert/strict';
import type { FixWorld } from '../../src/fix-world';
import type { ScanFile, ScanReport } from '../../src/ports/scanner';
import { needSemgrep } from '../adapters/semgrep/real-semgrep';
import { script } from '../emulators/claude/server';
import { hasBubblewrap } from '../work/workbench';
import { startWiredScene, type WiredScene } from './wired-scene';
import { FIX, finish, HONEST, startWorkScene } from './work-scene';

const NO_VALIDATION = { validationCommand: '', testResults: '' };

const sarif = (startLines: readonly number[]) =>
  JSON.stringify({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Semgrep', semanticVersion: '1.0.0', rules: [{ id: 'rule.one' }] } },
        results: startLines.map((startLine) => ({
          ruleId: 'rule.one',
          message: { text: `Something at <b>${startLine}</b>` },
          locations: [{ physicalLocation: { artifactLocation: { uri: 'src/sum.js' }, region: { startLine } } }],
        })),
      },
    ],
  });

(hasBubblewrap() ? describe : describe.skip)('what a scanner says of a change', () => {
  let scene: WiredScene | undefined;
  afterEach(() => scene?.close());

  async function planned(scan: (files: readonly ScanFile[]) => Promise<ScanReport | null>) {
    scene = await startWiredScene();
    scene.play(script({ calls: [FIX] }, finish('The loop ended too late.')));
    const around = (world: FixWorld) => ({ ...world, scanner: { scan } });
    const comment = scene.ask('/second-pass fix the sum');
    const { record } = await scene.work({ comment, ...NO_VALIDATION, proof: 'shown' }, { around });
    return { record, said: scene.answers().join() };
  }
  const report = (after: readonly number[], before: readonly number[]): ScanReport => ({
    ...{ after: sarif(after), before: sarif(before), tool: { name: 'Semgrep', version: '1.0.0' } },
    ...{ sandbox: 'bubblewrap', notes: [], partial: false },
  });

  it('stands at the top of the plan where it is new and of a changed line', async () => {
    let seen: readonly ScanFile[] = [];
    const { record, said } = await planned(async (files) => {
      seen = files;
      return report([1, 5, 6], [1]);
    });
    assert.deepEqual(
      seen.map(({ path, before, after }) => [path, `${before}`.includes('i <='), `${after}`.includes('i < n')]),
      [['src/sum.js', true, true]],
    );
    const looked = record.checks?.filter(({ check }) => check === 'look');
    assert.deepEqual(looked, [
      {
        check: 'look',
        state: 'shown',
        text: '"src/sum.js" line 5, Semgrep: Something at <b>5</b> (rule.one)',
      },
    ]);
    assert.match(said, /Look at this first:\n- .*line 5, Semgrep: Something at (?!<b>)/);
  });

  it('is told where it is not whole, or of a file that nobody knows', async () => {
    const cut = { ...report([1], [1]), partial: true, notes: ['It was stopped after 60 s.'] };
    const strange = { ...report([1], [1]), after: sarif([5]).replace('src/sum.js', 'elsewhere/sum.js') };
    for (const [given, told] of [
      [cut, /Semgrep did not look at all of the change/],
      [strange, /1 static-analysis result was not placed/],
    ] as const) {
      const { record } = await planned(async () => given);
      assert.match(JSON.stringify(record.checks), told);
      assert.doesNotMatch(JSON.stringify(record.checks), /Nothing stands out/);
      await scene?.close();
    }
  });

  it('is a note where it cannot be had, and holds nothing up', async () => {
    const { record } = await planned(async () => {
      throw new Error('no disk is left');
    });
    assert.equal(record.situation, 'notProven');
    assert.match(record.notes.join('\n'), /The change was not scanned: Error: no disk is left/);
    assert.match(JSON.stringify(record.checks), /Nothing stands out/);
  });
});

(hasBubblewrap() ? describe : describe.skip)('Semgrep itself', () => {
  it('looks at a change through the packaged task, with the rules of the package', async function () {
    needSemgrep(this);
    const scene = await startWorkScene();
    try {
      const edit = {
        command: 'str_replace',
        path: 'src/sum.js',
        old_str: '  return total;',
        new_str: '  return eval(numbers.name) || total;',
      };
      scene.play(script({ calls: [FIX, { name: 'str_replace_based_edit_tool', input: edit }] }, ...HONEST.slice(1)));
      const outcome = await scene.run({ comment: scene.ask('/second-pass fix the sum'), semgrep: 'auto' });
      assert.equal(outcome.outputVariables.outcome, 'planned', outcome.lines.join('\n'));
      assert.match(scene.answers().join(), /line 6, Semgrep: .*evaluated-text/);
    } finally {
      await scene.close();
    }
  });
});
