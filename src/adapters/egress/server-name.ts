/** Extensions of a ClientHello by their numbers. */
const SERVER_NAME = 0;
const ENCRYPTED_HELLO = 0xfe0d;

/** Why a ClientHello, with the four bytes before it, does not go to that host alone; empty where it does. */
export function helloFault(message: Buffer, host: string): string {
  try {
    return faultOf(extensionsOf(reading(message.subarray(4))), host);
  } catch (error) {
    if (error instanceof RangeError) return 'its handshake cannot be read';
    throw error;
  }
}

function faultOf(extensions: readonly { kind: number; content: Buffer }[], host: string): string {
  // Behind an encrypted name the open one says nothing.
  if (extensions.some(({ kind }) => kind === ENCRYPTED_HELLO)) return 'its handshake encrypts the name';
  const names = extensions.filter(({ kind }) => kind === SERVER_NAME).map(({ content }) => nameIn(content));
  if (names.length === 0) return 'its handshake names no host';
  return names.length === 1 && names[0] === host ? '' : 'its handshake names another host';
}

function extensionsOf(hello: Reading): { kind: number; content: Buffer }[] {
  // The version and the random number; then the session, the ciphers and the compressions.
  hello.take(34);
  for (const width of [1, 2, 1]) hello.part(width);
  if (hello.isEnded()) return [];
  const all = reading(hello.part(2));
  const found: { kind: number; content: Buffer }[] = [];
  while (!all.isEnded()) found.push({ kind: all.take(2).readUInt16BE(), content: all.part(2) });
  return found;
}

/** A list that may hold one name of one kind; null for any other. */
function nameIn(content: Buffer): string | null {
  const list = reading(reading(content).part(2));
  const kind = list.take(1)[0];
  const name = list.part(2).toString('latin1').toLowerCase();
  return kind === 0 && list.isEnded() ? name : null;
}

interface Reading {
  take(bytes: number): Buffer;
  /** What stands behind its own length, which is so many bytes wide. */
  part(width: number): Buffer;
  isEnded(): boolean;
}

function reading(bytes: Buffer): Reading {
  let at = 0;
  const take = (count: number) => {
    if (at + count > bytes.length) throw new RangeError('behind the end');
    at += count;
    return bytes.subarray(at - count, at);
  };
  return { take, part: (width) => take(take(width).readUIntBE(0, width)), isEnded: () => at === bytes.length };
}
