/** Puts the messages of a handshake together from the records that carry them. */
export interface MessageReader {
  /** @throws RangeError at a message that is too large or cut too small */
  take(content: Buffer): Generator<Buffer>;
  /** True where no message has begun that has not ended. */
  isWhole(): boolean;
}

const HEAD = 4;
/** A ClientHello with keys against quantum computers has 2 KB; chains of certificates are larger. */
const LARGEST = 65_536;
const MOST_RECORDS = 64;

export function messageReader(): MessageReader {
  let held: Buffer = Buffer.alloc(0);
  let records = 0;
  return {
    isWhole: () => held.length === 0,
    *take(content) {
      held = Buffer.concat([held, content]);
      records += 1;
      while (held.length >= HEAD) {
        const length = HEAD + held.readUIntBE(1, 3);
        if (length > LARGEST) throw new RangeError('a message is too large');
        if (held.length < length) break;
        const message = held.subarray(0, length);
        held = held.subarray(length);
        records = 0;
        yield message;
      }
      if (records >= MOST_RECORDS) throw new RangeError('a message is cut too small');
    },
  };
}
