import { createHash } from 'node:crypto';
import type { Iteration } from '../../ports/code-host';
import type { Change } from '../scope/change';
import { canonicalSettings } from '../settings/canonical-settings';
import type { Settings } from '../settings/settings';
import { codeStateOf } from '../triage/known-code';
import type { KnownFinding } from '../triage/known-finding';
import type { PlacedFinding } from '../triage/placed-finding';
import type { Memory, ReviewedIteration, SignedText, Spent, ThreadMemory } from './memory';
import type { ThreadOperation } from './plan';
import { spentByOthers } from './spent-by-others';

export interface RunOutcome {
  operations: readonly ThreadOperation[];
  /** Operations that could not be carried out. */
  failed: ReadonlySet<ThreadOperation>;
  /** Thread ids by finding key, for what was posted. */
  threadIds: ReadonlyMap<string, number>;
  change: Change | null;
  /** What the run spent, as far as prices are known. */
  spent: Spent;
  /** Set when the iteration was reviewed as a whole and everything was written. */
  reviewed?: ReviewedIteration;
  result?: SignedText;
}

/** The memory that the next run will find; this run gives up its claim. */
export function nextMemory({ claim: _, ...memory }: Memory, run: RunOutcome): Memory {
  const done = run.operations.filter((operation) => !run.failed.has(operation));
  const ids = (wanted: ThreadOperation['operation']) =>
    done.flatMap(({ operation, known }) => (operation === wanted && known ? [known.threadId] : []));
  const [resolved, reopened, removed] = [ids('resolve'), ids('reopen'), new Set(ids('remove'))];
  const known = done.flatMap((operation) => rememberKnown(operation, memory, run.change));
  const opened = [...run.threadIds.values()].map((id): [number, ThreadMemory] => [id, {}]);
  const threads = [...Object.entries(memory.threads), ...opened, ...known].filter(([id]) => !removed.has(Number(id)));
  return {
    ...memory,
    threads: Object.fromEntries(threads),
    resolved: [...new Set([...memory.resolved, ...resolved])].filter((id) => !reopened.includes(id)),
    spentUsd: round(spentByOthers(memory, run.spent) + run.spent.usd),
    paid: { ...run.spent, usd: round(run.spent.usd) },
    ...(run.reviewed ? { reviewed: run.reviewed } : {}),
    ...(run.result ? { result: run.result } : {}),
  };
}

/** What a reviewed iteration looked like, short enough to be kept. */
export function reviewedIteration(iteration: Iteration, change: Change, settings: Settings): ReviewedIteration {
  const files = change.scope.files.map(({ path, oldBlob, newBlob }) => [shortHash(path), contentOf(oldBlob, newBlob)]);
  const { id, base, source } = iteration;
  return { iteration: id, base, source, settings: settingsHash(settings), files: Object.fromEntries(files) };
}

export function settingsHash(settings: Settings): string {
  return shortHash(canonicalSettings(settings));
}

/** Name of a path in `ReviewedIteration.files`. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

/** Both sides of a file in `ReviewedIteration.files`. */
export function contentOf(oldBlob: string, newBlob: string): string {
  return `${oldBlob.slice(0, 8)}${newBlob.slice(0, 8)}`;
}

function rememberKnown(
  { operation, finding, known }: ThreadOperation,
  memory: Memory,
  change: Change | null,
): [number, ThreadMemory][] {
  if (known === undefined) return [];
  const before = memory.threads[known.threadId] ?? {};
  const identity = finding && change && hasMoved(finding, known, change) ? identityOf(finding) : {};
  const severity = finding && operation === 'update' ? { severity: finding.severity } : {};
  return [[known.threadId, { ...before, ...identity, ...severity }]];
}

/** As long as the old lines stand they are the better identity, wherever the reviewer points this time. */
function hasMoved(finding: PlacedFinding, known: KnownFinding, change: Change): boolean {
  return finding.path !== known.path || codeStateOf(known, change) === 'gone';
}

function identityOf({ fingerprint, twin, mark, path }: PlacedFinding): ThreadMemory {
  return { fingerprint, twin, mark, path };
}

function round(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}
