/**
 * Stands for node:crypto in the browser. Who looks has no key, so nothing can be verified here: what the steps compute for a
 * check comes out empty, and no check is passed by it.
 */
export function createHash(): { update(): ReturnType<typeof createHash>; digest(): string } {
  const hash = { update: () => hash, digest: () => '' };
  return hash;
}

export const createHmac = createHash;

export function timingSafeEqual(): boolean {
  return false;
}
