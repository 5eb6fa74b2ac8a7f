import { config } from 'zod/mini';

/** The readers of the steps would try to compile themselves, which the page's own policy forbids and reports. */
export function readWithoutCompiling(): void {
  config({ jitless: true });
}
