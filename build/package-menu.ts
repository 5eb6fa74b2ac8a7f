import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { makeArchive } from './package-archive';
import { packagesOf } from './package-bundle';
import { thirdPartyNotices } from './package-notices';

const PAGES = ['item', 'ask'];

/**
 * Packs the extension of the menu, which is one of its own: it asks for permissions that write, and whoever does not want the menu is
 * never asked to grant them.
 */
export async function packageMenu(root: string, outFolder: string): Promise<{ vsix: string; vsixBytes: number }> {
  const stage = join(outFolder, 'stage-menu');
  const to = join(stage, 'menu');
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  copyFileSync(join(root, 'vss-extension.menu.json'), join(stage, 'vss-extension.json'));
  copyFileSync(join(root, 'LICENSE'), join(stage, 'LICENSE.txt'));
  copyFileSync(join(root, 'menu', 'overview.md'), join(stage, 'overview.md'));
  copyFileSync(join(root, 'assets', 'extension-icon.png'), join(stage, 'extension-icon.png'));
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...PAGES.map((page) => `menu/${page}.ts`), 'menu/style.css'],
    ...{ outdir: to, bundle: true, minify: true, format: 'iife', charset: 'utf8', legalComments: 'none' },
    ...{ platform: 'browser', target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'], logLevel: 'warning' },
    metafile: true,
  });
  writeFileSync(join(to, 'ThirdPartyNotices.txt'), thirdPartyNotices(root, { packages: packagesOf(root, metafile) }));
  const template = readFileSync(join(root, 'web', 'page.html'), 'utf8');
  for (const page of PAGES) {
    const scripts = `<script src="${page}.js" defer></script>`;
    writeFileSync(join(to, `${page}.html`), template.replace('{page}', 'menu').replace('{scripts}', scripts));
  }
  const { vsix } = makeArchive(stage, outFolder);
  return { vsix, vsixBytes: statSync(vsix).size };
}

async function main(): Promise<void> {
  const root = resolve(__dirname, '..');
  const { vsix, vsixBytes } = await packageMenu(root, join(root, 'dist'));
  console.log(`${vsix} (${Math.ceil(vsixBytes / 1_000)} kB)`);
}

if (require.main === module) void main();
