import assert from 'node:assert/strict';
import fc from 'fast-check';
import { reachOf } from '../../../src/steps/chunks/reach';
import { splitIntoChunks } from '../../../src/steps/chunks/split-into-chunks';
import { composePrompts, piecesOf } from '../../../src/steps/prompt/compose';
import { forecast } from '../../../src/steps/prompt/forecast';
import { alertOn, changedFile, settingsOf } from '../../passes/asked';

const named = (count: number, lines: number) =>
  Array.from({ length: count }, (_, at) => changedFile(`src/area${at % 7}/file${at}.ts`, lines));

describe('what the money can reach', () => {
  it('is all of a change that it can pay, in the order in which it came', () => {
    const files = named(5, 20);
    assert.deepEqual(reachOf(files, [], 1e9), { within: files, beyond: [] });
  });

  it('is the riskiest first: what an alert speaks of is within, whatever its name', () => {
    const files = [...named(60, 400), changedFile('zoo/last.ts', 400)];
    const { within } = reachOf(files, [alertOn('zoo/last.ts', 's1', { enforced: true })], 200_000);
    assert.ok(within.some(({ path }) => path === 'zoo/last.ts'));
    assert.ok(within.length < 40, String(within.length));
  });

  it('plans each file once, within or beyond, whatever its size and what can be paid', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 900_000 }),
        (sizes, payable) => {
          const files = sizes.map((lines, at) => changedFile(`src/${at % 3}/file${at}.ts`, lines));
          const { within, beyond } = reachOf(files, [], payable);
          const later = new Set(beyond.flatMap((chunk) => chunk.files.map(({ file }) => file.path)));
          assert.deepEqual([...within.map(({ path }) => path), ...later].sort(), files.map(({ path }) => path).sort());
          const chunks = splitIntoChunks(files, { beyond });
          assert.deepEqual(
            chunks.map(({ number }) => number),
            chunks.map((_, at) => at + 1),
          );
          const lines = chunks.flatMap((chunk) =>
            chunk.files.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines)),
          );
          assert.equal(
            lines.length,
            sizes.reduce((sum, size) => sum + size, 0),
          );
        },
      ),
      { numRuns: 12 },
    );
  });

  it('what can be paid is never less than what is within', () => {
    for (const payable of [0, 1, 150_000, 400_000]) {
      const { within, beyond } = reachOf(named(100, 200), [], payable);
      const bytes = splitIntoChunks(within).reduce(
        (sum, { files }) => sum + files.reduce((all, one) => all + one.bytes, 0),
        0,
      );
      assert.ok(beyond.length === 0 || bytes >= payable, `${bytes} of ${payable}`);
    }
  });
});

describe('prompts of a change in many parts', () => {
  const counted = (count: number) => {
    const reads = { lines: new Map<string, number>(), list: 0 };
    const files = named(count, 400).map((file) => {
      const [hunk] = file.hunks;
      const counting = Object.defineProperty({ ...hunk! }, 'lines', {
        get: () => {
          reads.lines.set(file.path, (reads.lines.get(file.path) ?? 0) + 1);
          return hunk!.lines;
        },
      });
      return { ...file, hunks: [counting] };
    });
    const chunks = splitIntoChunks(files);
    const list = new Proxy(files, {
      get(target, name) {
        if (name === 'map') reads.list += 1;
        return Reflect.get(target, name);
      },
    });
    reads.lines.clear();
    const prompts = composePrompts({
      files: list,
      chunks,
      skeletons: [],
      alerts: [],
      guidelines: '',
      guidelineFiles: [],
    });
    return { prompts, reads };
  };

  it('read no line before they are asked, and then those of their part alone', () => {
    const { prompts, reads } = counted(60);
    assert.ok(prompts.length > 5);
    forecast(prompts, settingsOf());
    assert.equal(reads.lines.size, 0);
    piecesOf(prompts[2]!);
    assert.deepEqual([...reads.lines.keys()].sort(), prompts[2]!.chunk.files.map(({ file }) => file.path).sort());
  });

  it('have one list of files for all parts', () => {
    const [few, many] = [counted(20), counted(80)];
    assert.ok(many.prompts.length > 3 * few.prompts.length);
    assert.equal(many.reads.list, few.reads.list);
  });

  it('know the size of what they will say', () => {
    const files = [...named(30, 400), changedFile('ä/ö.ts', ['"ü"'])];
    for (const guidelines of ['', 'Größe counts.\n']) {
      const alerts = [alertOn('ä/ö.ts', 's1')];
      const skeletons = [{ path: 'ä/ö.ts', language: 'typescript', text: '==== skeleton: ä/ö.ts\n', clipped: false }];
      const chunks = splitIntoChunks(files);
      for (const prompt of composePrompts({ files, chunks, skeletons, alerts, guidelines, guidelineFiles: [] })) {
        assert.equal(
          prompt.bytes,
          piecesOf(prompt).reduce((sum, { bytes }) => sum + bytes, 0),
        );
      }
    }
  });
});
