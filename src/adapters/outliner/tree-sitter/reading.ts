import type { TreeCursor } from 'web-tree-sitter';
import type { Rows } from '../rows';
import type { Syntax } from './syntax';

/** A tree that is being read, with a second cursor to look into single nodes. */
export interface Reading {
  syntax: Syntax;
  text: string;
  rows: Rows;
  /** Where the walk stands. */
  cursor: TreeCursor;
  detailCursor: TreeCursor;
}
