import type { LineChange, Lines, Outline, OutlineEntry, Span, TextPart, TextParts } from '../../ports/outliner';
import { lexicalOutline } from './lexical/lexical-outline';
import { maskedText, unmasked } from './mask';
import { type PlacesInText, placesInText } from './places-in-text';
import { MAX_ENTRIES, MAX_ENTRY_DEPTH, MAX_FILE_BYTES, MAX_HEAP_BYTES } from './protocol';
import { rowsOf } from './rows';
import { type SourceText, sourceText } from './source-text';
import { swallowingEntries } from './swallowing-entries';
import type { LanguageFolder } from './tree-sitter/languages';
import { type GrammarText, markForBase, type ParsedText } from './tree-sitter/parsed-text';
import { isReadBefore, proseRows } from './tree-sitter/prose-rows';
import type { Runtime } from './tree-sitter/runtime';
import type { Syntax } from './tree-sitter/syntax';
import { textParts } from './tree-sitter/text-parts';
import { errorShare } from './tree-sitter/tree-errors';
import { type IsWanted, treeOutline } from './tree-sitter/tree-outline';

/** What has been loaded; each is loaded when a file first needs it. */
export interface Loaded {
  runtime(): Promise<Runtime>;
  syntax(language: LanguageFolder): Promise<Syntax>;
}

/** One side of a file, its outline and its tree. */
export interface Side {
  outline: Outline;
  /** True when the parser is not to be used again. */
  exhausted: boolean;
  /** Null where no tree was made; else to be deleted by who asked for the side. */
  parsed: ParsedText | null;
}

export interface SideQuestion {
  content: Uint8Array;
  /** Milliseconds of processor time the parser may take. */
  time: number;
  threads?: number;
  /** False when only the lexical outline is to be tried. */
  parse: boolean;
  /** Set for a base side: only what the changes touch is wanted of it. */
  changes?: readonly LineChange[];
  /** Set for a base side that has to be read as the new side was: whole. */
  isWhole?: boolean;
  /** Of which it is asked what they are, in bytes. */
  places?: readonly Span[];
  /** Set for a base side: the new side, whose tree serves again where the sides are equal. It may then no longer be read. */
  after?: ParsedText | null;
}

type Reading =
  | { parsed: ParsedText; entries: OutlineEntry[]; errors: number; isWhole: boolean }
  | { failed: 'time' | 'memory' };

/** Above this share of unreadable text, the tree's entries are completed by the lexical ones. */
const PARTIAL = 0.02;

/** Outlines one side of a file, by its grammar if it has one and else by its lines. */
export async function readSide(loaded: Loaded, language: LanguageFolder, question: SideQuestion): Promise<Side> {
  if (question.content.length > MAX_FILE_BYTES) return without('too large', false);
  const source = sourceText(question.content);
  if (source === null) return without('binary', false);
  const reading = question.parse && isParsed(language, source) ? await read(loaded, language, source, question) : null;
  const lexical = () => lexicalOutline(language.table.lexical, source.text);
  if (reading && 'entries' in reading) {
    const swallowing = reading.isWhole ? swallowingEntries(reading.entries, source.lines, lexical) : new Set();
    const partial = reading.errors > PARTIAL || swallowing.size > 0;
    const isMerged = partial || language.table.alwaysLexical;
    const believed = reading.entries.filter((entry) => !swallowing.has(entry));
    const entries = isMerged ? merged(believed, lexical() ?? []) : reading.entries;
    const outline = outlineIn(language, source, partial ? 'partial' : 'ok', entries);
    const heap = (await loaded.runtime()).heap();
    return { outline, parsed: reading.parsed, exhausted: heap > MAX_HEAP_BYTES * 0.75 };
  }
  const exhausted = reading !== null;
  const entries = lexical();
  if (entries) return { outline: outlineIn(language, source, 'lexical', entries), parsed: null, exhausted };
  return without(reading ? reading.failed : question.parse ? 'no grammar' : 'time', exhausted);
}

/** Whether the text has no syntax error, or null when that cannot be told. */
export async function parsesAs(
  loaded: Loaded,
  language: LanguageFolder,
  { content, time }: SideQuestion,
): Promise<{ parses: boolean | null; exhausted: boolean }> {
  const source = content.length > MAX_FILE_BYTES ? null : sourceText(content);
  const isRead = source !== null && isParsed(language, source);
  if (!isRead || maskedText(language.table.mask, source.text) !== source.text)
    return { parses: null, exhausted: false };
  const parsed = await parse(loaded, language, source, { content, time, parse: true });
  if ('failed' in parsed) return { parses: null, exhausted: true };
  const parses = !parsed.tree.rootNode.hasError;
  parsed.tree.delete();
  return { parses, exhausted: false };
}

/** Lines of comments and texts; all of them where the parser does not know all of the file, null where nothing is known of it. */
export async function proseAs(
  loaded: Loaded,
  language: LanguageFolder,
  { content, time }: SideQuestion,
): Promise<{ prose: readonly Lines[] | null; exhausted: boolean }> {
  const source = content.length > MAX_FILE_BYTES ? null : sourceText(content);
  if (source === null || !isParsed(language, source)) return { prose: null, exhausted: false };
  const all: Lines[] = [[1, source.lines]];
  if (isReadBefore(language.folder, source.text)) return { prose: all, exhausted: false };
  const parsed = await parse(loaded, language, source, { content, time, parse: true });
  if ('failed' in parsed) return { prose: all, exhausted: true };
  const { tree, text } = parsed;
  const rows = tree.rootNode.hasError
    ? null
    : [...proseRows(parsed, language.folder), ...maskedRows(source.text, text)];
  tree.delete();
  return {
    prose: rows?.map(([first, last]): Lines => [source.line(first), source.line(last)]) ?? all,
    exhausted: false,
  };
}

/** What of some places is text; null where no parser can tell. */
export async function textAs(
  loaded: Loaded,
  language: LanguageFolder,
  { content, time, places = [] }: SideQuestion,
): Promise<{ text: TextParts | null; exhausted: boolean }> {
  const source = content.length > MAX_FILE_BYTES ? null : sourceText(content);
  if (source === null || !isParsed(language, source) || language.table.alwaysLexical)
    return { text: null, exhausted: false };
  const parsed = await parse(loaded, language, source, { content, time, parse: true });
  if ('failed' in parsed) return { text: null, exhausted: true };
  const { tree, text: seen } = parsed;
  const at = placesInText(content, source.text);
  const parts = at && seen.length === source.text.length ? partsIn(parsed, source, at, places) : null;
  const isSure = !tree.rootNode.hasError && !isReadBefore(language.folder, source.text);
  tree.delete();
  return { text: parts && { parts, isSure }, exhausted: false };
}

/** All of a place that the parser saw otherwise: what it is, nobody knows. */
function partsIn(parsed: ParsedText, source: SourceText, at: PlacesInText, places: readonly Span[]): TextPart[][] {
  const within = places.map(at.inText);
  const parts = textParts(parsed, within);
  return within.map((place, index) => {
    const isSeen = parsed.text.slice(place.start, place.end) === source.text.slice(place.start, place.end);
    const known = isSeen ? (parts[index] ?? []) : [{ ...place, mayLead: true as const }];
    return known.map((part) => ({ ...part, ...at.inBytes(part) }));
  });
}

/** Rows that the parser saw otherwise. */
function maskedRows(text: string, seen: string): [first: number, last: number][] {
  if (text === seen) return [];
  const rows = seen.split('\n');
  return text.split('\n').flatMap((row, at): [number, number][] => (row === rows[at] ? [] : [[at, at]]));
}

function without(reason: string, exhausted: boolean): Side {
  return { outline: { kind: 'none', reason }, parsed: null, exhausted };
}

/** Not by a grammar are read: languages without one, and files so deep that the grammar's scanner would break. */
function isParsed({ rules, table }: LanguageFolder, { text }: SourceText): boolean {
  const { deepestIndentation } = table;
  if (!rules) return false;
  return deepestIndentation === undefined || !new RegExp(`^[\\s?-]{${deepestIndentation}}`, 'm').test(text);
}

async function read(
  loaded: Loaded,
  language: LanguageFolder,
  source: SourceText,
  question: SideQuestion,
): Promise<Reading> {
  const syntax = await loaded.syntax(language);
  const parsed = await parse(loaded, language, source, question);
  if ('failed' in parsed) return parsed;
  try {
    const errors = errorShare(parsed.tree, parsed.text.length);
    const { changes, isWhole = changes === undefined } = question;
    const isAll = isWhole || !source.rowsAreLines || errors > 0 || language.table.alwaysLexical === true;
    const isWanted = isAll || !changes ? () => true : touchedRows(changes);
    const entries = unmasked(language.table.mask, treeOutline(parsed, syntax, isWanted));
    return { parsed, errors, entries, isWhole: isAll };
  } catch (error) {
    parsed.tree.delete();
    throw error;
  }
}

/** Beside a change counts as touched: a declaration that lost its first line is only beside the gap. */
function touchedRows(changes: readonly LineChange[]): IsWanted {
  return (startRow, endRow) =>
    changes.some(({ oldStart, oldLines }) => startRow + 1 <= oldStart + oldLines && endRow + 1 >= oldStart - 1);
}

/**
 * With the tree of the new side, a base side costs a small part of a parse. Only trees without errors are taken over and
 * believed: how a grammar recovers from one depends on where it began to read.
 */
async function parse(
  loaded: Loaded,
  language: LanguageFolder,
  source: SourceText,
  { time, threads = 1, after, changes }: SideQuestion,
): Promise<ParsedText | { failed: 'time' | 'memory' }> {
  const runtime = await loaded.runtime();
  const grammar = language.grammar ?? language.folder;
  const text = maskedText(language.table.mask, source.text);
  const seen: GrammarText = { text, rows: rowsOf(text) };
  const types = await runtime.language(grammar);
  const limits = { time, threads, memory: MAX_HEAP_BYTES };
  if (after?.grammar === grammar && source.rowsAreLines && markForBase(after, seen, changes ?? [])) {
    const reparsed = runtime.parse(types, text, limits, after.tree);
    if ('failed' in reparsed) return reparsed;
    if (!reparsed.tree.rootNode.hasError) return { ...seen, grammar, tree: reparsed.tree };
    reparsed.tree.delete();
  }
  const parsed = runtime.parse(types, text, limits);
  return 'failed' in parsed ? parsed : { ...seen, grammar, tree: parsed.tree };
}

function outlineIn(
  { table }: LanguageFolder,
  source: SourceText,
  parse: 'ok' | 'partial' | 'lexical',
  entries: readonly OutlineEntry[],
): Outline {
  const shown = entries.filter(({ depth }) => depth <= MAX_ENTRY_DEPTH).slice(0, MAX_ENTRIES);
  const inDiffLines = shown.map((entry) => ({
    ...entry,
    startLine: source.line(entry.startLine - 1),
    endLine: source.line(entry.endLine - 1),
    headerEndLine: source.line(entry.headerEndLine - 1),
  }));
  return { kind: 'outline', language: table.name, parse, lines: source.lines, entries: inDiffLines };
}

/** Tree entries, and lexical ones on lines that no tree entry begins on or names. */
function merged(tree: readonly OutlineEntry[], lexical: readonly OutlineEntry[]): OutlineEntry[] {
  const taken = new Set<number>();
  for (const { startLine, headerEndLine } of tree) {
    for (let line = startLine; line <= headerEndLine; line++) taken.add(line);
  }
  const missing = lexical.filter(({ headerEndLine }) => !taken.has(headerEndLine));
  return [...tree, ...missing].sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}
