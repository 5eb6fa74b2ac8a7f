import type { BlobId } from '../../ports/repository';
import { type Git, gitOutput } from './run-git';

const LINE_FEED = 0x0a;

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
  const contents = new Map<BlobId, Buffer>();
  if (wanted.length === 0) return contents;
  const output = await gitOutput(git, { arguments: ['cat-file', '--batch'], input: `${wanted.join('\n')}\n` });
  for (let position = 0; position < output.length; ) {
    const lineEnd = output.indexOf(LINE_FEED, position);
    const [id = '', type = '', size = '0'] = output.subarray(position, lineEnd).toString('latin1').split(' ');
    position = lineEnd + 1;
    if (type === 'missing') continue;
    if (type === 'blob') contents.set(id, output.subarray(position, position + Number(size)));
    position += Number(size) + 1;
  }
  return contents;
}
