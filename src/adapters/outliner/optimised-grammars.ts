import { setFlagsFromString } from 'node:v8';
import type { LanguageFolder } from './tree-sitter/languages';

/** Bytes to read, from which on optimised grammars win more than their compiler costs. */
const WORTH_OPTIMISING = 6_000_000;

/** True for much text in languages whose grammars are optimised in reasonable time. */
export function isWorthOptimising(bytes: number, languages: Iterable<LanguageFolder | undefined>): boolean {
  if (bytes < WORTH_OPTIMISING) return false;
  return [...languages].every((language) => !language?.table.isCostlyToOptimise);
}

/**
 * Leaves WebAssembly of this process to the first, fast compiler. The second one goes on after the last answer, and the end
 * of the process waits for it: two Swift files took 3 GB and seconds. Holds for threads that are started later.
 */
export function leaveGrammarsUnoptimised(): void {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}
