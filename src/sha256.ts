import { createHash } from 'node:crypto';

/** In hexadecimal digits, all of them or the first few. */
export function sha256(content: string | Uint8Array, digits = 64): string {
  return createHash('sha256').update(content).digest('hex').slice(0, digits);
}
