import { type ChunkFile, isPart, partName } from '../chunks/chunk';
import { type ChunkOutcome, isLost } from '../findings/chunk-outcome';
import type { FileFate } from '../scope/file-fate';
import type { Scope } from '../scope/scope';

/** Every changed file with what became of it: reviewed, clipped, skipped or not reviewed, the last three with a reason. */
export function fileFates(scope: Scope, chunks: readonly ChunkOutcome[]): FileFate[] {
  const parts = partsByPath(chunks);
  const inScope = scope.files.map(({ path, added, removed }): FileFate => {
    return { path, added, removed, ...fateOf(parts.get(path) ?? []) };
  });
  const skipped = scope.skipped.map(({ path, reason, rule, added = 0, removed = 0 }): FileFate => {
    return { path, added, removed, state: 'skipped', reason, ...(rule === undefined ? {} : { rule }) };
  });
  return [...inScope, ...skipped].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** One part of a file, in the chunk that showed it. */
interface Part {
  chunk: ChunkOutcome;
  shown: ChunkFile;
}

function partsByPath(chunks: readonly ChunkOutcome[]): Map<string, Part[]> {
  const parts = new Map<string, Part[]>();
  for (const chunk of chunks.filter(({ replaced }) => !replaced)) {
    for (const shown of chunk.prompt.chunk.files) {
      const known = parts.get(shown.file.path);
      if (known) known.push({ chunk, shown });
      else parts.set(shown.file.path, [{ chunk, shown }]);
    }
  }
  return parts;
}

/** A large file lies in several chunks: it is reviewed when all of them are. */
function fateOf(parts: readonly Part[]): Pick<FileFate, 'state' | 'reason'> {
  if (parts.length === 0) return { state: 'notReviewed', reason: 'the review ended before it' };
  const lost = parts.flatMap(({ chunk, shown }) => {
    const failure = isLost(chunk, shown.file.path) ? chunk.failure : undefined;
    const reason = failure?.message ?? (chunk.sent ? undefined : 'nothing was sent');
    return reason === undefined ? [] : [isPart(shown) ? `${partName(shown)}: ${reason}` : reason];
  });
  if (lost.length > 0) return { state: 'notReviewed', reason: lost.join(' ') };
  const clipped = parts.flatMap(({ shown }) => shown.clipped ?? []);
  return clipped.length > 0 ? { state: 'clipped', reason: clipped.join('; ') } : { state: 'reviewed' };
}
