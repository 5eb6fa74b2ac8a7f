import { grouped } from '../../grouped';
import { sumOf } from '../../sum-of';
import type { Alert } from '../alerts/alert';
import type { ChangedFile } from '../diff/changed-file';
import { compareText } from '../diff/compare-text';
import type { Skeleton } from '../skeletons/skeleton';
import { type Chunk, type ChunkFile, chunkFile } from './chunk';
import { clusters } from './clusters';
import { divideFile } from './divide-file';
import { foldCopies, isShownElsewhere } from './fold-copies';
import { riskOf, riskTier } from './risk';
import { toldOfUses } from './uses-elsewhere';

export type { Chunk, ChunkFile } from './chunk';

/** UTF-8 bytes of diff in one chunk; about 60,000 tokens, since quality falls with length. */
export const MAX_CHUNK_BYTES = 150_000;

/** What is known of the files besides their diff; it decides what is read together, and what first. */
export interface ChunkKnowledge {
  skeletons?: readonly Skeleton[];
  alerts?: readonly Alert[];
  /** UTF-8 bytes of diff in one chunk. */
  limit?: number;
  /** Parts that are planned already, of the files that come last. */
  beyond?: readonly Chunk[];
  /** Problems of earlier reviews that are asked about again: their lines are shown where they stand. */
  raised?: readonly { path: string }[];
  /** False where only sizes are wanted. */
  foldsCopies?: boolean;
}

interface Cluster {
  files: ChunkFile[];
  risk: number;
  tier: number;
  bytes: number;
}

/**
 * All files in chunks: related files together, risky ones first, so that a budget that ends early has been spent on them.
 * A file too large for one chunk goes into several, cut between or within its hunks; nothing is left out.
 */
export function splitIntoChunks(files: readonly ChangedFile[], knowledge: ChunkKnowledge = {}): Chunk[] {
  const { skeletons = [], alerts = [], limit = MAX_CHUNK_BYTES, beyond = [] } = knowledge;
  const planned = new Set(beyond.flatMap((chunk) => chunk.files.map(({ file }) => file.path)));
  const folded = knowledge.foldsCopies === false ? files : foldCopies(files, { ...knowledge, planned });
  const gone = new Set(folded.filter(isShownElsewhere).map(({ path }) => path));
  const left = folded.filter(({ path }) => !planned.has(path) && !gone.has(path));
  const open = toldOfUses(left, files);
  const shown = open.flatMap((file) => divideFile(chunkFile(file), limit));
  const risks = fileRisks(open, alerts);
  const ordered = clusters(shown, skeletons, limit)
    .map((group) => clusterOf(group, risks))
    .sort((a, b) => a.tier - b.tier || compareText(firstPath(a), firstPath(b)));
  const rest = beyond.map((chunk) => chunk.files.filter(({ file }) => !gone.has(file.path)));
  const groups = [...packed(ordered, limit), ...rest.filter((group) => group.length > 0)];
  return groups.map((group, index) => ({ number: index + 1, files: group }));
}

interface Risk {
  risk: number;
  tier: number;
}

function fileRisks(files: readonly ChangedFile[], alerts: readonly Alert[]): Map<string, Risk> {
  const byPath = grouped(alerts, ({ path }) => path);
  return new Map(
    files.map((file) => {
      const own = byPath.get(file.path) ?? [];
      return [file.path, { risk: riskOf(file, own), tier: riskTier(file, own) }];
    }),
  );
}

/** A cluster is as risky as its riskiest file, which stands first in it. */
function clusterOf(files: readonly ChunkFile[], risks: ReadonlyMap<string, Risk>): Cluster {
  const of = ({ file }: ChunkFile): Risk => risks.get(file.path) ?? { risk: 0, tier: 1 };
  const sorted = [...files].sort(
    (a, b) => of(b).risk - of(a).risk || compareText(a.file.path, b.file.path) || a.from - b.from,
  );
  return {
    files: sorted,
    risk: Math.max(...files.map((file) => of(file).risk)),
    tier: Math.min(...files.map((file) => of(file).tier)),
    bytes: sumOf(files, ({ bytes }) => bytes),
  };
}

function packed(ordered: readonly Cluster[], limit: number): ChunkFile[][] {
  const groups: ChunkFile[][] = [];
  let room = 0;
  for (const { files, bytes } of ordered) {
    if (groups.length === 0 || bytes > room) {
      groups.push([]);
      room = limit;
    }
    groups.at(-1)?.push(...files);
    room -= bytes;
  }
  return groups;
}

function firstPath({ files }: Cluster): string {
  return files[0]?.file.path ?? '';
}
