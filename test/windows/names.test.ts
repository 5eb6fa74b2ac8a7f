import assert from 'node:assert/strict';
import { openStage, type Stage } from '../demo/stage';
import { shownReview } from '../end-to-end/shown';
import { BASE, SOURCE } from '../end-to-end/small-change';
import { repositoryOf } from '../fakes/repository-of';

/** Names that a repository made on Linux can hold, and Windows reads something else into. */
const NAMES = [
  'C:x.ts',
  'C:/x.ts',
  'a:b/x.ts',
  '\\x/y.ts',
  '..\\x.ts',
  'a\\b/x.ts',
  'aux/x.ts',
  'v1./x.ts',
  'CON',
  'x.ts::$DATA',
];

const loop = SOURCE['src/total.ts'] ?? '';

describe('names that Windows cannot hold', () => {
  let stage: Stage;

  before(async () => {
    const odd = Object.fromEntries(NAMES.map((name) => [name, loop]));
    const generated = {
      'aux/.gitattributes': '*.ts linguist-generated\n',
      'a\\b/.gitattributes': '*.ts linguist-generated\n',
    };
    stage = await openStage({
      repository: repositoryOf({ ...BASE, ...generated }, { ...SOURCE, ...odd, ...generated }),
    });
  });
  after(() => stage?.close());

  it('are reviewed as on Linux, and their attributes count', async () => {
    const here = await reviewed(process.execPath);
    const there = await reviewed(undefined);
    assert.deepEqual(there, here);
    assert.ok(
      there.places.some((place) => place.startsWith('/src/total.ts')),
      JSON.stringify(there),
    );
    assert.ok(!there.places.some((place) => place.startsWith('/aux/')), 'an attribute was not followed');
  });

  async function reviewed(node: string | undefined) {
    const scene = await stage.open();
    const outcome = await scene.run(node === undefined ? {} : { node });
    const { threads } = shownReview(scene.snapshot());
    return { outcome: outcome.outputVariables.outcome, places: threads.map(({ place }) => place).sort() };
  }
});
