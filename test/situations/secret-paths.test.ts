import assert from 'node:assert/strict';
import { certainSecrets } from '../steps/secrets/sample-secrets';
import { reviewed, type Situation } from './reviewed';

const { value, line } = certainSecrets['GitHub token'] ?? assert.fail();
const BEFORE = { 'a.ts': '1;\n' };
const AFTER = { 'a.ts': '2;\n' };

const SITUATIONS: Readonly<Record<string, Situation>> = {
  'that is excluded': { base: BEFORE, source: { ...AFTER, [`${value}/yarn.lock`]: 'x\n' } },
  'that is excluded and holds it too': { base: BEFORE, source: { ...AFTER, [`${value}/yarn.lock`]: `${line}\n` } },
  'that is renamed': { base: { ...BEFORE, 'q.ts': 'q;\n' }, source: { ...AFTER, [`src/${value}.ts`]: 'q;\n' } },
  'that is deleted': { base: { ...BEFORE, [`src/${value}.ts`]: 'q;\n' }, source: AFTER },
  'that is a picture': { base: BEFORE, source: { ...AFTER, [`img/${value}.png`]: Buffer.from([0, 1, 2, 3]) } },
};

describe('a secret in the path of a file that nobody reviews', () => {
  for (const [name, situation] of Object.entries(SITUATIONS)) {
    it(`goes nowhere: one ${name}`, async () => {
      const { sent, host, record, log } = await reviewed(situation);
      const places = { sent, threads: host.threads, statuses: [...host.statuses.values()], record, log };
      const leaks = Object.entries(places).filter(([, place]) => JSON.stringify(place).includes(value));
      assert.deepEqual(
        leaks.map(([place]) => place),
        [],
      );
      assert.equal(
        record.files.length,
        Object.keys({ ...situation.base, ...situation.source }).length - ('q.ts' in (situation.base ?? {}) ? 1 : 0),
      );
    });
  }
});
