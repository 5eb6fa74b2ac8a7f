import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { packagesOf } from './package-bundle';
import { thirdPartyNotices } from './package-notices';
import { bundleScripts, pagesOf, scriptsOf } from './package-web-scripts';

const maxWebBytes = 250_000;

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

async function bundlePages(root: string, from: string, to: string): Promise<void> {
  const metafile = await bundleScripts(root, from, to);
  const style = join(from, 'style', 'style.css');
  await build({ entryPoints: [style], outdir: to, bundle: true, minify: true, logLevel: 'warning' });
  refuseHashes(metafile);
  const template = readFileSync(join(from, 'page.html'), 'utf8');
  for (const page of pagesOf(from)) writeFileSync(join(to, `${page}.html`), documentOf(page, template));
  const notices = thirdPartyNotices(root, { packages: packagesOf(root, asOne(metafile)) });
  writeFileSync(join(to, 'ThirdPartyNotices.txt'), notices.replace(/^Grammars and.*\n/m, ''));
}

/** Pages differ in their name and their scripts alone. */
function documentOf(page: string, template: string): string {
  const scripts = scriptsOf(page).map((name) => `<script src="${name}" defer></script>`);
  return template.replace('{page}', page.replace('-', ' ')).replace('{scripts}', scripts.join('\n    '));
}

/** What the pages load is looked at together: a package that two of them bring in two versions is there twice. */
function asOne(metafile: Metafile): Metafile {
  const [first] = Object.values(metafile.outputs);
  const inputs = Object.assign({}, ...Object.values(metafile.outputs).map((output) => output.inputs));
  return { ...metafile, outputs: first ? { web: { ...first, inputs } } : {} };
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
