import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';

/** What the agent uses of a task.json. */
export interface TaskManifest {
  id: string;
  name: string;
  version: { Major: number; Minor: number; Patch: number };
  inputs: readonly { name: string; type: string; defaultValue?: string | boolean; required?: boolean }[];
  outputVariables?: readonly { name: string }[];
  execution: Readonly<Record<string, { target: string }>>;
  restrictions?: {
    commands?: { mode: string };
    settableVariables?: { allowed: readonly string[] };
  };
}

export interface InstalledTask {
  manifest: TaskManifest;
  /** `_work/_tasks/<name>_<guid>/<version>` */
  folder: string;
}

/** Of this process: what a test unpacks the others borrow. */
const unpacked = new Map<string, InstalledTask>();
const folders: string[] = [];

/** A task of the extension as the agent installs it, below its work folder; the files are links to those that were unpacked once. */
export function installTask(vsix: string, workFolder: string, name?: string): InstalledTask {
  const task = unpackedTask(vsix, name);
  const folder = join(workFolder, '_tasks', ...task.folder.split(sep).slice(-2));
  for (const entry of readdirSync(task.folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const own = join(folder, path.slice(task.folder.length));
    if (entry.isDirectory()) mkdirSync(own, { recursive: true });
    else {
      mkdirSync(dirname(own), { recursive: true });
      rmSync(own, { force: true });
      linkSync(path, own);
    }
  }
  return { ...task, folder };
}

/** Unpacked once for all tests of this process, until the package changes. */
export function unpackedTask(vsix: string, name?: string): InstalledTask {
  const key = `${vsix} ${statSync(vsix).mtimeMs} ${name ?? ''}`;
  const known = unpacked.get(key);
  if (known) return known;
  const parent = mkdtempSync(join(tmpdir(), 'second-pass-unpacked-'));
  if (folders.push(parent) === 1) process.once('exit', removeUnpacked);
  const task = unpack(vsix, parent, name);
  unpacked.set(key, task);
  return task;
}

function removeUnpacked(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** The contribution's own folder, below name, id and version. */
function unpack(vsix: string, workFolder: string, name?: string): InstalledTask {
  const files = unzipSync(readFileSync(vsix));
  const extension = JSON.parse(textOf(files, 'extension.vsomanifest')) as {
    contributions: { type: string; properties: { name: string } }[];
  };
  const contribution = extension.contributions.find(
    ({ type, properties }) => type === 'ms.vss-distributed-task.task' && (!name || properties.name === name),
  );
  if (!contribution) throw new Error(`${vsix} holds no task ${name ?? ''}`);
  const root = `${contribution.properties.name}/`;
  const manifest = JSON.parse(textOf(files, `${root}task.json`)) as TaskManifest;
  const { Major, Minor, Patch } = manifest.version;
  const folder = join(workFolder, '_tasks', `${manifest.name}_${manifest.id}`, `${Major}.${Minor}.${Patch}`);
  for (const [name, bytes] of Object.entries(files)) {
    if (!name.startsWith(root) || name.endsWith('/')) continue;
    const path = join(folder, ...name.slice(root.length).split('/'));
    if (!path.startsWith(folder + sep)) throw new Error(`${name} would leave the task's folder`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  return { manifest, folder };
}

function textOf(files: Record<string, Uint8Array>, name: string): string {
  const bytes = files[name];
  if (!bytes) throw new Error(`the extension holds no ${name}`);
  return strFromU8(bytes);
}
