import { readFileSync } from 'node:fs';

/** A text file as editors leave it: in UTF-8, or in UTF-16 with its mark, which is what `>` of Windows PowerShell writes. */
export function readTextFile(path: string): string {
  const bytes = readFileSync(path);
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  // The decoder takes the mark away.
  return new TextDecoder(encoding).decode(bytes);
}
