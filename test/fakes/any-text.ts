import fc from 'fast-check';

const point = fc.integer({ min: 0, max: 0x10ffff - 0x800 }).map((at) => (at < 0xd800 ? at : at + 0x800));

/**
 * A text of any whole characters. fast-check has one too, for which it makes a table of 85 MB: a second of processor in each process
 * of the tests, and then, on Node 20, some milliseconds more for every program that such a process starts.
 */
export function anyText(length: { minLength?: number; maxLength?: number } = {}): fc.Arbitrary<string> {
  return fc.array(point, length).map((points) => String.fromCodePoint(...points));
}
