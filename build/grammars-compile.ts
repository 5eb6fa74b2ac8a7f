import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GrammarSource } from './grammars-sources';

const CLANG = 'clang-16';
const LINKER = 'wasm-ld-16';
const COMPILE = ['--target=wasm32-unknown-emscripten', '-isystem', '/usr/include/wasm32-wasi', '-Os', '-fPIC'];
const LINK = ['-shared', '--experimental-pic', '--allow-undefined', '--no-entry', '--strip-all'];

/** Version of the compiler, or null where it is not installed (Debian: clang-16 lld-16 wasi-libc). */
export function compilerVersion(): string | null {
  try {
    execFileSync(LINKER, ['--version'], { stdio: 'ignore' });
    return execFileSync(CLANG, ['--version'], { encoding: 'utf8' }).split('\n')[0]?.trim() ?? null;
  } catch {
    return null;
  }
}

/** Compiles the C sources of an unpacked package, mended first; the result does not depend on where they lie. */
export function compileGrammar({ compile }: GrammarSource, folder: string): Buffer {
  if (!compile) throw new Error('this grammar has no sources to compile');
  for (const { file, was, becomes } of compile.repairs) mend(join(folder, file), was, becomes);
  const objects = compile.files.map((file) => compiled(folder, file));
  const output = join(folder, 'compiled.wasm');
  execFileSync(LINKER, [...LINK, `--export=${compile.symbol}`, ...objects, '-o', output], { cwd: folder });
  return readFileSync(output);
}

function mend(path: string, was: string, becomes: string): void {
  const source = readFileSync(path, 'utf8');
  if (source.includes(becomes)) return;
  if (!source.includes(was)) throw new Error(`${path} no longer holds ${was}`);
  writeFileSync(path, source.replace(was, becomes));
}

function compiled(folder: string, file: string): string {
  const object = join('compiled', file.replace(/\.c$/, '.o'));
  mkdirSync(dirname(join(folder, object)), { recursive: true });
  const from = ['-fvisibility=hidden', '-w', '-I', 'src', '-c', file, '-o', object];
  execFileSync(CLANG, [...COMPILE, ...from], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return object;
}
