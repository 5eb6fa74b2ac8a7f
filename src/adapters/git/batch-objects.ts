import type { BlobId } from '../../ports/repository';
import { createObjectCollector, type GitObject } from './object-collector';
import { type Git, gitOutput } from './run-git';

/** Which of the objects the scratch repository does not hold. */
export async function missingObjects(git: Git, ids: Iterable<string>): Promise<string[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  const output = await gitOutput(git, {
    arguments: ['cat-file', '--batch-check=%(objectname)'],
    input: `${wanted.join('\n')}\n`,
  });
  const lines = output.toString('latin1').split('\n');
  return wanted.filter((_, index) => lines[index]?.endsWith(' missing'));
}

/** Contents of the blobs that the scratch repository holds, read by one process. */
export async function readBlobs(git: Git, ids: Iterable<BlobId>): Promise<Map<BlobId, Buffer>> {
  const wanted = [...new Set(ids)];
  const objects = await readObjects(git, wanted);
  const contents = new Map<BlobId, Buffer>();
  wanted.forEach((id, index) => {
    const object = objects[index];
    if (object?.type === 'blob') contents.set(id, object.content);
  });
  return contents;
}

/**
 * The objects of those names, without a line break in any of them; null where there is none, and where one is too large to be
 * held. One process reads them all.
 */
export async function readObjects(git: Git, names: readonly string[]): Promise<(GitObject | null)[]> {
  if (names.length === 0) return [];
  const collector = createObjectCollector();
  const input = `${names.join('\n')}\n`;
  await gitOutput(git, { arguments: ['cat-file', '--batch'], input, onOutput: collector.add });
  const objects = collector.result();
  return names.map((_, index) => objects[index] ?? null);
}
