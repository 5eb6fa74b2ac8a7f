import type { TreeCursor } from 'web-tree-sitter';
import type { OutlineEntry } from '../../../ports/outliner';
import { documentationBefore } from './documentation';
import { declaredName } from './entry-name';
import type { EntryRule } from './language-table';
import type { Reading } from './reading';
import { headerOf } from './signature';

/** A declaration without its place. */
export interface DeclaredEntry {
  kind: string;
  name: string;
  signature: string;
  attributes: string;
  /** 0-based row of the header's last character. */
  headerEndRow: number;
}

/** Rows are 0-based and inclusive. */
export interface EntryPlace {
  startRow: number;
  endRow: number;
  depth: number;
  /** Attributes that stand as nodes of their own before the declaration. */
  leading: string | undefined;
}

/** What the node at the walk's cursor declares; `outer` is at the node whose text it is. Null for what has no name. */
export function declaredEntry(reading: Reading, outer: TreeCursor, rule: EntryRule): DeclaredEntry | null {
  const { signature, attributes, end } = headerOf(reading, outer);
  const name = declaredName(reading, rule, signature);
  if (name === '') return null;
  const shown = (rule.prefix ?? '') + (rule.brief ? name : signature);
  return { kind: rule.kind, name, signature: shown, attributes, headerEndRow: reading.rows.of(end) };
}

/** A declaration with its place, its documentation and all its attributes. */
export function outlineEntry({ rows, syntax }: Reading, declared: DeclaredEntry, place: EntryPlace): OutlineEntry {
  const { kind, name, signature, headerEndRow } = declared;
  const { startRow, endRow, depth, leading } = place;
  const doc = documentationBefore(rows, startRow, headerEndRow, syntax.table.documentation ?? []);
  const attributes = leading === undefined ? declared.attributes : `${leading} ${declared.attributes}`.trim();
  const lines = { startLine: startRow + 1, endLine: endRow + 1, headerEndLine: headerEndRow + 1 };
  const entry: OutlineEntry = { kind, name, signature, ...lines, depth };
  if (attributes !== '') entry.attributes = attributes;
  if (doc !== '') entry.doc = doc;
  return entry;
}
