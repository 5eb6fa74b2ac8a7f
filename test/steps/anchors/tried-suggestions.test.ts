import assert from 'node:assert/strict';
import { checkSuggestions } from '../../../src/stages/check-suggestions';
import type { Change } from '../../../src/steps/scope/change';
import { fileOf } from '../secrets/changed-file';
import { placedFinding } from '../triage/placed';

describe('suggestions for a large file', () => {
  it('are tried as far as memory goes, the rest is taken back', async () => {
    const file = fileOf([]);
    const content = Buffer.from('one();\n'.repeat(200_000));
    const change = {
      scope: { files: [file] },
      heldBack: [],
      contents: new Map([[file.newBlob, content]]),
    } as unknown as Change;
    const anchor = { kind: 'lines', path: file.path, range: { side: 'new', startLine: 1, endLine: 1 } };
    const findings = Array.from({ length: 60 }, (_, at) =>
      placedFinding({ key: `k${at}`, anchor: anchor as never, suggestion: 'two();' }),
    );
    let tried = 0;
    const outliner = {
      async parses(files: readonly unknown[]) {
        tried = files.length / 2;
        return files.map(() => true);
      },
    };
    const world = { outliner: outliner as never, signal: new AbortController().signal };
    const checked = await checkSuggestions(world, findings, change);
    assert.ok(tried > 10 && tried < 30, `${tried}`);
    assert.equal(checked.filter(({ suggestion }) => suggestion !== undefined).length, tried);
    assert.match(checked.at(-1)?.refusedSuggestion ?? '', /more was offered than can be tried/);
  });
});
