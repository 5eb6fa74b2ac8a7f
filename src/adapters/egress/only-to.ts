import { Transform, type TransformCallback } from 'node:stream';
import { helloFault } from './server-name';

const HEAD = 5;
const HANDSHAKE = 22;
const LARGEST_RECORD = 16_384 + 2_048;
const CLIENT_HELLO = 1;
/** No message of a handshake that was cut into records begins in fewer bytes than tell what it is. */
const SHORTEST_START = 6;

/**
 * Lets through what a client of TLS says, as long as every ClientHello names that host. There can be more than one: a server
 * may ask for a second, and takes the name in it.
 */
export function onlyTo(host: string): Transform {
  let held: Buffer = Buffer.alloc(0);
  let isBegun = false;
  /** Records of a ClientHello that is not whole yet, and what they hold. */
  let waiting: Buffer[] = [];
  let hello: Buffer = Buffer.alloc(0);

  function takeRecord(record: Buffer, stream: Transform): void {
    const content = record.subarray(HEAD);
    if (waiting.length === 0 && !beginsHello(record, content)) {
      if (!isBegun || isShortHandshake(record, content)) throw new RangeError('it does not speak TLS');
      stream.push(record);
      return;
    }
    if (record[0] !== HANDSHAKE) throw new RangeError('its handshake cannot be read');
    isBegun = true;
    waiting.push(record);
    hello = Buffer.concat([hello, content]);
    const length = 4 + hello.readUIntBE(1, 3);
    if (hello.length < length) return;
    const fault = hello.length > length ? 'its handshake cannot be read' : helloFault(hello, host);
    if (fault !== '') throw new RangeError(fault);
    for (const one of waiting) stream.push(one);
    waiting = [];
    hello = Buffer.alloc(0);
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      try {
        for (let length = recordLength(held); held.length >= length; length = recordLength(held)) {
          takeRecord(held.subarray(0, length), this);
          held = held.subarray(length);
        }
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

function recordLength(bytes: Buffer): number {
  if (bytes.length < HEAD) return HEAD;
  const length = bytes.readUInt16BE(3);
  if (bytes[1] !== 3 || length === 0 || length > LARGEST_RECORD) throw new RangeError('it does not speak TLS');
  return HEAD + length;
}

/** What is encrypted looks like one as seldom as four bytes are right by chance. */
function beginsHello(record: Buffer, content: Buffer): boolean {
  const looksSo = content[0] === CLIENT_HELLO && content[1] === 0 && content[4] === 3 && (content[5] ?? 9) <= 4;
  return record[0] === HANDSHAKE && content.length >= SHORTEST_START && looksSo;
}

function isShortHandshake(record: Buffer, content: Buffer): boolean {
  return record[0] === HANDSHAKE && content.length < SHORTEST_START;
}
