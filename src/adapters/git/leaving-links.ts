/** Names that a link may lead through, with those of links on its way. */
const LONGEST_WAY = 100;

/**
 * Links of a tree that lead out of it, into its `.git`, or nowhere that can be told; told by their words alone, since the tree
 * holds all that they can lead through.
 * @param targets of all links, by their paths
 */
export function leavingLinks(targets: ReadonlyMap<string, string>): string[] {
  return [...targets].filter(([path, target]) => leaves(folderOf(path), target, targets)).map(([path]) => path);
}

function leaves(from: string, target: string, targets: ReadonlyMap<string, string>): boolean {
  const left = namesOf(target).reverse();
  let [place, steps] = [from, 0];
  if (isNoWay(target, left)) return true;
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    steps += 1;
    if (steps > LONGEST_WAY || (name === '..' && place === '')) return true;
    if (name === '..') {
      place = folderOf(place);
      continue;
    }
    const next = place === '' ? name : `${place}/${name}`;
    if (next === '.git') return true;
    const further = targets.get(next);
    if (further === undefined) place = next;
    else {
      const names = namesOf(further);
      if (isNoWay(further, names)) return true;
      left.push(...names.reverse());
    }
  }
  return false;
}

/** Absolute ones, those without an end, and what no link of the system can hold. */
function isNoWay(target: string, names: readonly string[]): boolean {
  return target === '' || target.startsWith('/') || target.includes('\0') || names.length > LONGEST_WAY;
}

function namesOf(target: string): string[] {
  return target.split('/').filter((name) => name !== '' && name !== '.');
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
