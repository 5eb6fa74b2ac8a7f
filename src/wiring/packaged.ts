import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Beside the bundle in the package, at the top of the repository in development. */
export function packaged(name: string): string {
  const beside = join(__dirname, name);
  return existsSync(beside) ? beside : join(__dirname, '..', '..', name);
}
