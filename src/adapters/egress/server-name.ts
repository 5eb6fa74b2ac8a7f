import { type Extension, extensionsAt } from './extensions';
import { reading } from './reading';

/** Extensions of a ClientHello by their numbers. */
const SERVER_NAME = 0;
const ENCRYPTED_HELLO = 0xfe0d;

/** Why a ClientHello does not go to that host alone; empty where it does. @throws RangeError where it cannot be read */
export function helloFault(body: Buffer, host: string): string {
  const extensions = extensionsOf(body);
  // The host goes by the encrypted name, whatever the open one says.
  if (extensions.some(({ kind }) => kind === ENCRYPTED_HELLO)) return 'its handshake encrypts the name';
  const names = extensions.filter(({ kind }) => kind === SERVER_NAME).map(({ content }) => nameIn(content));
  if (names.length === 0) return 'its handshake names no host';
  return names.length === 1 && names[0] === host ? '' : 'its handshake names another host';
}

function extensionsOf(body: Buffer): Extension[] {
  const hello = reading(body);
  // The version and the random number; then the session, the ciphers and the compressions.
  hello.take(34);
  for (const width of [1, 2, 1]) hello.part(width);
  return extensionsAt(hello);
}

/** A list that may hold one name of one kind; null for any other. */
function nameIn(content: Buffer): string | null {
  const around = reading(content);
  const list = reading(around.part(2));
  const kind = list.take(1)[0];
  const name = list.part(2).toString('latin1').toLowerCase();
  return kind === 0 && list.isEnded() && around.isEnded() ? name : null;
}
