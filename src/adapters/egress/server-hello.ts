import { createHash } from 'node:crypto';
import { extensionsAt } from './extensions';
import { reading } from './reading';

/** What a server's hello asks of the client: another hello, or to go on as TLS 1.3 or an older one has it. */
export type Answer = 'again' | 'newer' | 'older';

/** Names the version in TLS 1.3 alone. */
const CHOSEN_VERSION = 43;
const AGAIN = createHash('sha256').update('HelloRetryRequest').digest();

/** @throws RangeError where it cannot be read */
export function answerIn(body: Buffer): Answer {
  const hello = reading(body);
  hello.take(2);
  const random = hello.take(32);
  hello.part(1);
  // The cipher and the compression.
  hello.take(3);
  const isNewer = extensionsAt(hello).some(({ kind }) => kind === CHOSEN_VERSION);
  return random.equals(AGAIN) ? 'again' : isNewer ? 'newer' : 'older';
}
