import { type GitPack, gitPack } from './git-pack';

/** A folder that holds one other under so many names, that one the next, and so on; the last holds nothing. */
export function bombOfTrees(pack: GitPack, levels: number, names: number, inmost = pack.add('tree', Buffer.alloc(0))) {
  let id = inmost;
  for (let level = 0; level < levels; level += 1) {
    const below = Buffer.from(id, 'hex');
    const entries = Array.from({ length: names }, (_, at) => [Buffer.from(`40000 ${10 + at}\0`), below]);
    id = pack.add('tree', Buffer.concat(entries.flat()));
  }
  return id;
}

/** A commit that holds it, in a repository on this disk. */
export function commitBomb(folder: string, levels: number, names: number): string {
  const pack = gitPack();
  const who = 'Mallory <mallory@shop.example> 1793610000 +0000';
  const words = `tree ${bombOfTrees(pack, levels, names)}\nauthor ${who}\ncommitter ${who}\n\nA change`;
  const commit = pack.add('commit', Buffer.from(words));
  pack.write(folder);
  return commit;
}
