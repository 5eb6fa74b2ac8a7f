import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { packagesOf } from './package-bundle';
import { thirdPartyNotices } from './package-notices';

/** Each page stands alone, so what they share is counted as often. */
const maxWebBytes = 450_000;

interface Manifest extends Record<string, unknown> {
  files: unknown[];
  contributions: unknown[];
}

/** Stages the pages and adds what they need to the staged manifest; the task's folder is not touched. */
export async function stageWeb(root: string, stage: string): Promise<void> {
  const from = join(root, 'web');
  const to = join(stage, 'web');
  mkdirSync(to, { recursive: true });
  await bundlePages(root, from, to);
  addManifest(join(root, 'vss-extension.web.json'), join(stage, 'vss-extension.json'));
  const bytes = readdirSync(to).reduce((sum, name) => sum + statSync(join(to, name)).size, 0);
  if (bytes >= maxWebBytes) throw new Error(`web has ${bytes} bytes; it has to stay below ${maxWebBytes}.`);
}

export function hasWeb(root: string): boolean {
  return existsSync(join(root, 'vss-extension.web.json'));
}

/** One classic script per page: Server's frame has no origin, and loads no modules. */
async function bundlePages(root: string, from: string, to: string): Promise<void> {
  const pages = pagesOf(from);
  const entryPoints = Object.fromEntries([
    ...pages.map((name) => [name, join(from, `${name}.ts`)]),
    ['style', join(from, 'style', 'style.css')],
  ]);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: to,
    bundle: true,
    platform: 'browser',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
    format: 'iife',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    plugins: [withoutDescriptions, withoutKey(root)],
  });
  refuseHashes(metafile);
  for (const name of pages) copyFileSync(join(from, `${name}.html`), join(to, `${name}.html`));
  const notices = thirdPartyNotices(root, { packages: packagesOf(root, metafile) });
  writeFileSync(join(to, 'ThirdPartyNotices.txt'), notices.replace(/^Grammars and.*\n/m, ''));
}

/** What a schema says to people is not needed to read by it. */
const withoutDescriptions: Plugin = {
  name: 'without descriptions',
  setup({ onLoad }) {
    onLoad({ filter: /\.schema\.json$/ }, ({ path }) => {
      const isTold = (name: string, value: unknown) =>
        /^(description|\$schema)$/.test(name) && typeof value === 'string';
      const text = JSON.stringify(readJson(path), (name, value) => (isTold(name, value) ? undefined : value));
      return { contents: text, loader: 'json' };
    });
  },
};

const stand = join('web', 'record', 'without-key.ts');

/** Steps that check signatures do without a key in the browser. */
function withoutKey(root: string): Plugin {
  return {
    name: 'without key',
    setup: ({ onResolve }) => onResolve({ filter: /^node:crypto$/ }, () => ({ path: join(root, stand) })),
  };
}

/** An empty variable of a module that is left out otherwise weighs less. */
const LEFTOVER = 100;

/** A hash that something else is made of than a check would be wrong without a word. */
function refuseHashes({ inputs, outputs }: Metafile): void {
  const checks = ['src/steps/threads/signature.ts', 'src/steps/threads/identity.ts'];
  const packed = new Set(
    Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > LEFTOVER ? [path] : [])),
    ),
  );
  const users = [...packed].filter((path) => inputs[path]?.imports.some((one) => one.path.endsWith('without-key.ts')));
  const others = users.filter((path) => !checks.includes(path));
  if (others.length > 0) throw new Error(`In the pages there are no hashes, and these make some: ${others.join(', ')}`);
}

/** Names of the pages: each has a document and a door. */
export function pagesOf(from: string): string[] {
  const documents = readdirSync(from).filter((name) => name.endsWith('.html'));
  return documents.map((name) => name.replace(/\.html$/, '')).sort();
}

/** Scopes and pages join the manifest of the task. */
function addManifest(part: string, whole: string): void {
  const { files, contributions, ...others } = readJson(part);
  const manifest = readJson(whole);
  const merged = {
    ...manifest,
    ...others,
    files: [...manifest.files, ...files],
    contributions: [...manifest.contributions, ...contributions],
  };
  writeFileSync(whole, `${JSON.stringify(merged, null, 2)}\n`);
}

function readJson(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}
