import type { BlobId } from '../../ports/repository';
import { collectGarbage } from '../process/collect-garbage';
import type { ReadObjects } from './object-reader';
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

/** From so many blobs on they take as much memory as what the reading of the diff has left behind. */
const MANY_BLOBS = 2000;

/** Contents of the blobs that the scratch repository holds. */
export async function readBlobs(read: ReadObjects, ids: Iterable<BlobId>): Promise<Map<BlobId, Buffer>> {
  const wanted = [...new Set(ids)];
  if (wanted.length >= MANY_BLOBS) collectGarbage();
  const objects = await read(wanted);
  const contents = new Map<BlobId, Buffer>();
  wanted.forEach((id, index) => {
    const object = objects[index];
    if (object?.type === 'blob') contents.set(id, object.content);
  });
  return contents;
}
