import type { Identity, Iteration } from '../../ports/code-host';
import type { Change } from '../scope/change';
import { canonicalSettings } from '../settings/canonical-settings';
import type { Settings, Severity } from '../settings/settings';
import { besideNow } from '../triage/known-edit';
import { gravestOf, stateOf, type Word } from '../triage/known-finding';
import { lineStateOf } from '../triage/line-state';
import type { PlacedFinding, Triaged } from '../triage/placed-finding';
import { SEVERITY_ORDER } from '../triage/severity-order';
import { acceptanceOf } from './acceptance';
import { printOfFinding } from './accepted-code';
import { contentOf, leftOutOf, shortHash } from './as-reviewed';
import { identityOf } from './identity';
import { identityAfter } from './identity-after';
import { listedBlockers } from './listed-blockers';
import type { Memory, ReviewedIteration, SignedText, Spent, ThreadMemory } from './memory';
import { LOST, SET_BACK } from './memory-doubts';
import { OTHER_TARGET } from './mended';
import { countedAnew, spentByOthers } from './spent-by-others';
import type { ThreadOperation } from './thread-operation';
import type { ToldSpending } from './told-spending';

export interface RunOutcome {
  operations: readonly ThreadOperation[];
  triaged: readonly Triaged[];
  /** Operations that could not be carried out. */
  failed: ReadonlySet<ThreadOperation>;
  /** Thread ids by finding key, for what was posted. */
  threadIds: ReadonlyMap<string, number>;
  change: Change | null;
  /** The iteration that the run looked at. */
  iteration: number;
  /** What the run spent, as far as prices are known. */
  spent: Spent;
  /** What other runs told beside the memory. */
  told: readonly ToldSpending[];
  /** Findings without a thread that are remembered: those that may fail the run. */
  gate: Pick<Settings, 'failOn'>;
  /** What could not be relied on in the memory. */
  doubts: readonly PlacedFinding[];
  /** Failed verdicts of other keys; absent where the service does not tell. */
  failures?: number;
  /** By the service's clock, in milliseconds since 1970. */
  writtenAt: number;
  knewUntil: number;
  /** Full name of the branch that the pull request goes to. */
  targetBranch: string;
  isRetargeted: boolean;
  /** Whose word accepts nothing. */
  authors: readonly Identity[];
  /** Set when the iteration was reviewed as a whole and everything was written. */
  reviewed?: ReviewedIteration;
  result?: SignedText;
}

/** The memory that the next run will find; this run gives up its claim. */
export function nextMemory(all: Memory, run: RunOutcome): Memory {
  const { claim: _, ...memory } = all;
  const done = run.operations.filter((operation) => !run.failed.has(operation));
  const ids = (wanted: ThreadOperation['operation']) =>
    done.flatMap(({ operation, known }) => (operation === wanted && known ? [known.threadId] : []));
  const [resolved, reopened, removed] = [ids('resolve'), ids('reopen'), new Set(ids('remove'))];
  const known = run.operations.flatMap((operation) => rememberKnown(operation, run, memory.threads));
  const opened = run.operations.flatMap((operation) => rememberOpened(operation, run));
  const allResolved = [...new Set([...memory.resolved, ...resolved])].filter((id) => !reopened.includes(id));
  const threads = [...Object.entries(memory.threads), ...opened, ...known].filter(([id]) => !removed.has(Number(id)));
  const { lost: __, failures: ___, setBack: ____, unended: _____, ...before } = memory;
  return {
    ...before,
    ...doubted(run, memory),
    ...{ writtenAt: run.writtenAt, knewUntil: run.knewUntil },
    threads: Object.fromEntries(threads),
    listed: listedBlockers(memory, run),
    ...targetAfter(run, memory),
    resolved: allResolved,
    accepted: acceptances(done, run.authors),
    words: { ...memory.words, ...wordsOn(run.operations) },
    ...(run.change ? { readIn: run.iteration } : {}),
    settled: settledLines(memory.settled, done, allResolved),
    spentUsd: round(spentByOthers({ memory: all, told: run.told }, run.spent, run.writtenAt) + run.spent.usd),
    ...countedAnew({ memory: all, told: run.told }, run.spent, run.writtenAt),
    paid: { ...run.spent, usd: round(run.spent.usd) },
    ...(run.reviewed ? { reviewed: run.reviewed } : {}),
    ...(run.result ? { result: run.result } : {}),
  };
}

/** As long as a blocker is out of sight with the target under which it was told, that one is kept. */
function targetAfter(run: RunOutcome, { target }: Pick<Memory, 'target'>): Pick<Memory, 'target'> {
  const isOut = [
    ...run.operations.map(({ whyOpen }) => whyOpen),
    ...run.triaged.map(({ finding: { anchor } }) => (anchor.kind === 'file' ? anchor.reason : '')),
  ].includes(OTHER_TARGET);
  const isKept = run.isRetargeted && (isOut || run.change === null);
  return isKept && target !== undefined ? { target } : { target: shortHash(run.targetBranch) };
}

/** What no thread tells of yet is told by the next run. */
function doubted(
  { doubts, triaged, threadIds, failures }: RunOutcome,
  before: Pick<Memory, 'lost'>,
): Pick<Memory, 'lost' | 'failures' | 'setBack'> {
  const hasThread = (one: Triaged) =>
    one.to === 'thread' && (one.known !== undefined || threadIds.has(one.finding.key));
  const told = new Set(triaged.filter(hasThread).map(({ finding }) => finding.key));
  const open = new Set(doubts.map(({ key }) => key).filter((key) => !told.has(key)));
  return {
    ...(before.lost && open.has(LOST) ? { lost: before.lost } : {}),
    ...(open.has(SET_BACK) ? { setBack: true } : {}),
    ...(failures === undefined ? {} : { failures }),
  };
}

/** What a reviewed iteration looked like, short enough to be kept. */
export function reviewedIteration(iteration: Iteration, change: Change, settings: Settings): ReviewedIteration {
  const files = change.scope.files.map(({ path, oldBlob, newBlob }) => [shortHash(path), contentOf(oldBlob, newBlob)]);
  const { id, base, source } = iteration;
  const leftOut = leftOutOf(change);
  return { iteration: id, base, source, settings: settingsHash(settings), files: Object.fromEntries(files), leftOut };
}

export function settingsHash(settings: Settings): string {
  return shortHash(canonicalSettings(settings));
}

function rememberKnown(
  all: ThreadOperation,
  { change, failed }: RunOutcome,
  threads: Memory['threads'],
): [number, ThreadMemory][] {
  const { operation, finding, known, accepted } = all;
  if (known === undefined) return [];
  const { threadId } = known;
  if (failed.has(all)) {
    const before = threads[threadId] ?? identityAfter(undefined, known, change);
    return [[threadId, { ...before, ...gravestSince(all, known.severity, change) }]];
  }
  const severity = finding && operation === 'update' ? finding.severity : known.severity;
  const isDoubted = known.trust !== 'signed' && finding === undefined;
  const isOlder = known.older && operation !== 'update';
  const memory = {
    ...identityAfter(finding, known, change),
    severity,
    ...gravestSince(all, severity, change),
    ...(accepted?.code === undefined ? {} : { code: accepted.code }),
    ...(accepted?.seenAt === undefined ? {} : { seenAt: accepted.seenAt }),
    ...besideAfter(all, change),
    ...(isStillMended(all, change) ? { mended: true as const } : {}),
    ...(isDoubted ? { unsigned: true as const } : {}),
    ...(isOlder ? { older: true as const } : {}),
  };
  return [[threadId, memory]];
}

function isStillMended({ known, isSaidMended }: ThreadOperation, change: Change | null): boolean {
  if (known === undefined || isSaidMended) return isSaidMended === true;
  return known.saidMended === true && (change === null || lineStateOf(known, { change }) === 'gone');
}

/** Of a blocker, that is over as well: it may come back under other names. */
function besideAfter({ finding, known }: ThreadOperation, change: Change | null): { beside?: string } {
  if (known === undefined) return {};
  const isBlocker = gravestOf(known) === 'blocker' || finding?.severity === 'blocker';
  const beside = isBlocker ? besideNow({ ...known, ...identityAfter(finding, known, change) }, change) : undefined;
  return beside === undefined ? {} : { beside };
}

/** The label of a comment may be beyond our reach; how grave its lines are is remembered beside it. */
function gravestSince(
  { finding, known }: ThreadOperation,
  severity: Severity,
  change: Change | null,
): Pick<ThreadMemory, 'gravest'> {
  if (known === undefined) return {};
  const isOver = finding !== undefined && lineStateOf(known, { change }) === 'gone';
  const before = isOver ? undefined : known.gravest;
  const gravest =
    SEVERITY_ORDER.find((one) => [severity, finding?.severity, before?.severity].includes(one)) ?? severity;
  if (gravest === severity) return {};
  const after = Math.max(known.commentId, ...known.replies.map(({ id }) => id));
  return { gravest: gravest === before?.severity ? before : { severity: gravest, after } };
}

function rememberOpened(
  { finding, writes }: ThreadOperation,
  { threadIds, change }: RunOutcome,
): [number, ThreadMemory][] {
  const id = finding && threadIds.get(finding.key);
  const write = writes.find(({ kind }) => kind === 'openThread');
  if (finding === undefined || id === undefined || write?.kind !== 'openThread') return [];
  const code = change ? printOfFinding(finding, change) : undefined;
  const identity = identityOf(finding, write.status);
  const beside = finding.severity === 'blocker' ? besideNow(identity, change) : undefined;
  return [[id, { ...identity, ...(code === undefined ? {} : { code }), ...(beside === undefined ? {} : { beside }) }]];
}

/** The comments that accept what people decided on, so that what its authors say later undoes nothing. */
function acceptances(done: readonly ThreadOperation[], authors: readonly Identity[]): Record<number, number> {
  const entries = done.flatMap(({ known }) => {
    const word = known && stateOf(known) === 'decided' ? acceptanceOf(known, authors) : undefined;
    return known && word ? [[known.threadId, word.id] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** What was said of which lines is kept, whatever the thread's status is now. */
function wordsOn(operations: readonly ThreadOperation[]): Record<number, Word> {
  const entries = operations.flatMap(({ known, accepted }) =>
    known && accepted?.word ? [[known.threadId, accepted.word] as const] : [],
  );
  return Object.fromEntries(entries);
}

/** The line that settled each thread which we resolved and which still is so. */
function settledLines(before: Memory['settled'] = {}, done: readonly ThreadOperation[], resolved: readonly number[]) {
  const now = done.flatMap(({ known, settledWith }) => (known && settledWith ? [[known.threadId, settledWith]] : []));
  const all = { ...before, ...Object.fromEntries(now) } as Record<number, string>;
  return Object.fromEntries(Object.entries(all).filter(([id]) => resolved.includes(Number(id))));
}

function round(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}
