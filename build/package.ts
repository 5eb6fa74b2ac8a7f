import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeArchive } from './package-archive';
import { type BundleReport, bundleTask } from './package-bundle';
import { checkManifests } from './package-check';
import { thirdPartyNotices } from './package-notices';
import { hasWeb, stageWeb } from './package-web';

export interface PackageOptions {
  /** Folder of task.json, fix-task.json, vss-extension.json, assets, grammars, README.md, LICENSE. */
  root: string;
  /** The review's entry; its folder is where further entries are looked for. */
  entry: string;
  /** Where `stage/` and the archive go. */
  outFolder: string;
  /** False packs the task alone: no pages, no scopes. */
  web?: boolean;
}

export interface PackageReport {
  vsix: string;
  vsixBytes: number;
  mainBytes: number;
  files: number;
}

const maxMainBytes = 3_000_000;
const maxVsixBytes = 4_000_000;

/**
 * Bundles, stages, checks and packs the extension with both of its tasks; equal sources give equal bytes.
 * @throws Error naming every fault of the manifests, a double package in a bundle, or a broken size limit
 */
export async function packageExtension({ root, entry, outFolder, web = true }: PackageOptions): Promise<PackageReport> {
  const stage = join(outFolder, 'stage');
  rmSync(stage, { recursive: true, force: true });
  const [mainBytes] = await Promise.all([
    stageReview(root, entry, join(stage, 'SecondPass')),
    stageFix(root, join(dirname(entry), 'fix-task.ts'), join(stage, 'SecondPassFix')),
  ]);
  return { ...(await packStage({ root, stage, outFolder, web })), mainBytes };
}

interface StagedTasks {
  root: string;
  /** Holds the folders of the tasks; they are not touched. */
  stage: string;
  outFolder: string;
  web: boolean;
}

/** What stands around the tasks: manifests, pages, archive. */
export async function packStage(staged: StagedTasks): Promise<Omit<PackageReport, 'mainBytes'>> {
  const { root, stage, outFolder, web } = staged;
  copyFileSync(join(root, 'LICENSE'), join(stage, 'LICENSE.txt'));
  copyFileSync(join(root, 'assets', 'overview.md'), join(stage, 'overview.md'));
  copyFileSync(join(root, 'assets', 'extension-icon.png'), join(stage, 'extension-icon.png'));
  copyFileSync(join(root, 'vss-extension.json'), join(stage, 'vss-extension.json'));
  if (web && hasWeb(root)) await stageWeb(root, stage);
  checkManifests(root, stage);
  const { vsix, files } = makeArchive(stage, outFolder);
  const vsixBytes = statSync(vsix).size;
  limit(vsix, vsixBytes, maxVsixBytes);
  return { vsix, vsixBytes, files };
}

async function stageReview(root: string, entry: string, task: string): Promise<number> {
  mkdirSync(task, { recursive: true });
  const bundle = await bundleTask(root, entry, task);
  const mainBytes = stageTask(root, task, 'task.json', bundle);
  const grammars = join(root, 'grammars');
  if (existsSync(grammars)) stageGrammars(grammars, join(task, 'grammars'));
  stageRules(join(root, 'rules'), join(task, 'rules'));
  const runtime = join(root, 'node_modules', 'web-tree-sitter', 'web-tree-sitter.wasm');
  const isWanted = bundle.packages.some(({ name }) => name === 'web-tree-sitter');
  if (isWanted && !existsSync(join(grammars, 'runtime.wasm.br'))) {
    copyFileSync(runtime, join(task, 'web-tree-sitter.wasm'));
  }
  return mainBytes;
}

/**
 * The second task has a bundle of its own: what it can do besides is no part of the review's. An agent gets each task as a folder of
 * its own, so of the languages it holds the tables alone, by which files are read by their lines: the grammars are a megabyte and a half.
 */
async function stageFix(root: string, entry: string, task: string): Promise<number> {
  mkdirSync(task, { recursive: true });
  const mainBytes = stageTask(root, task, 'fix-task.json', await bundleTask(root, entry, task));
  stageLanguageTables(join(root, 'grammars'), join(task, 'grammars'));
  stageRules(join(root, 'rules'), join(task, 'rules'));
  return mainBytes;
}

function stageLanguageTables(from: string, to: string): void {
  if (!existsSync(from)) return;
  const folders = readdirSync(from, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of folders) cpSync(join(from, name, 'table.json'), join(to, name, 'table.json'));
}

/** What the folder of any task holds. */
function stageTask(root: string, task: string, manifest: string, bundle: BundleReport): number {
  writeFileSync(join(task, 'ThirdPartyNotices.txt'), thirdPartyNotices(root, bundle));
  copyFileSync(join(root, 'src', 'index.js'), join(task, 'index.js'));
  copyFileSync(join(root, manifest), join(task, 'task.json'));
  copyFileSync(join(root, 'assets', 'icon.png'), join(task, 'icon.png'));
  copyFileSync(join(root, 'LICENSE'), join(task, 'LICENSE.txt'));
  stageDocs(join(root, 'docs'), join(task, 'docs'));
  const mainBytes = statSync(join(task, 'main.js')).size;
  limit(join(task, 'main.js'), mainBytes, maxMainBytes);
  return mainBytes;
}

/** Pages that messages name, for whoever has nothing but the extension. */
export function stageDocs(from: string, to: string): void {
  if (!existsSync(from)) return;
  const pages = readdirSync(from).filter((name) => name.endsWith('.md'));
  for (const name of pages) cpSync(join(from, name), join(to, name));
}

/** The rules alone: their examples are full of faults on purpose. */
export function stageRules(from: string, to: string): void {
  if (!existsSync(from)) return;
  const rules = readdirSync(from).filter((name) => name.endsWith('.yml'));
  for (const name of rules) cpSync(join(from, name), join(to, name));
}

/** A file without an extension would get its content type from the packing machine's own programs. */
export function stageGrammars(from: string, to: string): void {
  cpSync(from, to, { recursive: true, dereference: true });
  if (existsSync(join(to, 'NOTICE'))) renameSync(join(to, 'NOTICE'), join(to, 'NOTICE.txt'));
}

function limit(name: string, bytes: number, most: number): void {
  if (bytes >= most) throw new Error(`${name} has ${bytes} bytes; it has to stay below ${most}.`);
}

async function main(): Promise<void> {
  const root = resolve(__dirname, '..');
  const started = performance.now();
  const { values, positionals } = parseArgs({ options: { web: { type: 'string' } }, allowPositionals: true });
  if (values.web !== undefined && values.web !== 'off') throw new Error(`--web is "${values.web}"; allowed is "off".`);
  const entry = positionals[0] ? resolve(positionals[0]) : join(root, 'src', 'task.ts');
  const outFolder = join(root, 'dist');
  const report = await packageExtension({ root, entry, outFolder, web: values.web !== 'off' });
  const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
  console.log(
    `Second Pass ${version}: ${report.vsix} (${kilobytes(report.vsixBytes)}, ${report.files} files; ` +
      `main.js ${kilobytes(report.mainBytes)}) in ${((performance.now() - started) / 1_000).toFixed(1)} s`,
  );
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1_000)} kB`;
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
