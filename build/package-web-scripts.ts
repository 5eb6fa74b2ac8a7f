import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { compactSchemas } from './package-web-schemas';

/** What so many pages use is packed once; what fewer use is packed with each, unless a script is theirs alone. */
const SHARED_BY = 3;

/** Scripts that several pages load before their own, in this order; the tab of a run needs no readers of comments and policies. */
const SHARED_SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  shared: ['insights', 'menu', 'policy', 'pull-request', 'run'],
  readers: ['insights', 'policy', 'pull-request'],
  stories: ['insights', 'pull-request'],
};

/** The list to which shared scripts add what they hold. */
const SHARED = 'secondPass';

const OPTIONS = {
  bundle: true,
  platform: 'browser',
  target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** A piece of the program that the same pages use. */
interface Chunk {
  text: string;
  exports: readonly string[];
  /** Names of the other chunks. */
  imports: readonly string[];
}

type Chunks = ReadonlyMap<string, Chunk>;

/** Names of the pages: each has a door. */
export function pagesOf(from: string): string[] {
  const doors = readdirSync(from).filter((name) => name.endsWith('.ts'));
  return doors.map((name) => name.replace(/\.ts$/, '')).sort();
}

/** The scripts that a page loads, in their order. */
export function scriptsOf(page: string): string[] {
  const shared = Object.entries(SHARED_SCRIPTS).filter(([, pages]) => pages.includes(page));
  return [...shared.map(([name]) => name), page].map((name) => `${name}.js`);
}

/** Classic scripts, of which each page loads the shared ones first: Server's frame has no origin, and loads no modules. */
export async function bundleScripts(root: string, from: string, to: string): Promise<Metafile> {
  const pages = pagesOf(from);
  const { chunks, metafile } = await splitPages(root, from, pages);
  const scripts = shareChunks(chunks, pages);
  const shared = Object.values(scripts).flat();
  for (const [script, parts] of Object.entries(scripts)) {
    const others = shared.map((name) => (parts.includes(name) ? '' : name));
    await bundle(sharedScript(chunks, parts), join(to, `${script}.js`), fromChunks(chunks, others));
  }
  for (const page of pages) await bundle(`import './${page}.js';`, join(to, `${page}.js`), fromChunks(chunks, shared));
  return metafile;
}

/** Lets the bundler find out which pages use what, to the single constant. */
async function splitPages(root: string, from: string, pages: readonly string[]) {
  const { metafile, outputFiles } = await build({
    ...OPTIONS,
    absWorkingDir: root,
    entryPoints: pages.map((page) => join(from, `${page}.ts`)),
    outdir: join(root, 'web'),
    format: 'esm',
    splitting: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    metafile: true,
    write: false,
    plugins: [doorsAreModules(pages), compactSchemas, standIns(root)],
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const chunks = new Map(
    Object.entries(metafile.outputs).map(([path, { exports, imports }]): [string, Chunk] => {
      const name = basename(path);
      return [name, { text: texts.get(name) ?? '', exports, imports: imports.map((one) => basename(one.path)) }];
    }),
  );
  return { chunks, metafile };
}

/** Each shared chunk stands in the script of the fewest pages that all its users load. */
function shareChunks(chunks: Chunks, pages: readonly string[]): Record<string, string[]> {
  const used = pages.map((page) => ({ page, chunks: reach(chunks, `${page}.js`) }));
  const scripts: Record<string, string[]> = Object.fromEntries(Object.keys(SHARED_SCRIPTS).map((name) => [name, []]));
  for (const name of [...chunks.keys()].sort()) {
    const users = used.filter((one) => one.chunks.has(name)).map(({ page }) => page);
    if (users.length >= SHARED_BY || hasOwnScript(users)) scripts[scriptFor(users)]?.push(name);
  }
  return scripts;
}

function hasOwnScript(users: readonly string[]): boolean {
  return Object.values(SHARED_SCRIPTS).some((pages) => pages.join() === users.join());
}

function scriptFor(users: readonly string[]): string {
  const fitting = Object.entries(SHARED_SCRIPTS).filter(([, pages]) => users.every((user) => pages.includes(user)));
  const [smallest] = fitting.sort(([, left], [, right]) => left.length - right.length);
  if (smallest === undefined) throw new Error(`No shared script is loaded by all of ${users.join(', ')}.`);
  return smallest[0];
}

function reach(chunks: Chunks, name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const next of chunks.get(name)?.imports ?? []) reach(chunks, next, seen);
  return seen;
}

/** Hands over what the chunks export once, when it has run: an export that changed later would not be seen to change. */
function sharedScript(chunks: Chunks, parts: readonly string[]): string {
  const named = parts.map((chunk, part) => ({
    chunk,
    names: (chunks.get(chunk)?.exports ?? []).map((name) => ({ name, as: `${name}_${part}` })),
  }));
  const imports = named.map(
    ({ chunk, names }) => `import {${names.map(({ name, as }) => `${name} as ${as}`).join()}} from './${chunk}';`,
  );
  const lists = named.map(({ names }) => `[${names.map(({ as }) => as).join()}]`);
  return `${imports.join('\n')}\n(globalThis.${SHARED} ??= []).push(${lists.join()});`;
}

async function bundle(contents: string, outfile: string, plugin: Plugin): Promise<void> {
  const stdin = { contents, resolveDir: '/' };
  await build({ ...OPTIONS, stdin, outfile, format: 'iife', plugins: [plugin] });
}

/** Modules come from the chunks, and those that are shared from the scripts that have run before. */
function fromChunks(chunks: Chunks, shared: readonly string[]): Plugin {
  return {
    name: 'from chunks',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\// }, ({ path }) => ({ path: basename(path), namespace: 'chunk' }));
      onLoad({ filter: /.*/, namespace: 'chunk' }, ({ path }) => {
        const { text = '', exports = [] } = chunks.get(path) ?? {};
        const part = shared.indexOf(path);
        return { contents: part < 0 ? text : `export const [${exports.join()}] = ${SHARED}[${part}];`, loader: 'js' };
      });
    },
  };
}

/** A door exports nothing and would be taken for CommonJS: then all modules are wrapped in functions, and none is thinned out. */
function doorsAreModules(pages: readonly string[]): Plugin {
  const filter = new RegExp(`[\\\\/]web[\\\\/](?:${pages.join('|')})\\.ts$`);
  return {
    name: 'doors are modules',
    setup: ({ onLoad }) =>
      onLoad({ filter }, ({ path }) => ({ contents: `${readFileSync(path, 'utf8')}\nexport {};`, loader: 'ts' })),
  };
}

/** What steps do without in the browser: a key to check signatures, and the words of all languages. */
const STAND_INS: readonly [filter: RegExp, stand: string][] = [
  [/^node:crypto$/, 'without-key.ts'],
  [/\/accepting-(?:words|reason)$/, 'unread-words.ts'],
];

function standIns(root: string): Plugin {
  return {
    name: 'stand-ins',
    setup({ onResolve }) {
      for (const [filter, stand] of STAND_INS)
        onResolve({ filter }, () => ({ path: join(root, 'web', 'record', stand) }));
    },
  };
}
