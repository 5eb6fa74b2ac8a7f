import type { BaseSide } from '../../ports/outliner';
import { MAX_HEAP_BYTES, type WorkerAnswer, type WorkerQuestion, type WorkerSettings } from './protocol';
import { type Loaded, parsesAs, proseAs, readSide, type Side, textAs } from './side-reader';
import { type LanguageFolder, languageFinder, readLanguages } from './tree-sitter/languages';
import { type Runtime, startRuntime } from './tree-sitter/runtime';
import { bindTable, type Syntax } from './tree-sitter/syntax';

type Find = (path: string) => LanguageFolder | undefined;

export interface FileReader {
  /** Loads what these files need, one grammar after the other, so that a question is never behind more than one. */
  expect(paths: readonly string[]): Promise<void>;
  read(question: WorkerQuestion): Promise<WorkerAnswer>;
}

/** Answers questions about files; grammars and the parser itself are loaded when a file first needs them or is expected. */
export function fileReader({ grammarFolder }: WorkerSettings): FileReader {
  const languages = readLanguages(grammarFolder);
  const find = languageFinder(languages.values());
  const loaded = loader(grammarFolder);
  return {
    async expect(paths) {
      for (const language of new Set(paths.map(find))) {
        // Its failure is told with the first file that needs it.
        if (language?.grammar) await loaded.syntax(language).catch(() => undefined);
      }
    },
    async read(question) {
      try {
        return await answer(loaded, find, question);
      } catch (error) {
        const failed = error instanceof Error ? error.message : String(error);
        return { outline: { kind: 'none', reason: 'failed' }, parses: null, exhausted: true, failed };
      }
    },
  };
}

async function answer(loaded: Loaded, find: Find, question: WorkerQuestion): Promise<WorkerAnswer> {
  const language = find(question.path);
  if (!language) return { outline: { kind: 'none', reason: 'no grammar' }, parses: null, exhausted: false };
  if (question.ask === 'parses') return parsesAs(loaded, language, question);
  if (question.ask === 'prose') return proseAs(loaded, language, question);
  if (question.ask === 'text') return textAs(loaded, language, question);
  const { base } = question;
  const after = await readSide(loaded, language, question);
  try {
    if (!base) return { outline: after.outline, exhausted: after.exhausted };
    const before = await readBase(loaded, find(base.path), question, base, after);
    before.parsed?.tree.delete();
    const exhausted = after.exhausted || before.exhausted;
    return { outline: after.outline, baseOutline: before.outline, exhausted };
  } finally {
    after.parsed?.tree.delete();
  }
}

/** By lines alone where the new side is read so: only what was read in the same way can be compared. Its failure costs no new side. */
async function readBase(
  loaded: Loaded,
  language: LanguageFolder | undefined,
  { time, threads = 1 }: WorkerQuestion,
  { content, changes }: BaseSide,
  after: Side,
): Promise<Side> {
  if (!language) return { outline: { kind: 'none', reason: 'no grammar' }, parsed: null, exhausted: false };
  const isWhole = after.outline.kind === 'outline' && after.outline.parse === 'partial';
  const question = { content, changes, isWhole, time, threads, parse: after.parsed !== null, after: after.parsed };
  try {
    return await readSide(loaded, language, question);
  } catch {
    return { outline: { kind: 'none', reason: 'failed' }, parsed: null, exhausted: true };
  }
}

function loader(grammarFolder: string): Loaded {
  const runtime = once(() => startRuntime(grammarFolder, MAX_HEAP_BYTES));
  const bound = new Map<string, Promise<Syntax>>();
  return {
    runtime,
    syntax: (language) => {
      const known = bound.get(language.folder) ?? runtime().then((started) => bind(started, language));
      bound.set(language.folder, known);
      return known;
    },
  };
}

async function bind(runtime: Runtime, { folder, grammar, table, rules }: LanguageFolder): Promise<Syntax> {
  if (!rules) throw new Error(`grammars/${folder} has no tree rules`);
  return bindTable(table, rules, await runtime.language(grammar ?? folder));
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
