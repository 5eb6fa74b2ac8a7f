import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** A file of a case, with `/` between its folders. */
export interface CaseFile {
  path: string;
  content: Uint8Array;
}

export interface CaseWriter {
  /** False where the case is there already or a path could lead out of it: then nothing is written. */
  write(name: string, files: readonly CaseFile[]): Promise<boolean>;
}

/** Writes cases below a folder, each whole or not at all. */
export function createCaseWriter(folder: string): CaseWriter {
  return {
    async write(name, files) {
      const target = resolve(folder, name);
      if (existsSync(target) || files.some(({ path }) => !isPlain(path))) return false;
      const unfinished = `${target}.unfinished`;
      await rm(unfinished, { recursive: true, force: true });
      for (const { path, content } of files) {
        const file = join(unfinished, path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content);
      }
      await rename(unfinished, target);
      return true;
    },
  };
}

/** Names of a pull request are hostile: none leads upwards, to a drive, or into git's own folder. */
function isPlain(path: string): boolean {
  return path
    .split('/')
    .every(
      (name) => name !== '' && name !== '.' && name !== '..' && !/^\.git$/i.test(name) && !/[\\:\p{Cc}]/u.test(name),
    );
}
