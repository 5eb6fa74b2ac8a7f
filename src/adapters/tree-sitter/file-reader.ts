import type { Tree } from 'web-tree-sitter';
import type { Outline, OutlineEntry } from '../../ports/outliner';
import { type LanguageFolder, languageFinder, readLanguages } from './languages';
import { lexicalOutline } from './lexical/lexical-outline';
import { maskedText, unmasked } from './mask';
import {
  DEEPEST_ENTRY,
  LARGEST_FILE,
  LARGEST_HEAP,
  MOST_ENTRIES,
  type WorkerAnswer,
  type WorkerQuestion,
  type WorkerSettings,
} from './protocol';
import { type Runtime, startRuntime } from './runtime';
import { type SourceText, sourceText } from './source-text';
import { bindTable, type Syntax } from './syntax';
import { errorShare } from './tree-errors';
import { treeOutline } from './tree-outline';

type Read = (question: WorkerQuestion) => Promise<WorkerAnswer>;

interface Reading {
  runtime(): Promise<Runtime>;
  syntax(language: LanguageFolder): Promise<Syntax>;
}

type ParsedFile = { entries: OutlineEntry[]; errors: number } | { failed: 'time' | 'memory' };

/** Above this share of unreadable text, the tree's entries are completed by the lexical ones. */
const PARTIAL = 0.02;
const NOT_TEXT: WorkerAnswer = { outline: { kind: 'none', reason: 'binary' }, parses: null, exhausted: false };

/** Answers questions about files; grammars and the parser itself are loaded when a file first needs them. */
export function fileReader({ grammarFolder }: WorkerSettings): Read {
  const languages = readLanguages(grammarFolder);
  const find = languageFinder(languages.values());
  const runtime = once(() => startRuntime(grammarFolder, LARGEST_HEAP));
  const bound = new Map<string, Promise<Syntax>>();
  const syntax = (language: LanguageFolder) => {
    const known = bound.get(language.folder) ?? runtime().then((started) => bind(started, language));
    bound.set(language.folder, known);
    return known;
  };
  return async (question) => {
    const language = find(question.path);
    if (!language) return { outline: { kind: 'none', reason: 'no grammar' }, parses: null, exhausted: false };
    try {
      return await answer({ runtime, syntax }, language, question);
    } catch (error) {
      const failed = error instanceof Error ? error.message : String(error);
      return { outline: { kind: 'none', reason: 'failed' }, parses: null, exhausted: true, failed };
    }
  };
}

async function answer(reading: Reading, language: LanguageFolder, question: WorkerQuestion): Promise<WorkerAnswer> {
  if (question.content.length > LARGEST_FILE) {
    return { outline: { kind: 'none', reason: 'too large' }, parses: null, exhausted: false };
  }
  const source = sourceText(question.content);
  if (source === null) return NOT_TEXT;
  if (question.ask === 'parses') return checked(reading, language, source, question);
  return outlined(reading, language, source, question);
}

async function outlined(
  reading: Reading,
  language: LanguageFolder,
  source: SourceText,
  question: WorkerQuestion,
): Promise<WorkerAnswer> {
  const lexical = () => lexicalOutline(language.table.lexical, source.text);
  const parsed =
    isParsed(language, source) && question.parse ? await parsedFile(reading, language, source, question) : null;
  if (parsed && 'entries' in parsed) {
    const partial = parsed.errors > PARTIAL;
    const isMerged = partial || language.table.alwaysLexical;
    const entries = isMerged ? merged(parsed.entries, lexical() ?? []) : parsed.entries;
    return withEntries(language, source, partial ? 'partial' : 'ok', entries, await reading.runtime());
  }
  const entries = lexical();
  if (entries) return { ...withEntries(language, source, 'lexical', entries, null), exhausted: parsed !== null };
  const reason = parsed ? parsed.failed : question.parse ? 'no grammar' : 'time';
  return { outline: { kind: 'none', reason }, exhausted: parsed !== null };
}

/** Not by a grammar are read: languages without one, and files so deep that the grammar's scanner would break. */
function isParsed({ rules, table }: LanguageFolder, { text }: SourceText): boolean {
  const { deepestIndentation } = table;
  if (!rules) return false;
  return deepestIndentation === undefined || !new RegExp(`^[\\s?-]{${deepestIndentation}}`, 'm').test(text);
}

function withEntries(
  language: LanguageFolder,
  source: SourceText,
  parse: 'ok' | 'partial' | 'lexical',
  entries: readonly OutlineEntry[],
  runtime: Runtime | null,
): WorkerAnswer {
  const shown = entries.filter(({ depth }) => depth <= DEEPEST_ENTRY).slice(0, MOST_ENTRIES);
  const inDiffLines = shown.map((entry) => ({
    ...entry,
    startLine: source.line(entry.startLine - 1),
    endLine: source.line(entry.endLine - 1),
    headerEndLine: source.line(entry.headerEndLine - 1),
  }));
  const { name } = language.table;
  const outline: Outline = { kind: 'outline', language: name, parse, lines: source.lines, entries: inDiffLines };
  return { outline, exhausted: runtime !== null && runtime.heap() > LARGEST_HEAP * 0.75 };
}

async function parsedFile(
  reading: Reading,
  language: LanguageFolder,
  source: SourceText,
  { time }: WorkerQuestion,
): Promise<ParsedFile> {
  const masked = maskedText(language.table.mask, source.text);
  return withTree(reading, language, masked, time, (tree, syntax) => ({
    entries: unmasked(language.table.mask, treeOutline(tree, masked, syntax)),
    errors: errorShare(tree, masked.length),
  }));
}

async function checked(
  reading: Reading,
  language: LanguageFolder,
  source: SourceText,
  { time }: WorkerQuestion,
): Promise<WorkerAnswer> {
  if (!isParsed(language, source) || language.table.mask) return { parses: null, exhausted: false };
  const result = await withTree(reading, language, source.text, time, (tree) => !tree.rootNode.hasError);
  return typeof result === 'boolean' ? { parses: result, exhausted: false } : { parses: null, exhausted: true };
}

/** Parses, hands the tree over and always frees it: the heap has no other way of becoming empty. */
async function withTree<Result>(
  reading: Reading,
  language: LanguageFolder,
  text: string,
  time: number,
  use: (tree: Tree, syntax: Syntax) => Result,
): Promise<Result | { failed: 'time' | 'memory' }> {
  const runtime = await reading.runtime();
  const syntax = await reading.syntax(language);
  const grammar = await runtime.language(language.grammar ?? language.folder);
  const parsed = runtime.parse(grammar, text, { time, memory: LARGEST_HEAP });
  if ('failed' in parsed) return parsed;
  try {
    return use(parsed.tree, syntax);
  } finally {
    parsed.tree.delete();
  }
}

async function bind(runtime: Runtime, { folder, grammar, table, rules }: LanguageFolder): Promise<Syntax> {
  if (!rules) throw new Error(`grammars/${folder} has no tree rules`);
  return bindTable(table, rules, await runtime.language(grammar ?? folder));
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

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
