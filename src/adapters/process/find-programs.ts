import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { isInside } from './paths';
import { windowsFolder } from './program-environment';
import { programFile } from './search-places';
import { isOpenOnWindows } from './windows-access';

/** Where programs may be taken from. */
export interface TrustedPlaces {
  /** Folders as they were named: a virtual environment looks for itself by the name it was called by. */
  folders: readonly string[];
  /** Real folders that a pull request or an earlier step can write to; no program in them is started. */
  untrusted: readonly string[];
  /** Where Windows is; of no meaning elsewhere. */
  windowsFolder: string;
}

/** Owns the folders of the system as well. */
const ROOT = 0;

export interface FoundProgram {
  /** Below the folder where it was looked for. */
  path: string;
  /** The file itself, links resolved. */
  real: string;
}

/**
 * Keeps the folders that exist, that do not lead through an untrusted one, and that not everybody may write to. Those of the
 * account that runs the job come last, since an earlier step can write to them and put them first.
 */
export async function trustedPlaces(
  folders: readonly string[],
  untrustedFolders: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  account = process.getuid?.() ?? ROOT,
): Promise<TrustedPlaces> {
  const untrusted = await Promise.all(untrustedFolders.map(realOrSame));
  const realOf = createRealOf();
  const trusted = folders.filter((folder) => isTrustedFolder(folder, untrusted, realOf));
  const isOwn = (folder: string) => account !== ROOT && statSync(folder).uid === account;
  return {
    folders: [...trusted.filter((folder) => !isOwn(folder)), ...trusted.filter(isOwn)],
    untrusted,
    windowsFolder: windowsFolder(environment, untrusted),
  };
}

/** Every program of that name in trusted places, the first to be taken first. */
export async function findPrograms(name: string, places: TrustedPlaces): Promise<FoundProgram[]> {
  const found: FoundProgram[] = [];
  for (const folder of places.folders) {
    const path = join(folder, programFile(name));
    const real = executableAt(path);
    if (real !== undefined && (await isTrustedFile(path, real, places))) found.push({ path, real });
  }
  return found;
}

export async function realOrSame(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

/** Where a path really leads; undefined where nothing is there. */
type RealOf = (path: string) => string | undefined;

/** Folders of programs lie in the same few folders, so each is asked about once. */
function createRealOf(): RealOf {
  const known = new Map<string, string | undefined>();
  return (path) => {
    if (!known.has(path)) known.set(path, realIfThere(path));
    return known.get(path);
  };
}

/** Dozens of files and folders are asked about, all on this machine: without waiting that costs a tenth of the processor. */
function realIfThere(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

function isTrustedFolder(folder: string, untrusted: readonly string[], realOf: RealOf): boolean {
  const steps = waysTo(folder).map(realOf);
  const real = steps[0];
  // A link inside an untrusted folder leads wherever its owner likes, so no step of the way may be there.
  if (real === undefined || steps.some((step) => step !== undefined && isInside(step, untrusted))) return false;
  // Windows is asked about the few folders that hold a program: each answer is one more to start.
  return process.platform === 'win32' || !isOpenByMode(real);
}

async function isTrustedFile(path: string, real: string, places: TrustedPlaces): Promise<boolean> {
  if (isInside(real, places.untrusted)) return false;
  const isOpen = await Promise.all(
    [...new Set([real, dirname(real), dirname(path)])].map((one) => isOpenToAll(one, places)),
  );
  return !isOpen.includes(true);
}

/** The folder and all folders above it, as they are spelled. */
function waysTo(folder: string): string[] {
  const { root } = parse(folder);
  const ways = [folder];
  for (let above = dirname(folder); above !== root && above !== ways.at(-1); above = dirname(above)) ways.push(above);
  return ways;
}

/** On Windows the mode says nothing of who may write. */
async function isOpenToAll(path: string, places: TrustedPlaces): Promise<boolean> {
  return process.platform === 'win32' ? isOpenOnWindows(path, places.windowsFolder) : isOpenByMode(path);
}

function isOpenByMode(path: string): boolean {
  return (statSync(path).mode & 0o002) !== 0;
}

function executableAt(file: string): string | undefined {
  try {
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
    const real = realpathSync.native(file);
    accessSync(real, constants.X_OK);
    return real;
  } catch {
    return undefined;
  }
}
