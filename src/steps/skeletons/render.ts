import { cutText } from '../../cut-text';
import type { OutlineEntry } from '../../ports/outliner';
import { type BaseDifference, placeKey } from './base-side';
import type { CalledBodies } from './called-bodies';
import type { EntryNode, MadeOutline } from './entry-tree';
import { entryText, type LineDetail, nameText, plain } from './lines';

/**
 * How much is left out, in the order in which things go:
 * 1 members of untouched containers become names, 2 siblings other than fields that no changed line names,
 * 3 parameters, and fields that no changed line names, 4 everything but the chains around the change and what it names.
 */
export type Detail = 0 | 1 | 2 | 3 | 4;

export interface RenderedFile {
  path: string;
  outline: MadeOutline;
  tree: readonly EntryNode[];
  difference: BaseDifference;
  bodies: CalledBodies;
}

const MAX_NAMES = 12;
const MAX_REMOVED = 30;
const COUNTED = new Set(['field', 'property', 'constant', 'variable', 'member', 'event']);

interface Row {
  mark: ' ' | '*' | '~' | '-';
  lines: string;
  text: string;
}

interface Rendering {
  detail: Detail;
  difference: BaseDifference;
  bodies: CalledBodies;
  /** Names of what is around, to place removed declarations. */
  around: readonly string[];
}

/** The skeleton of one file as text; the same input gives the same bytes. */
export function renderSkeleton({ path, outline, tree, difference, bodies }: RenderedFile, detail: Detail): string {
  const shown = tree.filter(({ entry, touched }) => touched || !isSaidByPath(entry, path));
  const rows = rowsOf(shown, { detail, difference, bodies, around: [] });
  const { language, lines, parse } = outline;
  const trust = parse === 'ok' ? '' : ` parse="${parse}"`;
  const head = `<file path="${plain(path)}" lang="${language}" lines="${lines}"${trust}>`;
  const body = rows.map(({ mark, lines: range, text }) => `${mark}${range}${range === '' ? '' : ' '}${text}`);
  return `${[head, ...body, '</file>'].join('\n')}\n`;
}

/** A package of Java or Kotlin repeats the folders of its file. */
function isSaidByPath({ kind, name, startLine, endLine }: OutlineEntry, path: string): boolean {
  return kind === 'namespace' && startLine === endLine && path.includes(`/${name.replaceAll('.', '/')}/`);
}

function rowsOf(nodes: readonly EntryNode[], rendering: Rendering): Row[] {
  const { around, detail } = rendering;
  const indent = ' '.repeat(around.length);
  const rows: Row[] = [];
  const left = leftOut(nodes, detail);
  for (const node of nodes) {
    const group = left.get(node);
    if (group === undefined) rows.push(...entryRows(node, rendering, indent));
    else if (group[0] === node) rows.push(summaryRow(group, indent, detail));
  }
  return [...rows, ...removedRows(rendering, indent)];
}

function entryRows(node: EntryNode, rendering: Rendering, indent: string): Row[] {
  const { entry, touched } = node;
  const { detail, difference, bodies } = rendering;
  const text = indent + (node.shown ? nameText(entry) : entryText(entry, lineDetail(touched, detail)));
  const rows: Row[] = [
    {
      mark: touched ? '*' : ' ',
      lines: touched || entry.kind === 'import' ? range(entry) : String(entry.startLine),
      text,
    },
  ];
  const was = node.shown ? undefined : difference.wasSigned.get(entry);
  if (was !== undefined) rows.push({ mark: '~', lines: '', text: `${indent}was: ${plain(cutText(was, 180))}` });
  const body = (bodies.get(entry) ?? []).map(
    (line): Row => ({ mark: ' ', lines: '', text: `${indent}| ${plain(line)}` }),
  );
  return [...rows, ...body, ...rowsOf(node.children, { ...rendering, around: [...rendering.around, entry.name] })];
}

function lineDetail(touched: boolean, detail: Detail): LineDetail {
  return { attributes: touched, parameters: touched || detail < 3, doc: touched };
}

/** Neighbours that share one line instead of their own, by each of them. */
function leftOut(nodes: readonly EntryNode[], detail: Detail): Map<EntryNode, EntryNode[]> {
  const found = new Map<EntryNode, EntryNode[]>();
  const containerTouched = nodes.some(({ touched }) => touched);
  let group: EntryNode[] | null = null;
  let kind = '';
  for (const node of nodes) {
    const how = node.touched ? '' : fate(node, { detail, containerTouched });
    if (how === '' || how !== kind) group = null;
    kind = how;
    if (how === '') continue;
    group ??= [];
    group.push(node);
    found.set(node, group);
  }
  return found;
}

/** The kind of shared line an untouched entry goes to, or nothing if it keeps its own. */
function fate(
  { entry, named }: EntryNode,
  { detail, containerTouched }: { detail: Detail; containerTouched: boolean },
): string {
  if (entry.kind === 'import' || named) return '';
  if (detail >= 4) return 'all';
  const isField = COUNTED.has(entry.kind);
  if (detail >= 3 && isField) return 'counted';
  if (entry.depth === 0) return '';
  return detail >= 1 && (!containerTouched || (detail >= 2 && !isField)) ? 'named' : '';
}

function summaryRow(group: readonly EntryNode[], indent: string, detail: Detail): Row {
  const first = group[0] as EntryNode;
  const lines = range({ startLine: first.entry.startLine, endLine: Math.max(...group.map((n) => n.entry.endLine)) });
  const counted = detail >= 4 || (detail >= 3 && COUNTED.has(first.entry.kind));
  const names = group.slice(0, MAX_NAMES).map(({ entry }) => entry.name);
  const rest = group.length > MAX_NAMES ? ', …' : '';
  const text = counted ? `... ${group.length} more` : `... ${group.length} more: ${plain(names.join(', '))}${rest}`;
  return { mark: ' ', lines, text: indent + text };
}

function removedRows({ difference, around }: Rendering, indent: string): Row[] {
  const removed = difference.removed.get(placeKey(around)) ?? [];
  const rows = removed.slice(0, MAX_REMOVED).map((signature) => `removed: ${plain(cutText(signature, 180))}`);
  if (removed.length > MAX_REMOVED) rows.push(`removed: ... ${removed.length - MAX_REMOVED} more`);
  return rows.map((text) => ({ mark: '-', lines: '', text: indent + text }));
}

function range({ startLine, endLine }: Pick<OutlineEntry, 'startLine' | 'endLine'>): string {
  return startLine === endLine ? String(startLine) : `${startLine}-${endLine}`;
}
