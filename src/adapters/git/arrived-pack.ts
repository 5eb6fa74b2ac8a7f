import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectLimits } from './object-heads';
import { type Git, gitOutput } from './run-git';
import { sievePack } from './sieve-pack';

/** As git names what it receives until it has indexed it. */
const ARRIVING = /^tmp_pack_/;

/** Of a larger one nothing is kept. */
const MOST_BYTES = 536_870_912;

/** Indexes of the packs that a fetch left behind what is within the limits; false where it left none. */
export async function indexArrived(git: Git, folder: string, most: ObjectLimits): Promise<boolean> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => ARRIVING.test(name));
  for (const path of names.map((name) => join(folder, name))) {
    const { size } = await stat(path);
    const pack = size > MOST_BYTES ? undefined : await readFile(path);
    await rm(path, { force: true });
    if (pack) await gitOutput(git, { arguments: ['index-pack', '--stdin'], input: await sievePack(pack, most) });
  }
  return names.length > 0;
}
