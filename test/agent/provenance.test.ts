import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { type Facts, factsOf } from '../../build/provenance-facts';
import { faultsOf, type Statement, statementOf } from '../../build/provenance-statement';
import { packagedExtension } from '../demo/stage';

const root = resolve(__dirname, '..', '..');

describe('provenance of the package', () => {
  const vsix = packagedExtension();
  let facts: Facts;
  let said: Statement;
  before(() => {
    facts = factsOf(root, vsix);
    said = JSON.parse(JSON.stringify(statementOf(facts)));
  });

  it('names the package, every file that packing reads and every package whose code is in it', () => {
    assert.deepEqual(
      [said._type, said.predicateType],
      ['https://in-toto.io/Statement/v1', 'https://slsa.dev/provenance/v1'],
    );
    assert.equal(said.subject[0]?.name, basename(vsix));
    for (const path of [
      'src/task.ts',
      'src/index.js',
      'build/package.ts',
      'task.json',
      'package-lock.json',
      'web/run.ts',
    ])
      assert.match(facts.inputs.get(path) ?? '', /^[0-9a-f]{64}$/, path);
    const uris = said.predicate.buildDefinition.resolvedDependencies.map(({ uri }) => uri);
    for (const name of ['%40anthropic-ai/sdk@', 'undici@', 'preact@', 'esbuild@'])
      assert.ok(
        uris.some((uri) => uri?.startsWith(`pkg:npm/${name}`)),
        name,
      );
    for (const hash of facts.packages.values()) assert.match(hash, /^[0-9a-f]{128}$/);
  });

  it('holds for what it was made of', () => assert.deepEqual(faultsOf(said, facts), []));

  const changes: [string, (facts: Facts) => Facts, RegExp][] = [
    [
      'another package',
      (now) => ({ ...now, vsix: { ...now.vsix, sha256: '0'.repeat(64) } }),
      /\.vsix has sha256 0{64}, not [0-9a-f]{64}\./,
    ],
    [
      'a changed file',
      (now) => ({ ...now, inputs: new Map([...now.inputs, ['src/task.ts', '0'.repeat(64)]]) }),
      /inputs \(file:\.\) has sha256/,
    ],
    [
      'one more file',
      (now) => ({ ...now, inputs: new Map([...now.inputs, ['src/zz.ts', '0'.repeat(64)]]) }),
      /inputs \(file:\.\) has sha256/,
    ],
    [
      'another lock file',
      (now) => ({ ...now, inputs: new Map([...now.inputs, ['package-lock.json', '0'.repeat(64)]]) }),
      /lock file .* has sha256 0{64}/,
    ],
    [
      'a package with another hash',
      (now) => ({ ...now, packages: new Map([...now.packages, ['undici@0.0.0', '0'.repeat(128)]]) }),
      /pkg:npm\/undici@0\.0\.0 is not named/,
    ],
    [
      'a package less',
      (now) => ({ ...now, packages: new Map() }),
      /pkg:npm\/undici@[\d.]+ is named, and not part of it/,
    ],
    [
      'another commit',
      (now) => ({ ...now, commit: { id: '1'.repeat(40), tree: '2'.repeat(40), isClean: true } }),
      /source \(git:HEAD\) (?:has gitCommit 1{40}|is not named)/,
    ],
  ];
  for (const [what, change, words] of changes) {
    it(`does not hold for ${what}`, () => assert.match(faultsOf(said, change(facts)).join('\n'), words));
  }

  it('does not hold as another kind of statement', () => {
    assert.match(
      faultsOf({ ...said, predicateType: 'x' as Statement['predicateType'] }, facts).join(),
      /no provenance/,
    );
  });

  it('is refused for a package that the lock file does not hold with its hash', () => {
    const folder = mkdtempSync(join(tmpdir(), 'second-pass-provenance-'));
    try {
      for (const name of ['package.json', 'package-lock.json']) {
        const lock = readFileSync(join(root, name), 'utf8').replace(/"integrity": "sha512-[^"]*"/g, '"integrity": ""');
        writeFileSync(join(folder, name), lock);
      }
      assert.throws(() => factsOf(folder, vsix), /is in the package, and not in package-lock\.json with its sha512/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
