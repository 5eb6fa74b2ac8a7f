import { strict as assert } from 'node:assert';
import type { Repository } from '../../src/ports/repository';
import { reviewed } from './reviewed';

const lock = (host: string) => `"resolved": "https://${host}/a/-/a-1.0.0.tgz",\n`;
const NPM = lock('registry.npmjs.org');

function locks(count: number, text: (at: number) => string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}/package-lock.json`, text(at)]));
}

/** Counts how often each name is asked for. */
function counted(asked: Map<string, number>) {
  return (repository: Repository): Repository => ({
    ...repository,
    read: async (names) => {
      for (const name of names) asked.set(name, (asked.get(name) ?? 0) + 1);
      return repository.read(names);
    },
  });
}

describe('lock files that name a new place', () => {
  it('have the others of the base read once for all of them, however many they are', async () => {
    const asked = new Map<string, number>();
    const { record } = await reviewed({
      base: { ...locks(60, () => NPM), '.npmrc': 'a=b\n' },
      source: locks(60, (at) => lock(`evil${at}.example`)),
      repository: counted(asked),
    });
    assert.equal(record.findings.filter(({ rule }) => rule === 'second-pass/lock-sources').length, 60);
    const ofBase = [...asked].filter(([name]) => /:p\d+\/package-lock\.json$|:\.npmrc$/.test(name));
    // Once as what the change was made of, once as what may name the place.
    assert.deepEqual(
      ofBase.filter(([, times]) => times > 2),
      [],
    );
  });

  it('are partly reviewed where the others of the base are too many to be read', async () => {
    const { record } = await reviewed({
      base: locks(205, () => NPM),
      source: { ...locks(205, () => NPM), 'p0/package-lock.json': lock('evil.example') },
    });
    assert.match(record.problems.join(' '), /Not looked through for where their packages come from/);
  });

  it('are reviewed where one of so many names the place', async () => {
    const { record, status } = await reviewed({
      base: locks(205, (at) => (at === 7 ? lock('npm.corp.example') : NPM)),
      source: {
        ...locks(205, () => NPM),
        'p7/package-lock.json': NPM,
        'p0/package-lock.json': lock('npm.corp.example'),
      },
    });
    assert.deepEqual([record.problems, status?.state], [[], 'succeeded']);
  });
});
