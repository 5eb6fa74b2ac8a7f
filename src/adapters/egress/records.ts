/** One record of TLS, with the five bytes before its content. */
export interface TlsRecord {
  kind: number;
  content: Buffer;
  whole: Buffer;
}

export const CHANGE_CIPHER = 20;
export const ALERT = 21;
export const HANDSHAKE = 22;
export const DATA = 23;

const HEAD = 5;
const LARGEST = 16_384 + 256;

/** Cuts what arrives into records. @throws at the first head that is none of TLS 1.0 to 1.3 */
export function recordReader(): (chunk: Buffer) => Generator<TlsRecord> {
  let held: Buffer = Buffer.alloc(0);
  return function* take(chunk) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    for (let length = lengthOf(held); held.length >= length; length = lengthOf(held)) {
      const whole = held.subarray(0, length);
      held = held.subarray(length);
      yield { kind: whole.readUInt8(), content: whole.subarray(HEAD), whole };
    }
  };
}

/** A head that is not whole yet is looked at as far as it has come. */
function lengthOf(bytes: Buffer): number {
  const [kind = ALERT, major = 3, minor = 1] = bytes;
  const isKnown = kind >= CHANGE_CIPHER && kind <= DATA && major === 3 && minor >= 1 && minor <= 3;
  const length = bytes.length < HEAD ? 0 : bytes.readUInt16BE(3);
  if (!isKnown || length > LARGEST || (length === 0 && bytes.length >= HEAD)) throw new Error('it does not speak TLS');
  return HEAD + length;
}
