import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { Language, Parser } from 'web-tree-sitter';
import { compileGrammar, compilerVersion } from './grammars-compile';
import { licenceText, unpacked } from './grammars-packages';
import { GRAMMAR_SOURCES, type GrammarSource } from './grammars-sources';

/**
 * `npm run grammars` rebuilds what `grammars/` ships from the registry; with `--check` it only compares.
 * Compressed files are compared by what they hold, because compressors differ between versions of Node.
 */
const GRAMMARS = resolve(__dirname, '..', 'grammars');
const WORK = join(tmpdir(), 'second-pass-grammars');
const RUNTIME = require.resolve('web-tree-sitter/web-tree-sitter.wasm');

main(process.argv.includes('--check')).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

async function main(check: boolean): Promise<void> {
  await Parser.init();
  mkdirSync(WORK, { recursive: true, mode: 0o700 });
  const built = [runtimeFile(), ...(await grammarFiles()), noticeFile()];
  const stale = built.filter((file) => !isCurrent(file));
  if (!check) for (const file of stale) write(file);
  for (const { path } of stale) console.log(`${check ? 'differs' : 'written'}: grammars/${path}`);
  if (stale.length === 0) console.log(`grammars/ holds what its ${GRAMMAR_SOURCES.length} sources give`);
  else if (check) throw new Error('grammars/ differs from its sources: run `npm run grammars` and commit the result');
}

interface BuiltFile {
  /** Below `grammars/`; `.br` is written compressed. */
  path: string;
  content: Buffer;
}

function runtimeFile(): BuiltFile {
  return { path: 'runtime.wasm.br', content: readFileSync(RUNTIME) };
}

async function grammarFiles(): Promise<BuiltFile[]> {
  const files: BuiltFile[] = [];
  for (const source of GRAMMAR_SOURCES) {
    const wasm = compiledGrammar(source);
    if (!wasm) continue;
    const note = await sourceNote(source, wasm);
    files.push({ path: `${source.folder}/grammar.wasm.br`, content: wasm });
    files.push({ path: `${source.folder}/source.json`, content: Buffer.from(`${JSON.stringify(note, null, 2)}\n`) });
  }
  return files;
}

/** The compiled grammar, or null where it would have to be compiled by another compiler than the committed one. */
function compiledGrammar(source: GrammarSource): Buffer | null {
  const folder = unpacked(source.package, WORK);
  if (source.wasm) return readFileSync(join(folder, source.wasm));
  const note = join(GRAMMARS, source.folder, 'source.json');
  const committed = existsSync(note) ? JSON.parse(readFileSync(note, 'utf8')).compiler : undefined;
  const compiler = compilerVersion();
  if (compiler !== null && (committed === undefined || committed === compiler)) return compileGrammar(source, folder);
  console.log(`left as committed: ${source.folder}, compiled with ${committed}; here: ${compiler ?? 'no compiler'}`);
  return null;
}

async function sourceNote(source: GrammarSource, wasm: Buffer): Promise<object> {
  const { name, version, licence, integrity } = source.package;
  return {
    package: name,
    version,
    licence,
    integrity,
    ...(source.wasm ? { file: source.wasm } : {}),
    ...(source.compile ? { compiler: compilerVersion(), repairs: source.compile.repairs } : {}),
    ...(source.notice ? { notice: `${source.notice.name}@${source.notice.version}` } : {}),
    abi: (await Language.load(wasm)).abiVersion,
    bytes: wasm.length,
    sha256: createHash('sha256').update(wasm).digest('hex'),
  };
}

function noticeFile(): BuiltFile {
  const runtime = { name: 'web-tree-sitter', folder: resolve(RUNTIME, '..') };
  const packages = GRAMMAR_SOURCES.flatMap(({ package: own, notice }) => (notice ? [own, notice] : [own]));
  const names = [...new Set(packages)].map((wanted) => ({ name: wanted.name, folder: unpacked(wanted, WORK) }));
  const texts = [runtime, ...names].map(
    ({ name, folder }) => `${name}\n${'='.repeat(name.length)}\n\n${licenceText(folder)}\n`,
  );
  const intro =
    'The compiled grammars in these folders and their runtime are the work of others, under these licences.\n';
  return { path: 'NOTICE', content: Buffer.from([intro, ...texts].join('\n')) };
}

function isCurrent({ path, content }: BuiltFile): boolean {
  const at = join(GRAMMARS, path);
  if (!existsSync(at)) return false;
  const committed = readFileSync(at);
  return content.equals(path.endsWith('.br') ? brotliDecompressSync(committed) : committed);
}

function write({ path, content }: BuiltFile): void {
  const at = join(GRAMMARS, path);
  mkdirSync(resolve(at, '..'), { recursive: true });
  writeFileSync(at, path.endsWith('.br') ? compressed(content) : content);
}

function compressed(content: Buffer): Buffer {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
  return brotliCompressSync(content, {
    params: { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_SIZE_HINT]: content.length },
  });
}
