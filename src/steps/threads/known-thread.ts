import type { Thread, ThreadStatus } from '../../ports/code-host';
import { CATEGORIES, type Category } from '../prompt/candidate';
import type { Severity } from '../settings/settings';
import type { KnownFinding } from '../triage/known-finding';
import { SEVERITY_ORDER } from '../triage/severity-order';
import { type FindingIdentity, identityIn, readIdentity, type ToldIdentity } from './identity';
import type { Memory, ThreadMemory } from './memory';
import { holdsMemory } from './memory-text';
import { PROPERTY } from './properties';
import type { Seal, Trust } from './signature';

/** A thread of ours with what it says of itself in its text and in its properties. */
export interface OwnFinding {
  known: KnownFinding;
  thread: Thread;
  told?: ToldIdentity;
}

interface Facts {
  selfId: string;
  memory: Memory;
  seal: Seal;
}

/** How our own notes begin; it is how a later run knows who resolved the thread. */
export const FIXED_NOTE = 'Fixed in ';

const STATUSES: readonly ThreadStatus[] = ['active', 'pending', 'fixed', 'wontFix', 'closed', 'byDesign', 'unknown'];

/** The finding of a thread whose first comment our identity wrote; undefined where it holds none of this review. */
export function findingOf(thread: Thread, { selfId, memory, seal }: Facts): OwnFinding | undefined {
  const [first] = thread.comments;
  const told = readIdentity(first?.content ?? '', seal);
  const kept = memory.threads[thread.id];
  if (!isOfReview(thread, told, kept, seal.name)) return undefined;
  const trust = trustOf(thread, told, kept);
  const identity = identityOf(thread, told, kept, trust);
  const text = thread.comments.filter((comment) => comment.isText && !comment.isDeleted);
  const last = text.at(-1);
  const known = {
    threadId: thread.id,
    commentId: first?.id ?? 1,
    status: thread.status,
    isDeleted: thread.isDeleted || first?.isDeleted === true,
    ...identity,
    ...placeOf(thread, kept?.path),
    ...(told ? { openedIn: told.identity.path } : {}),
    ...(told?.isSealed ? { isSealed: true as const } : {}),
    trust,
    ...(told || thread.isDeleted || first?.isDeleted ? {} : { older: true as const }),
    content: told?.shown ?? first?.content ?? '',
    replies: text.filter(({ author }) => author.id !== selfId),
    saidFixed: last?.author.id === selfId && last.content.startsWith(FIXED_NOTE),
    ...remembered(thread.id, memory),
  };
  return { known, thread, ...(told ? { told } : {}) };
}

function remembered(
  id: number,
  { resolved, settled = {}, accepted = {}, words = {}, threads }: Memory,
): Pick<
  KnownFinding,
  'resolvedByUs' | 'acceptedWith' | 'settledWith' | 'word' | 'code' | 'seenAt' | 'gravest' | 'beside' | 'saidMended'
> {
  const { code, seenAt, unsigned, gravest, beside, mended } = threads[id] ?? {};
  return {
    resolvedByUs: resolved.includes(id),
    ...(accepted[id] === undefined ? {} : { acceptedWith: accepted[id] }),
    ...(settled[id] === undefined ? {} : { settledWith: settled[id] }),
    ...(words[id] === undefined ? {} : { word: words[id] }),
    ...(code === undefined || unsigned ? {} : { code }),
    ...(seenAt === undefined ? {} : { seenAt }),
    ...(beside === undefined || unsigned ? {} : { beside }),
    ...(gravest === undefined ? {} : { gravest }),
    ...(mended === undefined || unsigned ? {} : { saidMended: true as const }),
  };
}

/** By its signed text, by the memory, or by what an older version wrote; a deleted one only by the memory. */
function isOfReview(
  { isDeleted, properties, comments: [first] }: Thread,
  told: ToldIdentity | undefined,
  kept: ThreadMemory | undefined,
  name: string,
): boolean {
  if (holdsMemory(first?.content ?? '')) return false;
  if (kept !== undefined) return true;
  if (isDeleted) return false;
  if (told !== undefined) return told.name === name;
  return properties[PROPERTY.kind] === 'finding' && properties[PROPERTY.name] === name;
}

/** A text that the memory knows as signed and that no longer is was changed; what was deleted or is older, the memory vouches for. */
function trustOf(
  { isDeleted, comments: [first] }: Thread,
  told: ToldIdentity | undefined,
  kept: ThreadMemory | undefined,
): Trust {
  if (told?.trust === 'signed') return 'signed';
  const isVouched = kept?.fingerprint !== undefined && !kept.unsigned;
  if (isVouched) return isDeleted || first?.isDeleted || kept.older ? 'signed' : 'broken';
  return told?.trust ?? 'unsigned';
}

/** The memory knows where a finding went when its lines were edited or moved; its text where it began. */
function identityOf(
  thread: Thread,
  told: ToldIdentity | undefined,
  kept: ThreadMemory = {},
  trust: Trust,
): FindingIdentity {
  const later = identityIn(kept);
  if (trust === 'signed') return { ...(told ? labelled(told) : olderIdentity(thread)), ...later };
  const older = olderIdentity(thread);
  const whole = { ...older, ...told?.identity, ...later };
  const severities = [older.severity, told?.identity.severity, later.severity, labelOf(contentOf(thread))];
  const severity = SEVERITY_ORDER.find((one) => severities.includes(one)) ?? 'suggestion';
  return { ...whole, severity, enforced: whole.enforced || older.enforced };
}

/** A comment that was rewritten keeps the identity it began with; its label says how grave it is now. */
function labelled({ identity, shown }: ToldIdentity): FindingIdentity {
  return { ...identity, severity: labelOf(shown) ?? identity.severity };
}

/** Where the service shows it, unless it is known to have gone elsewhere. */
function placeOf({ path = '', range }: Thread, later: string | undefined): Pick<KnownFinding, 'path' | 'range'> {
  if (later !== undefined && later !== path) return { path: later };
  return { path, ...(range ? { range } : {}) };
}

/** From the properties, which is all that versions before 2 wrote; title and severity stand in the text as well. */
function olderIdentity({ properties, path = '', ...thread }: Thread): FindingIdentity {
  const content = contentOf(thread);
  const text = (name: keyof typeof PROPERTY) => properties[PROPERTY[name]];
  return {
    fingerprint: text('fingerprint') ?? '',
    twin: text('twin') ?? '',
    mark: text('mark') ?? '',
    gist: '',
    side: text('side') === 'old' ? 'old' : 'new',
    path,
    openedAs: STATUSES.find((one) => one === text('status')) ?? 'active',
    severity: SEVERITY_ORDER.find((one) => one === text('severity')) ?? labelOf(content) ?? 'suggestion',
    category: CATEGORIES.find((one) => one === text('category')) ?? categoryOf(content),
    enforced: text('enforced') === 'true',
    title: text('title') ?? titleOf(content),
  };
}

function contentOf({ comments: [first] }: Pick<Thread, 'comments'>): string {
  return first?.content ?? '';
}

function labelOf(content: string): Severity | undefined {
  const label = /^\*\*(Blocker|Warning|Suggestion)\*\*/.exec(content)?.[1];
  return SEVERITY_ORDER.find((one) => one === label?.toLowerCase());
}

function categoryOf(content: string): Category {
  const word = /^\*\*\w+\*\* · ([\w-]+)/.exec(content)?.[1];
  return CATEGORIES.find((one) => one === word) ?? 'bug';
}

function titleOf(content: string): string {
  const line = content.split('\n')[0] ?? '';
  return line.replace(/^.*? — /, '').replace(/\\(?=[^\w\s])|\*\*/g, '');
}
