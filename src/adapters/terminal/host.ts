import type { CodeHost, HostWrite, PullRequest, Thread } from '../../ports/code-host';
import type { CommitRange } from '../../ports/repository';

const YOU = { id: '00000000-0000-4000-8000-000000000000', name: 'you' };

/** A terminal in place of a code host: a change without a pull request, whose comments are forgotten at the end. */
export function createTerminalHost(range: CommitRange): CodeHost {
  const threads: Thread[] = [];
  return {
    pullRequest: async () => pullRequestOf(range),
    pushers: async () => ({ known: [], areAll: true }),
    conversation: async () => ({ threads: [...threads], changeTrackingIds: new Map() }),
    apply: async (write) => remember(threads, write),
    now: () => 0,
  };
}

function pullRequestOf(range: CommitRange): PullRequest {
  return {
    id: 0,
    webUrl: '',
    state: 'active',
    isDraft: false,
    isFork: false,
    author: YOU,
    authorAccount: '',
    title: '',
    labels: [],
    targetBranch: '',
    repositoryId: '',
    iteration: { ...range, id: 1, target: range.base, reason: 'create' },
    self: YOU,
  };
}

/** A run looks again at what it wrote itself. */
function remember(threads: Thread[], write: HostWrite): { threadId?: number; commentId?: number } {
  if (write.kind === 'openThread') {
    const { status, content, properties, place = {} } = write;
    const comments = [{ id: 1, author: YOU, content, isDeleted: false, isText: true, publishedAt: 0 }];
    threads.push({ id: threads.length + 1, status, isDeleted: false, properties, comments, ...place });
    return { threadId: threads.length, commentId: 1 };
  }
  if (write.kind !== 'editComment') return {};
  const at = threads.findIndex(({ id }) => id === write.threadId);
  const thread = threads[at];
  if (thread) {
    threads[at] = { ...thread, comments: thread.comments.map((one) => ({ ...one, content: write.content })) };
  }
  return { threadId: write.threadId, commentId: write.commentId };
}
