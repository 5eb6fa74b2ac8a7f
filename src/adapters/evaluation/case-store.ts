import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { badInputs } from '../../errors';
import type { CaseStore } from '../../ports/case-store';

/** Cases as folders that hold a `gold.json`; results in another folder. */
export function createCaseStore(folder: string, results: string, only: readonly string[]): CaseStore {
  return {
    async cases() {
      const names = await readdir(folder).catch(() => []);
      const wanted = names.filter((name) => existsSync(join(folder, name, 'gold.json'))).sort();
      const unknown = only.filter((name) => !wanted.includes(name));
      if (unknown.length > 0) throw noCase('--only', unknown.join(', '), wanted);
      if (wanted.length === 0) throw noCase('FOLDER', folder, ['a folder of folders that hold a gold.json each']);
      const chosen = wanted.filter((name) => only.length === 0 || only.includes(name));
      return Promise.all(chosen.map(async (name) => ({ name, gold: await text(join(folder, name, 'gold.json')) })));
    },
    read: (name) => text(join(results, name)).catch(() => undefined),
    async write(name, content) {
      const path = join(results, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    },
  };
}

function text(path: string): Promise<string> {
  return readFile(path, 'utf8');
}

function noCase(input: string, was: string, allowed: readonly string[]) {
  return badInputs([{ input, was: JSON.stringify(was), allowed: allowed.join(', ') }]);
}
