// Loads the sources translated once for all workers of the tests; by themselves each would spend seconds on the same two thousand files.
const { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');

const ROOT = dirname(__dirname);
const KEPT = join(ROOT, 'node_modules', '.cache', 'second-pass-tests.json');
const FOLDERS = ['src', 'test', 'build', 'web'];
const NO_SOURCES = /^test[\\/](?:cases|fixtures|demo[\\/]sample)[\\/]/;

let kept;

// A Node that cannot require modules of ES needs the loader that translates packages, too.
if (process.features.require_module) loadTranslated();
else require('tsx/cjs');

function loadTranslated() {
  process.setSourceMapsEnabled(true);
  for (const extension of ['.ts', '.tsx']) {
    require.extensions[extension] = (module, path) => {
      kept ??= read();
      const found = kept[relative(ROOT, path)];
      module._compile(found?.state === stateOf(path) ? found.code : translatedNow(path), path);
    };
  }
}

/** Before any worker is started. */
exports.mochaGlobalSetup = async () => {
  if (!process.features.require_module) return;
  const { transform } = require('esbuild');
  const before = read();
  const names = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true }).map((name) => join(folder, name)),
  ).filter((name) => /\.tsx?$/.test(name) && !NO_SOURCES.test(name));
  const entries = names.map(async (name) => {
    const path = join(ROOT, name);
    const state = stateOf(path);
    if (before[name]?.state === state) return [name, before[name]];
    const { code } = await transform(readFileSync(path, 'utf8'), optionsFor(path));
    return [name, { state, code }];
  });
  mkdirSync(dirname(KEPT), { recursive: true });
  const own = `${KEPT}.${process.pid}`;
  writeFileSync(own, JSON.stringify(Object.fromEntries(await Promise.all(entries))));
  renameSync(own, KEPT);
};

function translatedNow(path) {
  const { transformSync } = require('esbuild');
  return transformSync(readFileSync(path, 'utf8'), optionsFor(path)).code;
}

function optionsFor(sourcefile) {
  return {
    ...{ sourcefile, format: 'cjs', platform: 'node', target: 'node20', sourcemap: 'inline', sourcesContent: false },
    ...(sourcefile.endsWith('x') ? { loader: 'tsx', jsx: 'automatic', jsxImportSource: 'preact' } : { loader: 'ts' }),
  };
}

function stateOf(path) {
  const { mtimeMs, size } = statSync(path);
  return `${mtimeMs} ${size}`;
}

function read() {
  try {
    return JSON.parse(readFileSync(KEPT, 'utf8'));
  } catch {
    return {};
  }
}
