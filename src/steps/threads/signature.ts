import { createHmac, timingSafeEqual } from 'node:crypto';

/** What our hidden texts are signed for: this review of this pull request. */
export interface Seal {
  /** Null where the run has no secret of its own: then nothing is signed, and no signature can be checked. */
  key: Uint8Array | null;
  repositoryId: string;
  pullRequestId: number;
  /** Of the review, as the input `name` gives it. */
  name: string;
}

/**
 * Whether a hidden text is ours. `unsigned`: an older version or a run without a secret wrote it, or this run has none to check
 * with. `broken`: it was changed, or signed for something else or with another key.
 */
export type Trust = 'signed' | 'unsigned' | 'broken';

/** HMAC-SHA-256 over the parts, hexadecimal; undefined without a key. */
export function signatureOf(
  parts: readonly string[],
  { key, repositoryId, pullRequestId, name }: Seal,
): string | undefined {
  if (key === null) return undefined;
  const bound = ['second-pass', repositoryId, pullRequestId, name, ...parts];
  return createHmac('sha256', key).update(JSON.stringify(bound)).digest('hex');
}

/** Without a key nothing is hashed: a reader in a browser has neither. */
export function trustIn(parts: () => readonly string[], signature: string | undefined, seal: Seal): Trust {
  const expected = signature === undefined || seal.key === null ? undefined : signatureOf(parts(), seal);
  if (signature === undefined || expected === undefined) return 'unsigned';
  return isEqual(signature, expected) ? 'signed' : 'broken';
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given, 'hex'), Buffer.from(expected, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}
