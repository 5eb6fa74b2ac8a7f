import { endOfString } from './json-string';

/** What the bytes of a file turned out to be. */
export type SarifText =
  | { ok: true; value: unknown; cutOff: boolean }
  | { ok: false; reason: 'empty' | 'tooLarge' | 'tooDeep' | 'notJson' };

/** `{ runs: [ { results: [` is as deep as a cut may be mended: a half result is worse than none. */
const MAX_CUT_DEPTH = 4;

/**
 * Decodes and parses the bytes of a SARIF file. A file that ends too early is closed after its last whole result,
 * so that what was found still counts.
 */
export function parseSarifText(bytes: Uint8Array, limits: { bytes: number; depth: number }): SarifText {
  if (bytes.length > limits.bytes) return { ok: false, reason: 'tooLarge' };
  const text = decode(bytes);
  if (text.trim() === '') return { ok: false, reason: 'empty' };
  const shape = shapeOf(text, limits.depth);
  if (shape.tooDeep) return { ok: false, reason: 'tooDeep' };
  const whole = parse(text);
  if (whole) return { ok: true, value: whole.value, cutOff: false };
  if (!shape.open) return { ok: false, reason: 'notJson' };
  const mended = parse(text.slice(0, shape.lastSafe) + shape.closers);
  return mended ? { ok: true, value: mended.value, cutOff: true } : { ok: false, reason: 'notJson' };
}

/** UTF-8 unless a byte-order mark, or the zero bytes of ASCII in UTF-16, say otherwise. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const utf16le = (first === 0xff && second === 0xfe) || (first === 0x7b && second === 0);
  const utf16be = (first === 0xfe && second === 0xff) || (first === 0 && second === 0x7b);
  return new TextDecoder(utf16le ? 'utf-16le' : utf16be ? 'utf-16be' : 'utf-8').decode(bytes);
}

interface Shape {
  tooDeep: boolean;
  /** True when the text ends inside a string, object or array. */
  open: boolean;
  /** Index of the last comma between two elements that are not deeper than a result. */
  lastSafe: number;
  /** The brackets that were open there, closed. */
  closers: string;
}

function shapeOf(text: string, depth: number): Shape {
  const stack: string[] = [];
  let lastSafe = 0;
  let closers = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === 0x22) {
      index = endOfString(text, index);
      if (index >= text.length) return { tooDeep: false, open: true, lastSafe, closers };
    } else if (character === 0x7b || character === 0x5b) {
      stack.push(character === 0x7b ? '}' : ']');
      if (stack.length > depth) return { tooDeep: true, open: true, lastSafe, closers };
    } else if (character === 0x7d || character === 0x5d) stack.pop();
    else if (character === 0x2c && stack.length <= MAX_CUT_DEPTH) {
      lastSafe = index;
      closers = stack.toReversed().join('');
    }
  }
  return { tooDeep: false, open: stack.length > 0, lastSafe, closers };
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
