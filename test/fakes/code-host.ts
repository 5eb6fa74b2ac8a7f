import { SecondPassError } from '../../src/errors';
import type {
  CodeHost,
  Comment,
  Conversation,
  HostWrite,
  Identity,
  Iteration,
  PostedStatus,
  PullRequest,
  StatusState,
  Thread,
  Written,
} from '../../src/ports/code-host';

export interface FakeCodeHost extends CodeHost {
  /** What was carried out, oldest first. */
  writes: HostWrite[];
  /** The pull request as it is now; tests change it between calls. */
  current: PullRequest;
  /** Everything on the pull request, as the next conversation will show it. */
  threads: Thread[];
  /** The newest status by name. */
  statuses: Map<string, { state: StatusState; description: string; iteration: number; targetUrl?: string }>;
  /** How many threads were ever opened: no number is given twice. */
  opened: number;
  /** All of them, oldest first, as the service keeps them. */
  posted: PostedStatus[];
  vote: number;
  /** Of the pull request, whoever wrote them. */
  properties: Map<string, string>;
  /** Who pushed to the source branch before there was a pull request. */
  pushedBefore: Identity[];
  /** The service's clock: a write comes `pace` milliseconds after what was before it, a push ten minutes. */
  time: number;
  pace: number;
  /** A push: the next iteration, and the files changed in it. */
  push(files: readonly string[], iteration?: Partial<Iteration>): Iteration;
  /** What a person does in the browser; answers with the thread's id. */
  personOpens(who: Identity, content: string, place?: Pick<Thread, 'path' | 'range'>): number;
  personReplies(who: Identity, threadId: number, content: string): void;
  personSets(threadId: number, status: Thread['status']): void;
  /** What anybody who may contribute can do through REST: other properties on a thread; undefined removes one. */
  personTampers(threadId: number, properties: Readonly<Record<string, string | undefined>>): void;
  /** The iteration in which a thread was opened. */
  openedIn(threadId: number): number;
  /** Throws this instead of carrying out the nth write from now, 1 being the next. */
  breakAt(nth: number, error: Error): void;
}

export const self: Identity = { id: '00000000-0000-4000-8000-000000000001', name: 'Build Service' };
export const author: Identity = { id: '00000000-0000-4000-8000-000000000002', name: 'Mona Lisa' };

/** A pull request in memory that behaves as the adapters do, without a service behind it. */
export function createFakeCodeHost(
  given: { files?: readonly string[]; pullRequest?: Partial<PullRequest> } = {},
): FakeCodeHost {
  const trackingIds = new Map<string, number>();
  const changed = new Map<number, readonly string[]>();
  const broken = new Map<number, Error>();
  const iterations = new Map<number, number>();
  let attempts = 0;
  const fake: FakeCodeHost = {
    writes: [],
    current: { ...pullRequest(), ...given.pullRequest },
    threads: [],
    statuses: new Map(),
    opened: 0,
    posted: [],
    vote: 0,
    properties: new Map(),
    pushedBefore: [],
    time: Date.parse('2026-04-01'),
    pace: 5_000,
    now: () => fake.time,
    pullRequest: async () => structuredClone(fake.current),
    pushers: async () => ({ known: structuredClone(fake.pushedBefore), areAll: !fake.current.isFork }),
    conversation: async (iteration) => ({
      ...conversation(fake.threads, changed.get(iteration) ?? [], trackingIds),
      statuses: structuredClone(fake.posted),
      properties: Object.fromEntries(fake.properties),
    }),
    async apply(write) {
      attempts += 1;
      const error = broken.get(attempts);
      if (error) throw error;
      fake.time += fake.pace;
      const written = carryOut(fake, write);
      if (write.kind === 'openThread') iterations.set(written.threadId ?? 0, write.iteration);
      fake.writes.push(structuredClone(write));
      return written;
    },
    push(files, iteration = {}) {
      fake.time += 600_000;
      const id = fake.current.iteration.id + 1;
      fake.current = {
        ...fake.current,
        iteration: { ...fake.current.iteration, id, source: sha(id), reason: 'push', ...iteration },
      };
      track(files, id);
      return fake.current.iteration;
    },
    personOpens(who, content, place = {}) {
      const comments = [comment(1, who, content, fake.time)];
      const id = add(fake, { status: 'active', properties: {}, comments, ...place });
      iterations.set(id, fake.current.iteration.id);
      return id;
    },
    personReplies: (who, threadId, content) => void addComment(fake, threadId, who, content),
    personSets: (threadId, status) => change(fake, threadId, { status }),
    personTampers(threadId, properties) {
      const all = Object.entries({ ...threadOf(fake, threadId).properties, ...properties });
      const left = all.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]));
      change(fake, threadId, { properties: Object.fromEntries(left) });
    },
    openedIn: (threadId) => iterations.get(threadId) ?? 0,
    breakAt: (nth, error) => void broken.set(attempts + nth, error),
  };
  const track = (files: readonly string[], iteration: number) => {
    changed.set(iteration, files);
    for (const path of files) if (!trackingIds.has(path)) trackingIds.set(path, trackingIds.size + 1);
  };
  track(given.files ?? [], fake.current.iteration.id);
  return fake;
}

function carryOut(fake: FakeCodeHost, write: HostWrite): Written {
  switch (write.kind) {
    case 'openThread':
      return openThread(fake, write);
    case 'reply':
      checkLength(write.content);
      return {
        threadId: write.threadId,
        commentId: addComment(fake, write.threadId, fake.current.self, write.content),
      };
    case 'editComment':
      checkLength(write.content);
      changeComment(fake, write, { content: write.content, contentUpdatedAt: fake.time });
      return { threadId: write.threadId, commentId: write.commentId };
    case 'setThreadStatus':
      change(fake, write.threadId, { status: write.status });
      return { threadId: write.threadId };
    case 'deleteComment':
      return deleteComment(fake, write);
    case 'status': {
      const { kind: _, name, iteration, ...told } = write;
      const status = { ...told, iteration: iteration ?? fake.current.iteration.id };
      fake.statuses.set(name, status);
      fake.posted.push({ name, by: fake.current.self, ...status });
      return {};
    }
    case 'property':
      if (write.value === null) fake.properties.delete(write.name);
      else fake.properties.set(write.name, write.value);
      return {};
    case 'vote':
      fake.vote = fake.current.isDraft ? 0 : write.value;
      return { vote: fake.vote };
  }
}

function openThread(fake: FakeCodeHost, write: Extract<HostWrite, { kind: 'openThread' }>): Written {
  checkLength(write.content);
  const { path, range } = write.place ?? {};
  const place = { ...(path ? { path } : {}), ...(range ? { range } : {}) };
  const comments = [comment(1, fake.current.self, write.content, fake.time)];
  const threadId = add(fake, { status: write.status, properties: { ...write.properties }, comments, ...place });
  return { threadId, commentId: 1 };
}

/** Deletion is soft; what is not there needs none. */
function deleteComment(fake: FakeCodeHost, { threadId, commentId }: { threadId: number; commentId: number }): Written {
  const thread = fake.threads.find(({ id }) => id === threadId);
  if (thread?.comments.some(({ id }) => id === commentId)) {
    changeComment(fake, { threadId, commentId }, { isDeleted: true, content: '' });
    const { comments } = threadOf(fake, threadId);
    change(fake, threadId, { isDeleted: comments.every(({ isDeleted }) => isDeleted) });
  }
  return { threadId, commentId };
}

function conversation(
  threads: readonly Thread[],
  files: readonly string[],
  trackingIds: ReadonlyMap<string, number>,
): Conversation {
  const changeTrackingIds = new Map(files.map((path) => [path, trackingIds.get(path) ?? 0]));
  return { threads: structuredClone(threads), changeTrackingIds };
}

function add(fake: FakeCodeHost, thread: Omit<Thread, 'id' | 'isDeleted'>): number {
  const id = 101 + fake.opened;
  fake.opened += 1;
  fake.threads.push({ id, isDeleted: false, ...thread });
  return id;
}

function addComment(fake: FakeCodeHost, threadId: number, who: Identity, content: string): number {
  const { comments } = threadOf(fake, threadId);
  const added = comment(comments.length + 1, who, content, fake.time);
  change(fake, threadId, { comments: [...comments, added] });
  return added.id;
}

function changeComment(
  fake: FakeCodeHost,
  { threadId, commentId }: { threadId: number; commentId: number },
  changes: Partial<Comment>,
): void {
  const { comments } = threadOf(fake, threadId);
  change(fake, threadId, {
    comments: comments.map((each) => (each.id === commentId ? { ...each, ...changes } : each)),
  });
}

function change(fake: FakeCodeHost, threadId: number, changes: Partial<Thread>): void {
  const thread = threadOf(fake, threadId);
  fake.threads = fake.threads.map((each) => (each === thread ? { ...each, ...changes } : each));
}

function threadOf(fake: FakeCodeHost, threadId: number): Thread {
  const found = fake.threads.find(({ id }) => id === threadId);
  if (found) return found;
  throw new SecondPassError({ kind: 'platform', code: 'not-found', message: `No thread ${threadId}.`, status: 404 });
}

function comment(id: number, who: Identity, content: string, at: number): Comment {
  return { id, author: who, content, isDeleted: false, isText: true, publishedAt: at, contentUpdatedAt: at };
}

function checkLength(content: string): void {
  if (content.length <= 150_000) return;
  throw new SecondPassError({ kind: 'platform', code: 'comment-too-long', message: `${content.length} characters.` });
}

function pullRequest(): PullRequest {
  return {
    id: 1,
    webUrl: 'https://dev.azure.com/fabrikam/project/_git/sample/pullrequest/1',
    state: 'active',
    isDraft: false,
    isFork: false,
    author,
    authorAccount: '',
    title: 'T',
    labels: [],
    targetBranch: 'refs/heads/main',
    repositoryId: '00000000-0000-4000-8000-0000000000aa',
    iteration: { id: 1, base: sha(0xba5e), source: sha(1), target: sha(0x7a6), reason: 'create' },
    self,
  };
}

function sha(number: number): string {
  return number.toString(16).padStart(40, '0');
}
