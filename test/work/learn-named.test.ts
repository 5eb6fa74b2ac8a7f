import assert from 'node:assert/strict';
import type { TreeEntry } from '../../src/ports/trees';
import { createMasking } from '../../src/steps/secrets/masking';
import { createLearner } from '../../src/work/learn-named';

describe('secrets of files that a text names', () => {
  const masking = createMasking((text) => text);
  const entry = (path: string, size = 10): TreeEntry => ({ path, mode: '100644', id: path, size });

  function learner(entries: readonly TreeEntry[]) {
    const asked: string[][] = [];
    const read = async (ids: readonly string[]) => {
      asked.push([...ids]);
      return new Map(ids.map((id) => [id, Buffer.from('x = 1\n')] as const));
    };
    return { learn: createLearner({ read }, entries, masking), asked };
  }

  it('are looked for once in each file, fifty at a time', async () => {
    const { learn, asked } = learner(Array.from({ length: 70 }, (_, at) => entry(`d${at}/a.txt`)));
    for (let times = 0; times < 3; times += 1) await learn('cat a.txt d3/a.txt');
    assert.deepEqual(
      asked.map(({ length }) => length),
      [50, 20],
    );
  });

  it('hold nothing up where a text says a name again and again that half of all files have', async () => {
    const { learn } = learner(Array.from({ length: 50_000 }, (_, at) => entry(`d${at}/a`, 5_000_000)));
    const begun = performance.now();
    await learn('a '.repeat(20_000));
    assert.ok(performance.now() - begun < 2_000);
  });
});
