import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { Language, Parser, Tree } from 'web-tree-sitter';
import { CLOCK_FACTOR } from '../protocol';

// `require` and not `import`: a bundler then takes the CommonJS build, the only one that works inside a CommonJS bundle.
const treeSitter: typeof import('web-tree-sitter') = require('web-tree-sitter');

export interface ParseLimits {
  /** Milliseconds of processor time for one file; on a busy machine that may be four times as long by the clock. */
  time: number;
  /** Threads of the process that parse side by side; 1 by default. */
  threads?: number;
  /** Bytes the parser's heap may grow to; a file that wants more is given up. */
  memory: number;
}

export type Parsed = { tree: Tree } | { failed: 'time' | 'memory' };

export interface Runtime {
  /** Loads the grammar of a folder; call it only when a file needs it. */
  language(folder: string): Promise<Language>;
  /** `earlier` is a tree of the same language in which what differs is marked; its other parts are taken over. */
  parse(language: Language, text: string, limits: ParseLimits, earlier?: Tree | null): Parsed;
  /** Bytes of the parser's heap, which never shrinks. */
  heap(): number;
}

const PAGE = 65_536;

const FIRST_PAGES = 512;

/**
 * Starts the parser with a heap that cannot grow past `memory` bytes: some 20 kB inputs make a grammar ask for gigabytes.
 * After a parse that failed for memory the runtime is to be thrown away.
 */
export async function startRuntime(grammarFolder: string, memory: number): Promise<Runtime> {
  const wasmMemory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: Math.max(FIRST_PAGES, memory / PAGE) });
  const wasmBinary = brotli(join(grammarFolder, 'runtime.wasm.br'));
  await treeSitter.Parser.init({ wasmBinary, wasmMemory, printErr: () => undefined } as unknown as Parameters<
    typeof Parser.init
  >[0]);
  const parser = new treeSitter.Parser();
  const loaded = new Map<string, Promise<Language>>();
  return {
    language: (folder) => {
      const known = loaded.get(folder) ?? loadGrammar(join(grammarFolder, folder));
      loaded.set(folder, known);
      return known;
    },
    parse: (language, text, limits, earlier = null) =>
      parseWithin({ parser, language, wasmMemory, limits }, text, earlier),
    heap: () => wasmMemory.buffer.byteLength,
  };
}

function loadGrammar(folder: string): Promise<Language> {
  return treeSitter.Language.load(brotli(join(folder, 'grammar.wasm.br')));
}

function brotli(path: string): Uint8Array {
  return brotliDecompressSync(readFileSync(path));
}

interface Parse {
  parser: Parser;
  language: Language;
  wasmMemory: WebAssembly.Memory;
  limits: ParseLimits;
}

function parseWithin({ parser, language, wasmMemory, limits }: Parse, text: string, earlier: Tree | null): Parsed {
  const isOver = stopwatch(limits);
  let failed: 'time' | 'memory' = 'time';
  let calls = 0;
  // It is called tens of thousands of times a second, so it looks only now and then.
  const progressCallback = () => {
    if ((++calls & 31) !== 0) return false;
    if (wasmMemory.buffer.byteLength > limits.memory) failed = 'memory';
    return failed === 'memory' || isOver();
  };
  try {
    parser.setLanguage(language);
    const tree = parser.parse(text, earlier, { progressCallback });
    return tree ? { tree } : { failed };
  } catch {
    // An allocation that the heap's ceiling refuses ends in a trap.
    return { failed: 'memory' };
  } finally {
    resetParser(parser);
  }
}

function stopwatch({ time, threads = 1 }: ParseLimits): () => boolean {
  const clock = performance.now();
  const processor = process.cpuUsage();
  return () => {
    const passed = performance.now() - clock;
    if (passed < time) return false;
    const { user, system } = process.cpuUsage(processor);
    return user + system > time * 1000 * threads || passed > time * CLOCK_FACTOR;
  };
}

/** Without it the next parse would continue this one; behind a trap it may trap again, and the runtime is given up then. */
function resetParser(parser: Parser): void {
  try {
    parser.reset();
  } catch {}
}
