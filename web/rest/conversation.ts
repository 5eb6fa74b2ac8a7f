import type { StoryFacts, StoryStatus } from '../../src/steps/insights/story';
import { type Json, objectOf, pathOf, textOf, timeOf } from './answers';
import { type FailureKind, failureKind } from './failure';
import type { Rest } from './rest';

type Thread = StoryFacts['threads'][number];
type Comment = Thread['comments'][number];
type LineRange = NonNullable<Thread['range']>;
export type Identity = Comment['author'];

export interface PullRequestPlace {
  project: string;
  repositoryId: string;
  pullRequestId: number;
}

/** One push, and who made it. */
export interface Push {
  iteration: number;
  by: Identity;
  /** Milliseconds since 1970; 0 when the service did not say. */
  at: number;
}

/** Each part is there, or why it is not. */
export interface Told {
  threads: readonly Thread[] | FailureKind;
  statuses: readonly StoryStatus[] | FailureKind;
  pushes: readonly Push[] | FailureKind;
}

const GENRE = 'second-pass';

/** What stands on the pull request: three questions, asked side by side. */
export async function readConversation(rest: Rest, place: PullRequestPlace): Promise<Told> {
  const base = pullRequestPath(place);
  const [threads, statuses, pushes] = await Promise.all([
    list(rest.json(`${base}/threads`), threadOf),
    list(rest.json(`${base}/statuses`, { isLate: true }), statusOf),
    list(rest.json(`${base}/iterations`), pushOf),
  ]);
  return { threads, statuses, pushes };
}

export function pullRequestPath({ project, repositoryId, pullRequestId }: PullRequestPlace): string {
  return pathOf(project, '_apis', 'git', 'repositories', repositoryId, 'pullRequests', String(pullRequestId));
}

async function list<Item>(
  asked: Promise<unknown>,
  read: (entry: Json) => Item | undefined,
): Promise<Item[] | FailureKind> {
  try {
    const { value } = objectOf(await asked);
    return Array.isArray(value) ? value.flatMap((entry) => read(objectOf(entry)) ?? []) : 'notReadable';
  } catch (error) {
    return failureKind(error);
  }
}

const STATUSES: readonly Thread['status'][] = ['active', 'pending', 'fixed', 'wontFix', 'closed', 'byDesign'];

export function threadOf(entry: Json): Thread | undefined {
  const { id, comments } = entry;
  if (typeof id !== 'number' || !Array.isArray(comments)) return undefined;
  const context = objectOf(entry.threadContext);
  const path = textOf(context.filePath).replace(/^\//, '');
  const range =
    linesOf('new', context.rightFileStart, context.rightFileEnd) ??
    linesOf('old', context.leftFileStart, context.leftFileEnd);
  return {
    id,
    status: STATUSES.find((status) => status === entry.status) ?? 'unknown',
    isDeleted: entry.isDeleted === true,
    ...(path ? { path } : {}),
    ...(path && range ? { range } : {}),
    properties: textsOf(objectOf(entry.properties)),
    comments: comments.map((one) => commentOf(objectOf(one))),
  };
}

function commentOf(entry: Json): Comment {
  return {
    id: Number(entry.id),
    author: identityOf(entry.author),
    content: textOf(entry.content),
    isDeleted: entry.isDeleted === true,
    isText: entry.commentType !== 'system' && entry.commentType !== 'codeChange',
    publishedAt: timeOf(entry.publishedDate),
  };
}

function linesOf(side: LineRange['side'], start: unknown, end: unknown): LineRange | undefined {
  const first = Number(objectOf(start).line);
  if (!(first > 0)) return undefined;
  return { side, startLine: first, endLine: Math.max(first, Number(objectOf(end).line) || first) };
}

export function statusOf(entry: Json): StoryStatus | undefined {
  const { genre, name } = objectOf(entry.context);
  if (genre !== GENRE || typeof name !== 'string') return undefined;
  return {
    name,
    state: textOf(entry.state),
    by: identityOf(entry.createdBy),
    iteration: Number(entry.iterationId) || 0,
    description: textOf(entry.description),
    url: textOf(entry.targetUrl),
    at: timeOf(entry.creationDate),
  };
}

export function pushOf(entry: Json): Push | undefined {
  if (typeof entry.id !== 'number') return undefined;
  return { iteration: entry.id, by: identityOf(entry.author), at: timeOf(entry.createdDate) };
}

/** The task's adapter reads the same; nobody may import it, so a test holds the two together. */
const SERVICE = /^(?:svc|s2s|aadsp|acs|agg|imp)\.|^Microsoft\.TeamFoundation\.ServiceIdentity/i;
const SERVICE_NAME = /^(?:Build|Service|AgentPool|Release|GitHub App|TeamFoundationService)\\/i;
const GROUP = /^(?:vssgp|aadgp|wingp)\./i;

/** An account as it signs; by its name alone nobody is taken for a service. */
function identityOf(entry: unknown): Identity {
  const account = objectOf(entry);
  if (typeof account.id !== 'string') return { id: '', name: '', nature: 'gone' };
  const nature = natureOf(account);
  return { id: account.id, name: textOf(account.displayName), ...(nature ? { nature } : {}) };
}

function natureOf({
  descriptor,
  uniqueName,
  isContainer,
  inactive,
  isDeletedInOrigin,
}: Json): Identity['nature'] | undefined {
  if (inactive === true || isDeletedInOrigin === true) return 'gone';
  if (isContainer === true || GROUP.test(textOf(descriptor))) return 'group';
  return SERVICE.test(textOf(descriptor)) || SERVICE_NAME.test(textOf(uniqueName)) ? 'service' : undefined;
}

/** Properties come as `{$type, $value}`. */
function textsOf(bag: Json): Record<string, string> {
  const texts = Object.entries(bag).flatMap(([name, value]): [string, string][] => {
    const plain = typeof value === 'object' && value !== null && '$value' in value ? value.$value : value;
    return ['string', 'number', 'boolean'].includes(typeof plain) ? [[name, String(plain)]] : [];
  });
  return Object.fromEntries(texts);
}
