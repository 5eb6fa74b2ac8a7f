import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { Language, Parser } from 'web-tree-sitter';
import { grammarShape } from '../../../build/grammars-wasm';
import { hasLexicalOutliner } from '../../../src/adapters/outliner/lexical/lexical-outline';
import { readLanguages } from '../../../src/adapters/outliner/tree-sitter/languages';
import { unknownNames } from '../../../src/adapters/outliner/tree-sitter/syntax';

const GRAMMARS = join(__dirname, '..', '..', '..', 'grammars');
const FIXTURES = join(__dirname, '..', '..', 'fixtures', 'outlines');
const LARGEST_TOTAL = 2_600_000;
/** A failing assertion of C would call these; the runtime has none of its own. */
const ONLY_IN_ASSERTIONS = ['__assert_fail', 'abort'];

const languages = [...readLanguages(GRAMMARS).values()];
const compiled = languages.filter(({ folder }) => existsSync(join(GRAMMARS, folder, 'grammar.wasm.br')));

describe('grammars', () => {
  const runtime = unpacked('runtime.wasm.br');
  const exported = new Set(WebAssembly.Module.exports(new WebAssembly.Module(runtime)).map(({ name }) => name));
  const loaded = new Map<string, Language>();

  before(async () => {
    await Parser.init();
    for (const { folder } of compiled) loaded.set(folder, await Language.load(unpacked(folder, 'grammar.wasm.br')));
  });

  it('ship with the runtime that is installed', () => {
    assert.deepEqual(runtime, readFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm')));
  });

  it('stay small together', () => {
    const sizes = [join(GRAMMARS, 'runtime.wasm.br'), ...compiled.map(({ folder }) => packed(folder))];
    const total = sizes.reduce((sum, path) => sum + readFileSync(path).length, 0);
    assert.ok(total < LARGEST_TOTAL, `${total} bytes`);
  });

  it('are named in the notice', () => {
    const notice = readFileSync(join(GRAMMARS, 'NOTICE'), 'utf8');
    for (const { folder } of compiled) assert.ok(notice.includes(`\n${note(folder).package}\n`), folder);
  });

  for (const { folder } of compiled) {
    it(`${folder}: loads, wants nothing the runtime lacks, and is what its note says`, () => {
      const wasm = unpacked(folder, 'grammar.wasm.br');
      const { dynamicLink, imports } = grammarShape(wasm);
      const { abi, bytes, sha256 } = note(folder);
      assert.equal(dynamicLink, 'dylink.0');
      assert.deepEqual(
        imports.filter((name) => !isGiven(name, exported)),
        [],
      );
      assert.ok(abi >= 13 && abi <= 15);
      assert.equal(loaded.get(folder)?.abiVersion, abi);
      assert.equal(wasm.length, bytes);
      assert.equal(createHash('sha256').update(wasm).digest('hex'), sha256);
    });

    it(`${folder}: trees do not depend on what was parsed before`, () => {
      const samples = samplesFor(folder);
      const forwards = samples.map((text) => treeOf(loaded.get(folder), text));
      const backwards = [...samples].reverse().map((text) => treeOf(loaded.get(folder), text));
      assert.deepEqual(backwards.reverse(), forwards);
    });
  }

  for (const { folder, table, grammar, rules } of languages) {
    it(`${folder}: the table names only what there is`, () => {
      const types = loaded.get(grammar ?? '');
      assert.equal(grammar === null, rules === null);
      if (rules) assert.deepEqual(unknownNames(rules, types as Language), []);
      assert.ok(rules !== null || table.lexical !== undefined);
      assert.ok(table.lexical === undefined || hasLexicalOutliner(table.lexical));
    });
  }

  it('a table with a wrong node type would be noticed', () => {
    const rules = { entries: { no_such_node: { kind: 'type', name: ['no_field/identifier'] } }, cut: ['block'] };
    assert.deepEqual(unknownNames(rules, loaded.get('csharp') as Language), ['no_such_node', 'no_field']);
  });

  it('no two languages claim the same file', () => {
    const claims = languages.flatMap(({ table }) => [...table.extensions, ...(table.fileNames ?? [])]);
    assert.deepEqual(claims, [...new Set(claims)]);
  });
});

function isGiven(name: string, exported: ReadonlySet<string>): boolean {
  return exported.has(name) || ONLY_IN_ASSERTIONS.includes(name);
}

function note(folder: string): { package: string; abi: number; bytes: number; sha256: string } {
  return JSON.parse(readFileSync(join(GRAMMARS, folder, 'source.json'), 'utf8'));
}

function packed(folder: string): string {
  return join(GRAMMARS, folder, 'grammar.wasm.br');
}

function unpacked(...path: string[]): Buffer {
  return brotliDecompressSync(readFileSync(join(GRAMMARS, ...path)));
}

/** The golden sample, pieces of it, and text that makes scanners lose their way. */
function samplesFor(folder: string): string[] {
  const given = readdirSync(join(FIXTURES, folder)).find((name) => name.startsWith('given.')) as string;
  const text = readFileSync(join(FIXTURES, folder, given), 'utf8');
  const half = text.indexOf('\n', text.length / 2);
  return [text, text.slice(half), text.slice(0, half), '"""\'`<<A\n{{{(', '/* ', text.replaceAll('\n', '\r\n')];
}

function treeOf(language: Language | undefined, text: string): string {
  const parser = new Parser();
  parser.setLanguage(language as Language);
  const tree = parser.parse(text);
  try {
    return tree?.rootNode.toString() ?? '';
  } finally {
    tree?.delete();
    parser.delete();
  }
}
