import { CODE } from './letter-loops-code';

/** What `letter-loops.wat` has. All places are addresses in its memory; texts are units of UTF-16, or bytes, with `ZEROS` behind them. */
interface Exported {
  memory: { buffer: ArrayBuffer; grow(pages: number): number };
  written: { value: number };
  sawTag: { value: number };
  runEnd: { value: number };
  copyLetters(at: number, end: number, kinds: number, letters: number, withoutTags: boolean): number;
  enterEights(at: number, end: number, step: number, table: number): void;
  nextEight(at: number, end: number, table: number): number;
  nextSign(at: number, end: number, threes: number, fours: number): number;
  nextRun(at: number, end: number, letters: number, kinds: number, bit: number): number;
  nextBetween(at: number, end: number, kinds: number, bit: number, before: number, behind: number): number;
}

/** The loops, and a memory of their own: tables first, and behind them one text at a time. */
export interface LetterLoops extends Exported {
  /** Takes so many bytes for a table, for as long as the loops are there; gives its address. */
  keep(size: number): number;
  /** Puts a text in place of the one before, and leaves so much room behind it; gives its address. */
  put(text: string, room: number): number;
  /** The same with a text of bytes. */
  putBytes(text: Uint8Array): number;
  text(from: number, to: number): string;
  bytes(): Uint8Array;
}

export const ZEROS = 16;
const PAGE = 65_536;

const { Instance } = WebAssembly as unknown as { Instance: new (code: WebAssembly.Module) => { exports: unknown } };
let compiled: WebAssembly.Module | undefined;

export function createLetterLoops(): LetterLoops {
  compiled ??= new WebAssembly.Module(Buffer.from(CODE, 'base64'));
  const exported = new Instance(compiled).exports as Exported;
  const { memory } = exported;
  let bytes = Buffer.from(memory.buffer);
  let kept = 0;
  return {
    ...exported,
    keep,
    put,
    putBytes,
    text: (from, to) => bytes.toString('utf16le', from, to),
    bytes: () => bytes,
  };

  function keep(size: number): number {
    const at = kept;
    kept += size;
    grow(kept);
    return at;
  }

  function put(text: string, room: number): number {
    const end = kept + 2 * text.length;
    grow(end + ZEROS + room);
    bytes.write(text, kept, 'utf16le');
    bytes.fill(0, end, end + ZEROS);
    return kept;
  }

  function putBytes(text: Uint8Array): number {
    const end = kept + text.length;
    grow(end + ZEROS);
    bytes.set(text, kept);
    bytes.fill(0, end, end + ZEROS);
    return kept;
  }

  function grow(size: number): void {
    if (size <= bytes.length) return;
    memory.grow(Math.ceil((size - bytes.length) / PAGE));
    bytes = Buffer.from(memory.buffer);
  }
}
