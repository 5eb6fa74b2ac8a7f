import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { LanguageTable, TreeRules } from './language-table';

export interface LanguageFolder {
  /** Name of the folder: `csharp`. */
  folder: string;
  table: LanguageTable;
  /** Folder of the grammar, or null for a language that is only read lexically. */
  grammar: string | null;
  rules: TreeRules | null;
}

/** All languages of the grammar folder, by folder name. Where it holds tables alone, all of them are read by their lines. */
export function readLanguages(grammarFolder: string): ReadonlyMap<string, LanguageFolder> {
  const tables = new Map<string, LanguageTable>();
  for (const entry of readdirSync(grammarFolder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    tables.set(entry.name, JSON.parse(readFileSync(join(grammarFolder, entry.name, 'table.json'), 'utf8')));
  }
  const hasGrammar = (folder: string) => existsSync(join(grammarFolder, folder, 'grammar.wasm.br'));
  return new Map([...tables].map(([folder, table]) => [folder, languageOf(folder, table, tables, hasGrammar)]));
}

function languageOf(
  folder: string,
  table: LanguageTable,
  tables: ReadonlyMap<string, LanguageTable>,
  hasGrammar: (folder: string) => boolean,
): LanguageFolder {
  const grammar = table.grammar ?? folder;
  const rules = (hasGrammar(grammar) ? (table.tree ?? tables.get(table.like ?? '')?.tree) : undefined) ?? null;
  return { folder, table, grammar: rules ? grammar : null, rules };
}

/** The language of a path, by file name, then by the longest extension. */
export function languageFinder(languages: Iterable<LanguageFolder>): (path: string) => LanguageFolder | undefined {
  const byName = new Map<string, LanguageFolder>();
  const byExtension = new Map<string, LanguageFolder>();
  for (const language of languages) {
    for (const name of language.table.fileNames ?? []) byName.set(name.toLowerCase(), language);
    for (const extension of language.table.extensions) byExtension.set(extension, language);
  }
  return (path) => {
    const name = basename(path).toLowerCase();
    return byName.get(name) ?? byLongestExtension(name, byExtension);
  };
}

function byLongestExtension(
  name: string,
  byExtension: ReadonlyMap<string, LanguageFolder>,
): LanguageFolder | undefined {
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const language = byExtension.get(name.slice(dot));
    if (language) return language;
  }
  return undefined;
}
