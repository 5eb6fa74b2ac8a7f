import { execFileSync } from 'node:child_process';
import type { CorpusFile } from './skeletons-files';
import { type Definition, inFolder, textOf } from './skeletons-oracles';

/** Language and kinds by the name of the grammar folder. */
export const CTAGS_KINDS: Readonly<Record<string, readonly [language: string, kinds: string]>> = {
  csharp: ['C#', 'cegisnmpfEt'],
  java: ['Java', 'acefgim'],
  go: ['Go', 'fctvsimna'],
  rust: ['Rust', 'nsifgtvMmePc'],
  kotlin: ['Kotlin', 'icomTCv'],
  php: ['PHP', 'cdfintv'],
  ruby: ['Ruby', 'cfmSCAa'],
  cpp: ['C++', 'defgmstuvcnp'],
  c: ['C', 'defgmstuvcnp'],
  powershell: ['PowerShell', 'f'],
  tsql: ['SQL', 'fptTVi'],
  bash: ['Sh', 'f'],
};

interface Tag {
  path: string;
  name: string;
  line: number;
  end?: number;
  kind: string;
  scopeKind?: string;
  pattern?: string;
}

/** Definitions by universal-ctags, without what lies inside functions and without its known mistakes. */
export function ctagsDefinitions(files: readonly CorpusFile[], folder: string): Definition[][] {
  const [language = '', kinds = ''] = CTAGS_KINDS[folder] ?? [];
  return inFolder(files, (paths) => {
    const options = ['--options=NONE', '--output-format=json', '--fields=+nKzSsEle', `--language-force=${language}`];
    const command = [...options, `--kinds-${language}=${kinds}`, '--sort=no', '-f', '-', '-L', '-'];
    const output = execFileSync('ctags', command, { input: paths.join('\n'), maxBuffer: 1 << 28, stdio: 'pipe' });
    const tags = output
      .toString()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Tag);
    return paths.map((path, index) => {
      const rows = textOf((files[index] as CorpusFile).content).split('\n');
      const own = tags.filter((tag) => tag.path === path && !isArtefact(tag, folder, rows));
      return outsideFunctions(own);
    });
  });
}

/** Known mistakes: garbled names, keywords taken for names, code in Ruby's here-documents, macro calls of C and C++. */
function isArtefact(tag: Tag, folder: string, rows: readonly string[]): boolean {
  if (/^__anon|^<|\$\w*anon|^\/tmp/.test(tag.name)) return true;
  if (folder === 'bash') return tag.name.endsWith('=');
  if (folder === 'tsql') return /^(?:as|exec|execute|if|begin|even)$/i.test(tag.name);
  if (folder === 'ruby') return isRubyArtefact(tag, rows);
  if (folder === 'kotlin') return isKotlinArtefact(tag, rows);
  return (folder === 'c' || folder === 'cpp') && isMacroCall(tag);
}

/** Names between backticks come out garbled, and where a function ends is not known, so that its locals look like members. */
function isKotlinArtefact({ name, kind, line }: Tag, rows: readonly string[]): boolean {
  if (name !== 'Companion' && !rows[line - 1]?.includes(name)) return true;
  return (kind === 'constant' || kind === 'variable') && !isTypeHead(headAround(line - 1, rows));
}

/** The nearest row above that is less indented, beyond rows that only close a list of parameters; empty at the top. */
function headAround(row: number, rows: readonly string[]): string {
  let indent = (rows[row] ?? '').search(/\S/);
  for (let at = row - 1; at >= 0 && indent > 0; at--) {
    const text = rows[at] ?? '';
    const own = text.search(/\S/);
    if (own === -1 || own > indent || (own === indent && !/^\s*\)/.test(rows[row] ?? ''))) continue;
    if (own < indent && !/^\s*\)/.test(text)) return text;
    if (own < indent) indent = own + 1;
  }
  return '';
}

function isTypeHead(head: string): boolean {
  return head === '' || /\b(?:class|interface|object)\b/.test(head);
}

/** What a test declares for itself is no part of an outline, as what a function does; ctags knows functions alone. */
function isRubyArtefact({ kind, line }: Tag, rows: readonly string[]): boolean {
  return /^(?:describe|context)$/.test(kind) || isInHereDocument(line, rows) || isInRubyTest(line, rows);
}

function isInRubyTest(line: number, rows: readonly string[]): boolean {
  let indent = (rows[line - 1] ?? '').search(/\S/);
  for (let at = line - 2; at >= 0 && indent > 0; at -= 1) {
    const text = rows[at] ?? '';
    const own = text.search(/\S/);
    if (own < 0 || own >= indent) continue;
    if (/^\s*(?:it|specify|scenario|test|should)\b.*\bdo\b/.test(text)) return true;
    indent = own;
  }
  return false;
}

function isInHereDocument(line: number, rows: readonly string[]): boolean {
  for (let row = line - 2; row >= Math.max(0, line - 200); row--) {
    const mark = /<<[~-]?(['"]?)([A-Z_]+)\1/.exec(rows[row] ?? '')?.[2];
    if (mark && !rows.slice(row + 1, line - 1).some((text) => text.trim() === mark)) return true;
  }
  return false;
}

/**
 * ctags does not know that a macro is one: calls of macros become prototypes, and statements in the body of a test
 * macro become globals, although they are indented and in no scope, or name a member of another scope.
 */
function isMacroCall({ kind, name, scopeKind, pattern = '' }: Tag): boolean {
  const isIndented = /^\/\^\s/.test(pattern);
  if (kind === 'prototype' && (/^[A-Z0-9_]+$/.test(name) || (isIndented && /\w::\w+\(/.test(pattern)))) return true;
  return ['variable', 'prototype', 'externvar'].includes(kind) && scopeKind === undefined && isIndented;
}

const CALLABLE = new Set(['function', 'method', 'procedure', 'singletonMethod', 'methodSpec']);

/** What is declared inside a function is no part of an outline. */
function outsideFunctions(tags: readonly Tag[]): Definition[] {
  const bodies = tags.filter(({ kind, end, line }) => CALLABLE.has(kind) && end !== undefined && end > line);
  return tags
    .filter(({ scopeKind }) => !CALLABLE.has(scopeKind ?? ''))
    .filter((tag) => !bodies.some((body) => body !== tag && tag.line > body.line && tag.line <= (body.end ?? 0)))
    .map(({ line, name, kind }) => ({ line, name: kind === 'accessor' ? name.replace(/=$/, '') : name, kind }));
}
