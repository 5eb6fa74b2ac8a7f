import { minimatch } from 'minimatch';
import { add, type Bits, emptyBits } from './bits';
import { compileGlob } from './glob';

/**
 * Answers which of these globs match one name of a path; undefined matches none. Plain names and `*.extension`, most of any
 * list, are looked up instead of tried one by one.
 */
export function nameSet(names: readonly (string | undefined)[]): (name: string) => Bits {
  const any = emptyBits(names.length);
  const tables = { plain: new Map<string, number[]>(), endings: new Map<string, number[]>(), others: new Map() };
  for (const [index, name] of names.entries()) {
    if (name === '*') add(any, index);
    else if (name !== undefined)
      for (const alternative of minimatch.braceExpand(name)) listed(...entryOf(alternative, tables), index);
  }
  const testers = [...tables.others].map(([glob, indexes]) => ({ test: testerOf(glob), indexes }));
  return (name) => {
    const bits = [...any];
    for (const index of lookedUp(name.toLowerCase(), tables)) add(bits, index);
    const small = name.replaceAll(NO_LETTER, NOTHING).toLowerCase();
    for (const { test, indexes } of testers) if (test(name, small)) for (const index of indexes) add(bits, index);
    return bits;
  };
}

type Table = Map<string, number[]>;
type Tables = Record<'plain' | 'endings' | 'others', Table>;

function entryOf(alternative: string, { plain, endings, others }: Tables): [Table, string] {
  if (/^[\w. -]+$/.test(alternative)) return [plain, alternative.toLowerCase()];
  if (/^\*\.[\w. -]+$/.test(alternative)) return [endings, alternative.slice(1).toLowerCase()];
  return [others, alternative];
}

/** Its small form begins with a letter of ASCII, and it is none. */
const NO_LETTER = '\u0130';
const NOTHING = '\ufffd';

/** Stars beside plain text are quickly said; making a pattern of minimatch takes longer than most runs use it. */
function testerOf(glob: string): (name: string, small: string) => boolean {
  if (!/^[\w. *-]+$/.test(glob) || glob.includes('**')) return compileGlob(glob);
  const parts = glob.toLowerCase().split('*');
  return (_, small) => holdsInOrder(small, parts);
}

/** True for a name that begins with the first part, ends with the last, and holds the others between them. */
function holdsInOrder(name: string, parts: readonly string[]): boolean {
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

function listed(table: Table, key: string, index: number): void {
  const indexes = table.get(key);
  if (indexes) indexes.push(index);
  else table.set(key, [index]);
}

function lookedUp(name: string, { plain, endings }: Tables): number[] {
  const found = [...(plain.get(name) ?? [])];
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    found.push(...(endings.get(name.slice(dot)) ?? []));
  }
  return found;
}
