import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import { packageExtension } from '../../build/package';
import { bundleTask } from '../../build/package-bundle';
import { checkManifests } from '../../build/package-check';
import { packagedExtension } from '../demo/stage';
import { runTask } from './run-task';

const root = resolve(__dirname, '..', '..');
const script = `import { minimatch } from 'minimatch';
console.log(minimatch('a/b', 'a/*'), typeof import.meta.url);`;

interface Locked {
  version: string;
  integrity?: string;
  link?: boolean;
}

/** Licences that ask for no more than to be named. */
const FREE =
  /^\(?(?:MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|Python-2\.0)(?:\b.*)?$/;

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Names of packages that a door imports, or what it imports, for more than their types. */
function importsFrom(door: string, seen = new Set<string>()): string[] {
  if (seen.has(door)) return [];
  seen.add(door);
  const text = readFileSync(door, 'utf8');
  const targets = [...text.matchAll(/^(?:import|export) (?!type\b)[^;]*?from '([^']+)'/gm)].map(
    ([, target = '']) => target,
  );
  return targets.flatMap((target) => {
    if (target.startsWith('.'))
      return target.endsWith('.json') ? [] : importsFrom(`${join(dirname(door), target)}.ts`, seen);
    return [
      target
        .split('/')
        .slice(0, target.startsWith('@') ? 2 : 1)
        .join('/'),
    ];
  });
}

type Manifest = Record<string, unknown> & { version: Record<string, number>; inputs: Record<string, unknown>[] };

describe('package', () => {
  let sample: string;

  before(() => {
    sample = mkdtempSync(join(tmpdir(), 'second-pass-package-'));
    for (const file of ['task.json', 'fix-task.json', 'vss-extension.json', 'package.json'])
      cpSync(join(root, file), join(sample, file));
    cpSync(join(root, 'assets'), join(sample, 'assets'), { recursive: true });
    mkdirSync(join(sample, 'src'));
    cpSync(join(root, 'src', 'index.js'), join(sample, 'src', 'index.js'));
    symlinkSync(join(root, 'node_modules'), join(sample, 'node_modules'));
    writeFileSync(join(sample, 'LICENSE'), 'LICENSE\n');
    for (const door of ['task.ts', 'fix-task.ts']) writeFileSync(join(sample, 'src', door), script);
  });
  after(() => rmSync(sample, { recursive: true, force: true }));

  const pack = (outFolder: string) =>
    packageExtension({ root: sample, entry: join(sample, 'src', 'task.ts'), outFolder: join(sample, outFolder) });

  it('gives equal bytes for equal sources, and a task that runs', async () => {
    const first = await pack('one');
    const second = await pack('other');
    assert.ok(readFileSync(first.vsix).equals(readFileSync(second.vsix)));
    const files = unzipSync(readFileSync(first.vsix));
    assert.deepEqual(
      Object.keys(files).filter((name) => name.startsWith('SecondPass/')),
      ['LICENSE.txt', 'ThirdPartyNotices.txt', 'icon.png', 'index.js', 'main.js', 'task.json'].map(
        (name) => `SecondPass/${name}`,
      ),
    );
    const notices = Buffer.from(files['SecondPass/ThirdPartyNotices.txt'] ?? []).toString();
    assert.match(notices, /^minimatch 11\.\d/m);
    assert.doesNotMatch(notices, /azure-pipelines-task-lib/);
    const outcome = await runTask({ vsix: first.vsix });
    assert.deepEqual([outcome.result, outcome.lines], ['Succeeded', ['true string']]);
  });

  describe('of this project', () => {
    const vsix = packagedExtension();
    const files = unzipSync(readFileSync(vsix));
    const textOf = (name: string) => Buffer.from(files[name] ?? []).toString();
    const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages as Record<string, Locked>;

    it('has the same bytes wherever and whenever it is packed', async () => {
      const timeZone = process.env.TZ;
      process.env.TZ = 'Pacific/Kiritimati';
      const outFolder = join(sample, 'again');
      const again = await packageExtension({ root, entry: join(root, 'src', 'task.ts'), outFolder });
      if (timeZone === undefined) delete process.env.TZ;
      else process.env.TZ = timeZone;
      assert.equal(sha256(readFileSync(again.vsix)), sha256(readFileSync(vsix)));
    });

    for (const folder of ['SecondPass', 'SecondPassFix', 'web']) {
      it(`names the licence of every package in ${folder}, as the lock file has it`, () => {
        const notices = textOf(`${folder}/ThirdPartyNotices.txt`);
        const chapters = notices.split(`\n\n${'-'.repeat(100)}\n`).slice(1);
        assert.ok(chapters.length > 0, folder);
        for (const chapter of chapters) {
          const [, name = '', version = '', licence = ''] = /^(\S+) (\S+) \(([^)]+)\)\n/.exec(chapter) ?? [];
          const copies = Object.entries(locked).filter(([path]) => path.endsWith(`node_modules/${name}`));
          assert.ok(
            copies.some(([, one]) => one.version === version),
            `${name} ${version}`,
          );
          assert.match(licence, FREE, `${name}: ${licence}`);
          assert.ok(
            chapter.length > 60 &&
              /Permission|Redistribution|free and unencumbered|Apache License|Licence: /i.test(chapter),
            name,
          );
        }
      });
    }

    it('names every package whose code is in a bundle', () => {
      const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      for (const [folder, door] of [
        ['SecondPass', 'task.ts'],
        ['SecondPassFix', 'fix-task.ts'],
      ] as const) {
        const said = textOf(`${folder}/ThirdPartyNotices.txt`);
        const imported = [...new Set(importsFrom(join(root, 'src', door)))].filter((name) => name in devDependencies);
        assert.ok(imported.length > 3, imported.join());
        for (const name of imported)
          assert.ok(said.includes(`\n${name} ${locked[`node_modules/${name}`]?.version} (`), `${folder}: ${name}`);
      }
    });

    it('holds the published rules for secrets in a file that is loaded when one of them is asked', () => {
      for (const folder of ['SecondPass', 'SecondPassFix']) {
        const main = textOf(`${folder}/main.js`);
        assert.ok(main.includes('require("./published-rules.js")') && !main.includes('secretlint-rule-slack'), folder);
        const { rules } = createRequire(__filename)(join(root, 'dist', 'stage', folder, 'published-rules.js'));
        const ids = Array.from(rules as Iterable<{ meta: { id: string } }>, ({ meta }) => meta.id);
        assert.ok(ids.includes('@secretlint/secretlint-rule-slack'), ids.join());
      }
    });

    it('takes every package from the lock file, each with its hash', () => {
      const packages = Object.entries(locked).filter(([path, { link }]) => path.startsWith('node_modules/') && !link);
      const withoutHash = packages.filter(([, { integrity = '' }]) => !/^sha512-/.test(integrity));
      assert.deepEqual(
        withoutHash.map(([path]) => path),
        [],
      );
    });
  });

  it('has a page of its own for the Marketplace, whose links lead somewhere from there', () => {
    const page = readFileSync(join(root, 'assets', 'overview.md'), 'utf8');
    const targets = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
    assert.ok(targets.length > 0);
    assert.deepEqual(
      targets.filter((target) => !target.startsWith('https://')),
      [],
    );
    for (const [, name = ''] of page.matchAll(/`([a-z-]+\.md)`/g))
      assert.ok(existsSync(join(root, 'docs', name)), name);
  });

  it('refuses two copies of one package in a bundle', async () => {
    const folder = join(sample, 'doubles');
    const modules = join(folder, 'node_modules');
    for (const place of ['twin', 'user', join('user', 'node_modules', 'twin')]) {
      const name = place.endsWith('twin') ? 'twin' : 'user';
      mkdirSync(join(modules, place), { recursive: true });
      writeFileSync(join(modules, place, 'package.json'), JSON.stringify({ name, version: '1.0.0', license: 'MIT' }));
      writeFileSync(
        join(modules, place, 'index.js'),
        name === 'twin' ? 'exports.x = {}' : "exports.y = require('twin')",
      );
    }
    writeFileSync(join(folder, 'task.ts'), "import { x } from 'twin';\nimport { y } from 'user';\nconsole.log(x, y);");
    const bundled = bundleTask(folder, join(folder, 'task.ts'), join(folder, 'out'));
    await assert.rejects(bundled, /holds a package twice: twin@1\.0\.0, twin@1\.0\.0/);
  });

  const faults: [name: string, file: string, spoil: (manifest: Manifest) => void, words: RegExp][] = [
    ['an id that is none', 'task.json', (task) => (task.id = 'x'), /pattern[\s\S]*id is a required guid/],
    ['a field that nobody knows', 'task.json', (task) => (task.inputz = []), /additional properties/],
    ['another version', 'task.json', (task) => (task.version.Patch = 99), /version \d+\.\d+\.99, package\.json: /],
    ['a name that is too long', 'task.json', (task) => (task.friendlyName = 'x'.repeat(41)), /<= 40 chars/],
    ['an input twice', 'task.json', (task) => task.inputs.push({ ...task.inputs[0] }), /input provider stands twice/],
    ['a lost group', 'task.json', (task) => (task.groups = []), /no group main/],
    [
      'a default that is no option',
      'task.json',
      (task) => Object.assign(task.inputs[0] ?? {}, { defaultValue: 'other' }),
      /default other is no option/,
    ],
    ['a lost handler', 'task.json', (task) => (task.execution = { Node16: { target: 'index.js' } }), /handlers Node16/],
    [
      'a target that is not there',
      'task.json',
      (task) => (task.execution = { Node24: { target: 'x.js' }, Node20_1: { target: 'index.js' } }),
      /target x\.js is not there/,
    ],
    [
      'free variables',
      'task.json',
      (task) => (task.restrictions = { settableVariables: { allowed: ['*'] } }),
      /settable/,
    ],
    ['a lost output', 'task.json', (task) => (task.outputVariables = []), /the task sets: verdict/],
    [
      'a lost output of the second task',
      'fix-task.json',
      (task) => (task.outputVariables = []),
      /the task sets: accepted/,
    ],
    [
      'the id of the other task',
      'fix-task.json',
      (task) => (task.id = '94c84032-3b8e-4468-8a5b-4f6d3482689e'),
      /same id/,
    ],
    [
      'the name of the other task',
      'fix-task.json',
      (task) => (task.name = 'SecondPass'),
      /its folder is SecondPassFix/,
    ],
    ['a misspelt key', 'vss-extension.json', (extension) => (extension.galeryFlags = []), /"galeryFlags"/],
    ['no contribution', 'vss-extension.json', (extension) => (extension.contributions = []), /no contribution/],
    ['a long description', 'vss-extension.json', (extension) => (extension.description = 'x'.repeat(201)), /over 200/],
  ];
  const paths: Record<string, string> = {
    'task.json': 'SecondPass/task.json',
    'fix-task.json': 'SecondPassFix/task.json',
  };
  for (const [name, file, spoil, words] of faults) {
    it(`refuses ${name}`, () => {
      const stage = join(sample, 'stage');
      rmSync(stage, { recursive: true, force: true });
      for (const [folder, manifest] of Object.entries({ SecondPass: 'task.json', SecondPassFix: 'fix-task.json' })) {
        mkdirSync(join(stage, folder), { recursive: true });
        cpSync(join(root, 'src', 'index.js'), join(stage, folder, 'index.js'));
        cpSync(join(root, 'assets', 'icon.png'), join(stage, folder, 'icon.png'));
        cpSync(join(root, manifest), join(stage, folder, 'task.json'));
      }
      cpSync(join(root, 'assets', 'extension-icon.png'), join(stage, 'extension-icon.png'));
      cpSync(join(root, 'vss-extension.json'), join(stage, 'vss-extension.json'));
      assert.doesNotThrow(() => checkManifests(root, stage));
      const path = join(stage, paths[file] ?? file);
      const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
      spoil(manifest);
      writeFileSync(path, JSON.stringify(manifest));
      assert.throws(() => checkManifests(root, stage), words);
    });
  }
});
