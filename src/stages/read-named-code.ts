import type { Lines } from '../ports/outliner';
import type { ChunkAnswers } from '../steps/findings/chunk-answers';
import { type CodeLookup, codeOf } from '../steps/findings/dismissal';
import { namedFiles } from '../steps/findings/named-files';
import type { Change } from '../steps/scope/change';
import type { World } from '../world';

/** Which lines are code, of the files whose lines the critique names; a parser is asked about these alone. */
export async function readNamedCode(
  { outliner, signal }: Pick<World, 'outliner' | 'signal'>,
  chunks: readonly { answers?: ChunkAnswers | undefined }[],
  change: Change,
): Promise<CodeLookup> {
  const named = namedFiles(chunks);
  const files = change.scope.files.flatMap(({ path, newBlob }) => {
    const content = named.has(path) ? change.contents.get(newBlob) : undefined;
    return content === undefined ? [] : [{ path, content }];
  });
  const read = files.length > 0 ? await outliner?.proseIn(files, signal) : undefined;
  const prose = new Map<string, readonly Lines[] | null>(files.map(({ path }, at) => [path, read?.[at] ?? null]));
  return codeOf(change, prose);
}
