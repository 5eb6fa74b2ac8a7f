import type { PullRequest } from '../../ports/code-host';
import { NOTHING_HEARD } from '../alerts/heard';
import type { ReviewRecord } from '../record/review-record';
import type { Settings } from '../settings/settings';
import { authorsOf } from '../threads/acceptance';
import type { Memory, SignedText } from '../threads/memory';
import { writtenAfter } from '../threads/memory-doubts';
import { nextMemory, reviewedIteration } from '../threads/next-memory';
import type { Recollection } from '../threads/own-threads';
import { canBeMarked } from '../threads/status-write';
import { signResult } from '../threads/stored-result';
import { type Conclusion, pageOf, type RunEnd } from './conclusion';

/** The end of a run that may write on the pull request. */
export type Concluded = Conclusion & { pullRequest: PullRequest; past: Recollection };

/** An iteration counts as reviewed when all of it was, and when all that was to be written was written. */
export function memoryAfter(settings: Settings, record: ReviewRecord, conclusion: Concluded, end: RunEnd): Memory {
  const { situation, past, pullRequest, change, operations = [], triaged = [] } = conclusion;
  const { failed = new Set(), threadIds = new Map() } = conclusion;
  const isWhole = (situation === 'reviewed' || situation === 'nothingInScope') && failed.size === 0;
  const reviewed = isWhole && change ? reviewedIteration(pullRequest.iteration, change, settings) : undefined;
  const result = reviewed && situation === 'reviewed' ? signedResult(settings, record, conclusion) : undefined;
  return nextMemory(past.memory, {
    operations,
    triaged,
    failed,
    threadIds,
    change: change ?? null,
    iteration: pullRequest.iteration.id,
    spent: end.spent,
    told: past.told,
    gate: settings,
    doubts: past.doubts,
    ...failuresAfter(past, record, end),
    ...{ writtenAt: writtenAfter(past, end.toldAt), knewUntil: past.newestAt },
    authors: authorsOf(pullRequest),
    ...{ targetBranch: pullRequest.targetBranch, isRetargeted: past.isRetargeted },
    ...(reviewed ? { reviewed } : {}),
    ...(result ? { result } : {}),
  });
}

/** Where the status bears no time, it is counted. */
function failuresAfter({ failures }: Recollection, { ending }: ReviewRecord, { run }: RunEnd): { failures?: number } {
  if (failures === undefined) return {};
  return { failures: failures.count + (ending.status === 'failed' && !canBeMarked(pageOf(run)) ? 1 : 0) };
}

function signedResult(
  settings: Settings,
  { files, summary }: ReviewRecord,
  { pullRequest, past, operations = [], triaged = [], setAside = [], heard = NOTHING_HEARD, merge }: Concluded,
): SignedText | undefined {
  const gone = operations.flatMap(({ known, finding, stands }) =>
    known && !finding && !stands ? [known.threadId] : [],
  );
  const result = { triaged, setAside, files, summary, gone, ...(merge === undefined ? {} : { merge }) };
  return signResult(result, { ...pullRequest, heard }, settings, past.seal);
}
