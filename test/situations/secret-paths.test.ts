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

describe('a word that is a password elsewhere, in the path of a file that is reviewed', () => {
  it('stays as the reviewer was shown it: there the finding has its place, and files beside it keep their names', async () => {
    const folder = 'deps/shop_management';
    const hidden = 'export const user = "a\u200bb";\n';
    const files = {
      [`${folder}/a.ts`]: hidden,
      [`${folder}/b.ts`]: `${line}\n`,
      [`${folder}/yarn.lock`]: 'x\n',
      [`${folder}/.env`]: 'PORT=80\n',
      'conf/app.yml': 'user: shop\npassword: management\n',
    };
    const { record, threads } = await reviewed({ source: { 'README.md': 'A sample.\n', ...files } });
    assert.deepEqual(record.files.map(({ path }) => path).sort(), Object.keys(files).sort());
    assert.deepEqual(threads.map(({ path }) => path).sort(), [`${folder}/.env`, `${folder}/a.ts`, `${folder}/b.ts`]);
  });
});

describe('a path that a model made up out of what it read', () => {
  it('is posted and recorded without the secret in it', async () => {
    const words = {
      evidence: 'x',
      category: 'bug',
      severity: 'blocker',
      title: 'Twice',
      body: 'It is.',
      replacement: '',
    };
    const found = {
      id: '',
      side: 'new',
      startLine: 1,
      endLine: 1,
      quote: 'nowhere',
      path: `src/${value}.ts`,
      ...words,
    };
    const { host, record, log } = await reviewed({
      base: BEFORE,
      source: AFTER,
      sweep: () => ({ candidates: [found] }),
    });
    assert.ok(!JSON.stringify([host.threads, record, log]).includes(value));
  });
});

describe('a new file whose name says that it holds secrets', () => {
  const block = (name: string) => `-----BEGIN ${name}-----\nMIIBszCCAVmgAwIBAgIUQ0pQ\n-----END ${name}-----\n`;
  const verdictOn = async (text: string) =>
    (await reviewed({ base: BEFORE, source: { ...AFTER, 'certs/ca.pem': text } })).status?.state;

  it('is no blocker where it holds certificates and public keys alone', async () => {
    assert.equal(await verdictOn(`# Root of the test lab\n${block('CERTIFICATE')}${block('PUBLIC KEY')}`), 'succeeded');
  });

  for (const [what, text] of [
    ['a private key beside them', block('CERTIFICATE') + block('PRIVATE KEY')],
    ['a password beside them', `${block('CERTIFICATE')}password=kJ8sL2mN9pQ4rS7tU1vW\n`],
    ['one that is cut off', '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ0pQ\n'],
    ['anything else', 'kJ8sL2mN9pQ4rS7tU1vW\n'],
  ] as const)
    it(`is one with ${what}`, async () => assert.equal(await verdictOn(text), 'failed'));
});
