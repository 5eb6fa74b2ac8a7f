import assert from 'node:assert/strict';
import { reviewed, type Situation } from './reviewed';

/** What was asked of the repository, in order. */
async function askedOf(situation: Partial<Situation>): Promise<string[]> {
  const asked: string[] = [];
  await reviewed({
    source: { 'src/a.ts': 'let a = 1;\n' },
    ...situation,
    repository: (repository) => ({
      ...repository,
      begin: () => void asked.push('begin'),
      changes: (range) => {
        asked.push('changes');
        return repository.changes(range);
      },
    }),
  });
  return asked;
}

describe('the repository', () => {
  it('gets ready before it is asked', async () => {
    assert.deepEqual((await askedOf({})).slice(0, 2), ['begin', 'changes']);
  });

  it('is left alone where nothing is reviewed', async () => {
    assert.deepEqual(await askedOf({ inputs: { skipWhen: 'target: *m*' } }), []);
  });
});
