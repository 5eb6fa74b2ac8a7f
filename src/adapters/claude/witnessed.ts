import type { Witness } from '../../ports/model';
import { sha256 } from '../../sha256';

/** Not of the Fetch standard: our own wrapper reads it, and the transport passes over it. */
interface WitnessedInit extends RequestInit {
  witness?: Witness | undefined;
}

/** What a request's options must hold so that its witness is told. */
export function witnessedBy(witness: Witness | undefined): { fetchOptions: object } {
  return { fetchOptions: { witness } };
}

/** Bytes are counted where they leave, behind everything that may still change them. */
export function witnessedFetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init: WitnessedInit = {}) => {
    const { witness, body, signal } = init;
    if (witness && typeof body === 'string' && !signal?.aborted)
      witness.sends({ to: placeOf(input), ...measured(body) });
    return fetch(input, init);
  };
}

function placeOf(input: string | URL | Request): string {
  const { host, pathname } = new URL(typeof input === 'object' && 'url' in input ? input.url : input);
  return `${host}${pathname}`;
}

function measured(body: string) {
  return { bytes: Buffer.byteLength(body), sha256: sha256(body) };
}
