import type { ChunkPrompt } from '../prompt/compose';
import type { Scope } from '../scope/scope';
import type { FileFate } from './record';

/** What became of one chunk. */
export interface ChunkFate {
  prompt: ChunkPrompt;
  /** True when at least one of its requests was answered. */
  sent: boolean;
  summary: string;
  failure?: { kind: string; message: string };
}

/** Every changed file with what became of it: reviewed, clipped, skipped or not reviewed, the last three with a reason. */
export function fileFates(scope: Scope, chunks: readonly ChunkFate[]): FileFate[] {
  const reviewed = new Map(
    chunks.flatMap((chunk) => chunk.prompt.chunk.files.map((shown) => [shown.file.path, { chunk, shown }])),
  );
  const inScope = scope.files.map(({ path, added, removed }): FileFate => {
    const fate = reviewed.get(path);
    if (fate === undefined) return { path, added, removed, state: 'notReviewed', reason: 'the review ended before it' };
    const { chunk, shown } = fate;
    if (chunk.failure) return { path, added, removed, state: 'notReviewed', reason: chunk.failure.message };
    return shown.clipped
      ? { path, added, removed, state: 'clipped', reason: shown.clipped }
      : { path, added, removed, state: 'reviewed' };
  });
  const skipped = scope.skipped.map(({ path, reason, rule, added = 0, removed = 0 }): FileFate => {
    return { path, added, removed, state: 'skipped', reason, ...(rule === undefined ? {} : { rule }) };
  });
  return [...inScope, ...skipped].sort((a, b) => (a.path < b.path ? -1 : 1));
}
