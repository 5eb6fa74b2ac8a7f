import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { Language, Parser, Query } from 'web-tree-sitter';
import { readLanguages } from '../../src/adapters/outliner/tree-sitter/languages';
import { type CorpusFile, GRAMMARS } from './skeletons-files';
import type { Shown } from './skeletons-measure';
import { inFolder, textOf } from './skeletons-oracles';

/** What another tool shows of the same files. */
export interface Rival {
  shown: Shown[][];
  characters: number;
}

interface AstGrepEntry {
  name: string;
  range: { start: { line: number }; end: { line: number } };
  members?: AstGrepEntry[];
}

/** Languages that ast-grep has an outline for, by grammar folder. */
const AST_GREP = new Set(
  'csharp typescript tsx javascript python java go rust c cpp php ruby kotlin swift scala'.split(' '),
);

/** `ast-grep outline` with members and signatures, or null where it knows no outline of the language. */
export function astGrepOutline(program: string, language: string, files: readonly CorpusFile[]): Rival | null {
  if (!AST_GREP.has(language)) return null;
  return inFolder(files, (paths) => {
    const results = paths.map((path, index) =>
      astGrepFile(program, path, textOf((files[index] as CorpusFile).content)),
    );
    return {
      shown: results.map(({ shown }) => shown),
      characters: results.reduce((sum, { characters }) => sum + characters, 0),
    };
  });
}

function astGrepFile(program: string, path: string, text: string): { shown: Shown[]; characters: number } {
  const run = (...options: string[]) =>
    execFileSync(program, ['outline', '--items', 'structure', ...options, path], { encoding: 'utf8', stdio: 'pipe' });
  const rows = text.split('\n');
  const read: { items: AstGrepEntry[] }[] = JSON.parse(run('--json=compact') || '[]');
  const items = read.flatMap((file) => file.items);
  const entries = items.flatMap((item) => [item, ...(item.members ?? [])]);
  const expanded = run('--view', 'expanded', '--color', 'never').replaceAll(path, '');
  return { shown: entries.map((entry) => shownByName(entry, rows)), characters: Buffer.byteLength(expanded) };
}

/** Its entries begin at their attributes; the header is taken to reach to the row of the name. */
function shownByName({ name, range }: AstGrepEntry, rows: readonly string[]): Shown {
  const from = range.start.line;
  const named = rows.slice(from, Math.min(range.end.line + 1, from + 30)).findIndex((row) => row.includes(name));
  return { from: from + 1, to: from + 1 + Math.max(0, named), text: `${name} ${rows[from + Math.max(0, named)]}` };
}

/** The definitions of a grammar's own `queries/tags.scm`, each shown as the line of its name; null without that file. */
export async function tagsOutline(language: string, files: readonly CorpusFile[]): Promise<Rival | null> {
  const folder = readLanguages(GRAMMARS).get(language)?.grammar;
  const source = folder ? tagsFile(folder) : undefined;
  if (!folder || !source) return null;
  await Parser.init();
  const grammar = await Language.load(brotliDecompressSync(readFileSync(join(GRAMMARS, folder, 'grammar.wasm.br'))));
  const query = new Query(grammar, readFileSync(source, 'utf8'));
  const parser = new Parser();
  parser.setLanguage(grammar);
  const shown = files.map(({ content }) => taggedLines(parser, query, textOf(content)));
  const texts = shown.flat().map(({ from, text }) => `${from} ${text}\n`);
  return { shown, characters: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) };
}

/** Unpacked by `npm run grammars`. */
function tagsFile(folder: string): string | undefined {
  const note = join(GRAMMARS, folder, 'source.json');
  if (!existsSync(note)) return undefined;
  const { package: name, version } = JSON.parse(readFileSync(note, 'utf8'));
  const unpacked = join(tmpdir(), 'second-pass-grammars', `${name}-${version}`.replace(/[@/]/g, '_'));
  const path = join(unpacked, 'queries', 'tags.scm');
  return existsSync(path) ? path : undefined;
}

function taggedLines(parser: Parser, query: Query, text: string): Shown[] {
  const tree = parser.parse(text);
  if (!tree) return [];
  const rows = text.split('\n');
  const shown = query.matches(tree.rootNode).flatMap(({ captures }) => {
    const isDefinition = captures.some(({ name }) => name.startsWith('definition.'));
    const row = captures.find(({ name }) => name === 'name')?.node.startPosition.row;
    return isDefinition && row !== undefined ? [{ from: row + 1, to: row + 1, text: (rows[row] ?? '').trim() }] : [];
  });
  tree.delete();
  return shown;
}
