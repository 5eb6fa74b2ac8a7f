/** A text as numbers: loops over these are fast from their first round on, those over a text are not. */
export function unitsOf(text: string): Uint16Array {
  // One buffer of its own: a share of Node's pool may begin at an odd place.
  const bytes = Buffer.allocUnsafeSlow(text.length * 2);
  bytes.write(text, 'utf16le');
  return new Uint16Array(bytes.buffer);
}

export function textOf(units: Uint16Array): string {
  return Buffer.from(units.buffer, units.byteOffset, units.byteLength).toString('utf16le');
}
