import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const root = resolve(__dirname, '..', '..');

/** Sources, and what tests read besides. */
const copied = [
  'src',
  'test',
  'docs',
  'grammars',
  'rules',
  'package.json',
  'task.json',
  'vss-extension.json',
  'LICENSE',
];

/** Code that tests look at and nobody runs. */
const samples = /^test\/(fixtures|cases|demo\/sample)\//;

/**
 * A copy of sources and tests as plain JavaScript, folder for folder, since the compilers of this machine are programs of Linux.
 * Answers with the folder.
 */
export function compileTests(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true });
  const sources = ['src', 'test', 'build']
    .flatMap(filesBelow)
    .filter((path) => /\.ts$/.test(path) && !samples.test(path));
  buildSync({
    entryPoints: sources.map((path) => join(root, path)),
    outbase: root,
    outdir: folder,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true, filter: (path) => !/\/dist\/stage/.test(path) });
  return folder;
}

function filesBelow(name: string): string[] {
  const entries = readdirSync(join(root, name), { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name).slice(root.length + 1)] : [],
  );
}
