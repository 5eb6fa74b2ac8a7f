import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

export interface BundleReport {
  /** Every package with code in a bundle, by name and version. */
  packages: readonly BundledPackage[];
}

export interface BundledPackage {
  name: string;
  version: string;
  /** Absolute. */
  folder: string;
}

/** These come in several versions and hold no state that a second copy could split. */
const harmlessDoubles: ReadonlySet<string> = new Set([
  'minimatch',
  'brace-expansion',
  'balanced-match',
  'is-unicode-supported',
]);

/** What undici's index gives of all that it loads: the rest is for fakes, caches, cookies, sockets and events, which nobody here uses. */
const UNDICI = `
Object.assign(require('./lib/dispatcher/dispatcher').prototype, {
  request: require('./lib/api/api-request'),
  // Its proxies ask for tunnels with this.
  connect: require('./lib/api/api-connect'),
});
exports.Agent = require('./lib/dispatcher/agent');
exports.ProxyAgent = require('./lib/dispatcher/proxy-agent');
exports.fetch = require('./lib/web/fetch').fetch;
exports.Headers = require('./lib/web/fetch/headers').Headers;
exports.Response = require('./lib/web/fetch/response').Response;
exports.FormData = require('./lib/web/fetch/formdata').FormData;
`;

/** The library asks for these by their global names, at which Node would load a second undici: the one inside of it. */
const SDK_REQUESTS = /[\\/]node_modules[\\/]@anthropic-ai[\\/]sdk[\\/](?:client|internal[\\/]headers)\.mjs$/;
const INSTEAD_OF_GLOBALS = "import { FormData, Headers } from 'undici';\n";

/** Of the agent's library: starting programs, which another adapter does, and globs, which are ours. */
const UNUSED_OF_AGENT =
  /[\\/]node_modules[\\/]azure-pipelines-task-lib[\\/](?:toolrunner|externaloutput|node_modules[\\/]minimatch[\\/]minimatch)\.js$/;

/** Of undici: HTTP/2, which nobody allows here and which takes Node nine milliseconds to make ready, and bodies that are forms. */
const UNUSED_OF_UNDICI =
  /[\\/]node_modules[\\/]undici[\\/]lib[\\/](?:dispatcher[\\/]client-h2|web[\\/]fetch[\\/]formdata-parser)\.js$/;

/** It asks whether Node is older than 4.2, which `index.js` has answered. */
const VERSIONS = /[\\/]node_modules[\\/]semver[\\/]semver\.js$/;
const NONE_IS_OLDER = 'exports.lt = () => false;';

/** Rules for secrets that others keep up, and the file of their own that they wait in: of most changes none is asked. */
const PUBLISHED_RULES = '@secretlint/secretlint-rule-preset-recommend';
const RULES_FILE = 'published-rules';

/** Read when somebody goes through the rules for the first time. */
const RULES_WHEN_READ = `
export const rules = { [Symbol.iterator]: () => require('./${RULES_FILE}.js').rules[Symbol.iterator]() };
`;

/** Leaves out what libraries load and nobody here uses, and lets wait what few runs use: a run would load it each time. */
const withoutUnused: Plugin = {
  name: 'without-unused',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]node_modules[\\/]undici[\\/]index\.js$/ }, () => ({
      contents: UNDICI,
      loader: 'js',
    }));
    bundle.onLoad({ filter: SDK_REQUESTS }, ({ path }) => ({
      contents: INSTEAD_OF_GLOBALS + readFileSync(path, 'utf8'),
      loader: 'js',
    }));
    for (const filter of [UNUSED_OF_AGENT, UNUSED_OF_UNDICI])
      bundle.onLoad({ filter }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
    bundle.onLoad({ filter: VERSIONS }, () => ({ contents: NONE_IS_OLDER, loader: 'js' }));
    bundle.onResolve({ filter: exactly(PUBLISHED_RULES) }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path, namespace: WAITING },
    );
    bundle.onLoad({ filter: /^/, namespace: WAITING }, () => ({ contents: RULES_WHEN_READ, loader: 'js' }));
    bundle.onResolve({ filter: exactly(`./${RULES_FILE}.js`) }, ({ path }) => ({ path, external: true }));
  },
};

const WAITING = 'waiting';

function exactly(path: string): RegExp {
  return new RegExp(`^${path.replace(/[.]/g, '\\.')}$`);
}

/**
 * Bundles the task to `main.js`, the worker of the outliner, if there is one, to `worker.js`, and what waits for its use to a file of its
 * own; measurements change it by plugins of their own.
 */
export async function bundleTask(
  root: string,
  entry: string,
  outFolder: string,
  plugins: readonly Plugin[] = [],
): Promise<BundleReport> {
  const worker = join(dirname(entry), 'adapters', 'outliner', 'worker.ts');
  const into = (entryPoints: Record<string, string>) => bundle(root, entryPoints, outFolder, plugins);
  const started = await into({ main: entry, ...(existsSync(worker) && { worker }) });
  const isAsked = Object.keys(started.inputs).some((path) => path.startsWith(`${WAITING}:`));
  const later = isAsked ? (await into({ [RULES_FILE]: PUBLISHED_RULES })).outputs : {};
  return { packages: packagesOf(root, { ...started, outputs: { ...started.outputs, ...later } }) };
}

async function bundle(
  root: string,
  entryPoints: Record<string, string>,
  outFolder: string,
  plugins: readonly Plugin[],
): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: outFolder,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
    plugins: [withoutUnused, ...plugins],
    logLevel: 'warning',
    // Modules written for ES ask where they are; in a CommonJS bundle only the bundle can say.
    define: { 'import.meta.url': '__bundleUrl' },
    banner: { js: 'const __bundleUrl=require("node:url").pathToFileURL(__filename).href;' },
  });
  for (const output of Object.keys(metafile.outputs)) showHidden(resolve(root, output));
  return metafile;
}

/** Signs that a reader of the bundle would not see stay escapes; they stand in strings and patterns alone. */
const HIDDEN = /[\u00ad\u0085\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function showHidden(path: string): void {
  const text = readFileSync(path, 'utf8');
  const escaped = text.replace(HIDDEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (escaped !== text) writeFileSync(path, escaped);
}

export function packagesOf(root: string, metafile: Metafile): BundledPackage[] {
  const all = new Map<string, BundledPackage>();
  for (const [output, { inputs }] of Object.entries(metafile.outputs)) {
    const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    const folders = new Set(used.map(([path]) => packageFolder(resolve(root, path))).filter((path) => path !== null));
    const packages = [...folders].map(describePackage);
    refuseDoubles(relative(root, resolve(root, output)), packages);
    for (const found of packages) all.set(`${found.name}@${found.version}`, found);
  }
  return [...all.values()].sort((left, right) => (key(left) < key(right) ? -1 : 1));
}

function packageFolder(file: string): string | null {
  const mark = `${sep}node_modules${sep}`;
  const at = file.lastIndexOf(mark);
  if (at < 0) return null;
  const [scope = '', name = ''] = file.slice(at + mark.length).split(sep);
  return file.slice(0, at + mark.length) + (scope.startsWith('@') ? join(scope, name) : scope);
}

function describePackage(folder: string): BundledPackage {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { name, version, folder };
}

function refuseDoubles(output: string, packages: readonly BundledPackage[]): void {
  const names = packages.map(({ name }) => name);
  const doubles = packages.filter(
    ({ name }, index) => !harmlessDoubles.has(name) && names.some((other, at) => other === name && at !== index),
  );
  if (doubles.length === 0) return;
  throw new Error(`${output} holds a package twice: ${doubles.map(key).join(', ')}`);
}

function key({ name, version }: BundledPackage): string {
  return `${name}@${version}`;
}
