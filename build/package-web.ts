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
    plugins: [compactSchemas, withoutKey(root)],
  });
  refuseHashes(metafile);
  for (const name of pages) copyFileSync(join(from, `${name}.html`), join(to, `${name}.html`));
  const notices = thirdPartyNotices(root, { packages: packagesOf(root, metafile) });
  writeFileSync(join(to, 'ThirdPartyNotices.txt'), notices.replace(/^Grammars and.*\n/m, ''));
}

/** What a schema says to people is not needed to read by it, and its parts are written once. */
const compactSchemas: Plugin = {
  name: 'compact schemas',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.schema\.json$/ }, ({ path }) => ({ contents: compactSchema(readJson(path)), loader: 'js' })),
};

const READ_BY = new Set(['type', 'properties', 'required', 'items', 'enum', 'const', 'anyOf', 'oneOf']);

/** The schema as a program: each part that stands in it several times is a constant. */
function compactSchema(schema: object): string {
  const names = new Map<string, string>();
  const written = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    if (Array.isArray(value)) return named(`[${value.map(written).join()}]`);
    const isShape = 'type' in value || 'anyOf' in value || 'oneOf' in value;
    const kept = Object.entries(value).filter(([name]) => !isShape || READ_BY.has(name));
    return named(`{${kept.map(([name, member]) => `${JSON.stringify(name)}:${written(member)}`).join()}}`);
  };
  const named = (text: string): string => {
    const name = names.get(text) ?? `part${names.size}`;
    names.set(text, name);
    return name;
  };
  const whole = written(schema);
  return `${[...names].map(([text, name]) => `const ${name}=${text};`).join('\n')}\nexport default ${whole};`;
}

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
