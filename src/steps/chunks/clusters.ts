import { grouped } from '../../grouped';
import { isTest } from '../diff/test-path';
import type { Skeleton } from '../skeletons/skeleton';
import type { ChunkFile } from './chunk';
import { type FileSymbols, symbolsOf } from './symbols';

/** Two files that should be read together, by their places in the list. */
type Link = readonly [number, number];
/** How tightly files are tied decides how large a cluster may grow: mere neighbours leave room to fill chunks up. */
type Tie = { links: readonly Link[]; limit: number };

/** A name that many files declare ties nothing together. */
const MAX_PARTNERS = 6;

/**
 * Files that belong together, no cluster larger than `limit` bytes. The strongest ties first: a test and what it tests;
 * a name that one file's change touches and another's changed lines use; the same folder.
 */
export function clusters(files: readonly ChunkFile[], skeletons: readonly Skeleton[], limit: number): ChunkFile[][] {
  const groups = files.map((file, index) => ({ members: [index], bytes: file.bytes }));
  const groupOf = [...groups];
  const ties: Tie[] = [
    { links: testLinks(files), limit },
    { links: symbolLinks(files, skeletons), limit },
    { links: folderLinks(files), limit: limit / 2 },
  ];
  for (const tie of ties) {
    for (const [one, two] of tie.links) {
      const [into, from] = [groupOf[one], groupOf[two]];
      if (into === undefined || from === undefined || into === from || into.bytes + from.bytes > tie.limit) continue;
      for (const member of from.members) groupOf[member] = into;
      into.members.push(...from.members);
      into.bytes += from.bytes;
      from.members = [];
    }
  }
  return groups
    .filter(({ members }) => members.length > 0)
    .map(({ members }) => members.flatMap((index) => files[index] ?? []));
}

function testLinks(files: readonly ChunkFile[]): Link[] {
  const byStem = grouped(files.keys(), (index) => stemOf(pathAt(files, index)));
  return [...byStem.values()]
    .filter((group) => group.length <= MAX_PARTNERS && group.some((index) => isTest(pathAt(files, index))))
    .flatMap(chain);
}

/** `cart.test.ts`, `test_cart.py`, `CartTests.cs` and `cart.ts` have one stem. */
function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const bare = name.replace(/\.\w+$/, '').replace(/^test[_-]|[._-]?(tests?|specs?)$/g, '');
  return bare === '' || bare === 'index' ? path : bare;
}

function symbolLinks(files: readonly ChunkFile[], skeletons: readonly Skeleton[]): Link[] {
  const byPath = new Map(skeletons.map((skeleton) => [skeleton.path, skeleton]));
  const symbols = files.map(({ file }) => symbolsOf(file, byPath.get(file.path)));
  const declaredIn = declarations(symbols);
  const shared = new Map<string, { link: Link; names: number }>();
  for (const [user, { used }] of symbols.entries()) {
    for (const name of used) {
      for (const owner of declaredIn.get(name) ?? []) {
        if (owner === user) continue;
        const link: Link = owner < user ? [owner, user] : [user, owner];
        const known = shared.get(link.join());
        if (known) known.names += 1;
        else shared.set(link.join(), { link, names: 1 });
      }
    }
  }
  const strongest = [...shared.values()].sort(
    (a, b) => b.names - a.names || a.link[0] - b.link[0] || a.link[1] - b.link[1],
  );
  return strongest.map(({ link }) => link);
}

function declarations(symbols: readonly FileSymbols[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [index, { declared }] of symbols.entries()) {
    for (const name of declared) {
      const owners = found.get(name);
      if (owners) owners.push(index);
      else found.set(name, [index]);
    }
  }
  for (const [name, owners] of found) if (owners.length > 2) found.delete(name);
  return found;
}

function folderLinks(files: readonly ChunkFile[]): Link[] {
  const byFolder = grouped(files.keys(), (index) => folderOf(pathAt(files, index)));
  return [...byFolder.values()].flatMap(chain);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function chain(group: readonly number[]): Link[] {
  return group.slice(1).map((index, at): Link => [group[at] ?? index, index]);
}

function pathAt(files: readonly ChunkFile[], index: number): string {
  return files[index]?.file.path ?? '';
}
