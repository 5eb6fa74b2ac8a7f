import { minimatch } from 'minimatch';
import { add, type Bits, emptyBits } from './bits';
import { compileGlob } from './glob';

/**
 * Answers which of these globs match one name of a path; undefined matches none. Plain names and `*.extension`, most of any
 * list, are looked up instead of tried one by one.
 */
export function nameSet(names: readonly (string | undefined)[]): (name: string) => Bits {
  const any = emptyBits(names.length);
  const plain = new Map<string, number[]>();
  const endings = new Map<string, number[]>();
  const others = new Map<string, number[]>();
  for (const [index, name] of names.entries()) {
    if (name === '*') add(any, index);
    else if (name !== undefined)
      for (const [table, key] of entriesOf(name, { plain, endings, others })) listed(table, key, index);
  }
  const testers = [...others].map(([glob, indexes]) => ({ test: compileGlob(glob), indexes }));
  return (name) => {
    const bits = [...any];
    for (const index of lookedUp(name.toLowerCase(), plain, endings)) add(bits, index);
    for (const { test, indexes } of testers) if (test(name)) for (const index of indexes) add(bits, index);
    return bits;
  };
}

type Table = Map<string, number[]>;

function entriesOf(name: string, tables: { plain: Table; endings: Table; others: Table }): [Table, string][] {
  const alternatives = minimatch.braceExpand(name);
  const isEasy = alternatives.every((alternative) => /^\*?[\w.-]+$/.test(alternative) && !/^\*[^.]/.test(alternative));
  if (!isEasy) return [[tables.others, name]];
  return alternatives.map((alternative) => {
    const key = alternative.toLowerCase();
    return key.startsWith('*') ? [tables.endings, key.slice(1)] : [tables.plain, key];
  });
}

function listed(table: Table, key: string, index: number): void {
  const indexes = table.get(key);
  if (indexes) indexes.push(index);
  else table.set(key, [index]);
}

function lookedUp(name: string, plain: Table, endings: Table): number[] {
  const found = [...(plain.get(name) ?? [])];
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    found.push(...(endings.get(name.slice(dot)) ?? []));
  }
  return found;
}
