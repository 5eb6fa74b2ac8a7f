import { mkdir, stat, writeFile } from 'node:fs/promises';
import { extname, isAbsolute, join } from 'node:path';
import { badInputs } from '../../errors';
import { realOrSame } from '../process/find-programs';
import { isInside } from '../process/paths';
import type { SemgrepOptions } from './options';

/** The real path of the rules: as given, or written below `folder` when they came as content. */
export async function prepareRules(options: SemgrepOptions, folder: string): Promise<string> {
  if (options.rules) return writeRules(options.rules, join(folder, 'rules'));
  const { rulesPath, untrustedFolders } = options;
  if (!isAbsolute(rulesPath)) throw unusable(rulesPath);
  const real = await realOrSame(rulesPath);
  const exists = await stat(real).then(
    (entry) => entry.isFile() || entry.isDirectory(),
    () => false,
  );
  const untrusted = await Promise.all(untrustedFolders.map(realOrSame));
  if (!exists || isInside(real, untrusted)) throw unusable(rulesPath);
  return real;
}

async function writeRules(rules: ReadonlyMap<string, Uint8Array>, folder: string): Promise<string> {
  await mkdir(folder, { mode: 0o700 });
  for (const [index, [name, content]] of [...rules].entries()) {
    const ending = extname(name).toLowerCase() === '.json' ? '.json' : '.yml';
    await writeFile(join(folder, `rules-${index + 1}${ending}`), content, { mode: 0o600, flag: 'wx' });
  }
  return folder;
}

function unusable(rulesPath: string) {
  return badInputs([
    {
      input: 'semgrepConfig',
      was: JSON.stringify(rulesPath),
      allowed:
        'an existing file or folder of rules outside the checkout, which the pull request could change; ' +
        'names of a registry and addresses need the network and are not used',
    },
  ]);
}
