import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { packStage } from '../../build/package';
import { NOTHING as NOTHING_WRITTEN, STALE } from '../../web/pages/pull-request/words';
import { BROKEN, NOTHING } from '../../web/pages/run/words';
import { TROUBLES } from '../../web/parts/words';
import { packagedExtension } from '../demo/stage';

const ROOT = resolve(__dirname, '..', '..');
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src https: http:; " +
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

type Files = Record<string, Uint8Array>;
type Manifest = {
  scopes?: string[];
  contributions: { id: string; type: string; targets: string[]; properties: Record<string, unknown> }[];
};

const textOf = (files: Files, name: string) => strFromU8(files[name] ?? assert.fail(`no ${name}`));
/** Files that a page's document loads, in their order. */
const scriptsOf = (files: Files, page: string) =>
  [...textOf(files, page).matchAll(/<script src="([^"]+)" defer>/g)].map(([, name]) => `web/${name}`);
const manifestOf = (files: Files): Manifest => JSON.parse(textOf(files, 'extension.vsomanifest'));

describe('the packed pages', () => {
  const files = unzipSync(readFileSync(packagedExtension()));
  const manifest = manifestOf(files);
  const pages = manifest.contributions.filter(({ properties }) => String(properties.uri ?? '').endsWith('.html'));
  const names = Object.keys(files).filter((name) => name.startsWith('web/'));

  it('ask for two scopes that read, from the first version on: a scope added later holds back every update', () => {
    assert.deepEqual(manifest.scopes, ['vso.build', 'vso.code']);
  });

  it('stand where Azure DevOps shows them', () => {
    const places = pages.map(({ id, type, targets }) => [id, type, targets.join()]);
    const known: Record<string, [string, string]> = {
      run: ['ms.vss-build-web.build-results-tab', 'ms.vss-build-web.build-results-view'],
      'pull-request': ['ms.vss-web.tab', 'ms.vss-code-web.pr-tabs'],
      insights: ['ms.vss-web.hub', 'ms.vss-code-web.code-hub-group'],
      policy: ['ms.vss-web.hub', 'ms.vss-web.project-admin-hub-group'],
      'show-pull-request': ['ms.vss-web.action', '.status-menu'],
      'pull-request-panel': ['ms.vss-web.external-content', ''],
    };
    assert.ok(pages.length > 0);
    for (const [id, type, target] of places) assert.deepEqual([type, target], known[id ?? '']);
  });

  it('stand in the menu of our own status, under the genre that the task writes', () => {
    const menu = manifest.contributions.find(({ id }) => id === 'status-menu');
    assert.deepEqual(menu?.targets, ['ms.vss-code-web.pull-request-status-menu']);
    const genre = /statusGenre: '([^']+)'/.exec(readFileSync(join(ROOT, 'src', 'wiring', 'host.ts'), 'utf8'))?.[1];
    assert.equal(menu?.properties.statusGenre, genre);
    const item = pages.find(({ id }) => id === 'show-pull-request');
    const door = readFileSync(join(ROOT, 'web', 'menu.ts'), 'utf8');
    assert.ok(door.includes(`answerChoice('${item?.properties.registeredObjectId}'`));
    assert.ok(pages.some(({ id }) => door.includes(`openPanel('${id}'`)));
  });

  it('are called as the link of the status calls them', () => {
    const { publisher, id } = JSON.parse(readFileSync(join(ROOT, 'vss-extension.json'), 'utf8'));
    const view = /RUN_TAB = '([^']+)'/.exec(readFileSync(join(ROOT, 'src', 'wiring', 'wire.ts'), 'utf8'))?.[1];
    assert.equal(view, `${publisher}.${id}.${pages.find((one) => one.id === 'run')?.id}`);
  });

  it('show the run tab on runs of our own tasks alone', () => {
    const tasks = Object.keys(files).filter((name) => /^[^/]+\/task\.json$/.test(name));
    const ids = tasks.map((name) => JSON.parse(textOf(files, name)).id);
    const run = pages.find(({ id }) => id === 'run');
    assert.deepEqual([...((run?.properties.supportsTasks ?? []) as string[])].sort(), ids.sort());
  });

  it('are all there, in the case of their addresses, and can be addressed', () => {
    const uris = pages.map(({ properties }) => String(properties.uri));
    for (const uri of uris) assert.ok(names.includes(uri), `${uri} is not packed`);
    assert.deepEqual(names.filter((name) => name.endsWith('.html')).sort(), [...new Set(uris)].sort());
    const assets = textOf(files, 'extension.vsixmanifest');
    for (const name of names)
      assert.match(assets, new RegExp(`<Asset[^>]*Path="${name}"[^>]*Addressable="true"`), name);
  });

  it('forbid themselves everything but scripts of their own, one stylesheet and requests', () => {
    for (const name of names.filter((one) => one.endsWith('.html'))) {
      const text = textOf(files, name);
      assert.equal(/Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1], POLICY, name);
      const own = name.slice(4, -5);
      const shared = { run: ['shared'], menu: ['shared'], policy: ['shared', 'readers'] }[own] ?? [
        'shared',
        'readers',
        'stories',
      ];
      const scripts = [...shared, own].map((script) => `<script src="${script}.js" defer>`);
      assert.deepEqual([...text.matchAll(/<script\b[^>]*>/g)].map(String), scripts);
      assert.equal(text.match(/<link\b/g)?.length, 1, 'one stylesheet');
      assert.doesNotMatch(text, /https?:\/\//);
    }
  });

  it('name no address of others, and bring no code that is not theirs', () => {
    for (const name of names.filter((one) => one.endsWith('.js'))) {
      const text = textOf(files, name);
      const addresses = new Set([...text.matchAll(/https?:\/\/[\w.-]+[\w./-]*/g)].map(String));
      // Names of vocabularies, which nobody fetches.
      const names = [
        'http://www.w3.org/2000/svg',
        'http://www.w3.org/1999/xhtml',
        'http://www.w3.org/1998/Math/MathML',
      ];
      const schemas = ['https://json-schema.org/draft/2020-12/schema'];
      // What the policy's reader compares with and shows; no request can leave the collection.
      const words = name === 'web/policy.js' ? ['https://...', 'https://api.anthropic.com/'] : [];
      assert.deepEqual(
        [...addresses].filter((one) => ![...names, ...schemas, ...words].includes(one)),
        [],
        name,
      );
      assert.doesNotMatch(text, /\brequire\(|['"]node:|\bimport\(|^import /m, name);
    }
  });

  it('bring the SDK and the readers once to a page, and no readers to the tab of a run', () => {
    for (const page of names.filter((one) => one.endsWith('.html'))) {
      const scripts = scriptsOf(files, page).map((name) => textOf(files, name));
      const copies = (mark: string) => scripts.join('').split(mark).length - 1;
      assert.equal(copies('SDK is already loaded'), 1, page);
      assert.equal(copies('"$ZodString"'), /run|menu/.test(page) ? 0 : 1, page);
    }
  });

  it('stay small: 40 kB of script per page compressed, 250 kB in all, 4 MB of extension', () => {
    for (const page of names.filter((one) => one.endsWith('.html'))) {
      const sizes = scriptsOf(files, page).map((name) => gzipSync(files[name] as Uint8Array).length);
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      assert.ok(bytes > 10_000 && bytes < 40_000, `${page} loads ${bytes} bytes of script compressed`);
    }
    const all = names.reduce((sum, name) => sum + (files[name]?.length ?? 0), 0);
    assert.ok(all < 250_000, `${all} bytes`);
    assert.ok(readFileSync(packagedExtension()).length < 4_000_000);
  });

  it('say in every state what docs/troubleshooting.md knows', () => {
    const page = readFileSync(join(ROOT, 'docs', 'troubleshooting.md'), 'utf8').replace(/\s+/g, ' ');
    const titles = [...Object.values(NOTHING), ...Object.values(TROUBLES), NOTHING_WRITTEN, STALE].map(
      ({ title }) => title,
    );
    const codes = [...Object.keys(BROKEN), 'RECORD_PARTS'];
    assert.deepEqual(
      [...titles, ...codes].filter((words) => !page.includes(words)),
      [],
    );
  });

  it('can be left out, which leaves the task byte-identical and asks for no scope', async () => {
    const outFolder = mkdtempSync(join(tmpdir(), 'second-pass-no-web-'));
    try {
      const stage = join(outFolder, 'stage');
      for (const task of ['SecondPass', 'SecondPassFix'])
        cpSync(join(ROOT, 'dist', 'stage', task), join(stage, task), { recursive: true });
      const { vsix } = await packStage({ root: ROOT, stage, outFolder, web: false });
      const without = unzipSync(readFileSync(vsix));
      const bare = manifestOf(without);
      assert.deepEqual(bare.scopes ?? [], []);
      assert.deepEqual(
        bare.contributions.map(({ id }) => id),
        JSON.parse(readFileSync(join(ROOT, 'vss-extension.json'), 'utf8')).contributions.map(
          ({ id }: { id: string }) => id,
        ),
      );
      assert.deepEqual(
        Object.keys(without).sort(),
        Object.keys(files)
          .filter((name) => !names.includes(name))
          .sort(),
      );
      const task = Object.keys(without).filter((name) => name.includes('/'));
      assert.ok(task.length > 50);
      for (const name of task) assert.ok(Buffer.from(without[name] ?? []).equals(Buffer.from(files[name] ?? [])), name);
    } finally {
      rmSync(outFolder, { recursive: true, force: true });
    }
  });
});
