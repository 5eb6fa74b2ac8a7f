import type { PullRequestSnapshot } from '../emulators/azure-devops/server';

/** What people see of a review on the pull request, without what differs from run to run. */
export interface ShownReview {
  /** `path lines status`, then the comment's text. */
  threads: { place: string; text: string }[];
  /** Every comment on the pull request as a whole. */
  general: { status: string | undefined; text: string }[];
  /** `second-pass/review failed (1): FAIL: ...`, oldest first. */
  statuses: string[];
}

export function shownReview({ threads, statuses }: PullRequestSnapshot): ShownReview {
  return {
    threads: threads
      .filter(({ file }) => file !== undefined)
      .map((thread) => ({
        place: `${thread.file} ${thread.lines ?? 'file'} ${thread.status}`,
        text: anyRepository(anySignature(thread.comments.map(({ content }) => content).join('\n----\n'))),
      })),
    general: threads
      .filter(({ file }) => file === undefined)
      .map(({ status, comments }) => ({
        status,
        text: anyRepository(placesLinked(withoutTime(comments.map(({ content }) => content).join('\n')), threads)),
      })),
    statuses: statuses.map(
      ({ context, state, iterationId, description }) => `${context} ${state} (${iterationId}): ${description}`,
    ),
  };
}

/** Places alone, as `path lines title`. */
export function placesOf({ threads }: PullRequestSnapshot): string[] {
  return threads
    .filter(({ file }) => file !== undefined)
    .map(({ file, lines, comments }) => `${file} ${lines ?? 'file'} ${titleOf(comments[0]?.content ?? '')}`);
}

function titleOf(comment: string): string {
  const bold = [...(comment.split('\n')[0] ?? '').matchAll(/\*\*(.+?)\*\*/g)].map(([, text]) => text);
  return bold.at(-1) ?? '';
}

/** The footer of the tracking comment tells how long the run took; behind it, unseen, stands what the next run must know. */
function withoutTime(text: string): string {
  return text.replace(/ · \d+ s · /, ' · ').replace(/\n*<!-- second-pass-\w+ .* -->\s*$/, '');
}

/** Links name the repository, which a fork's target shares with nobody. */
function anyRepository(text: string): string {
  return text.replace(/\/_git\/[^?)]+/g, '/_git/(repository)');
}

/** What a comment remembers is signed for its pull request alone; that something is signed stays visible. */
function anySignature(text: string): string {
  return text.replace(/(<!-- second-pass-\w+ .*\}) [0-9a-f]{64} -->/g, '$1 (signature) -->');
}

/** Threads have other numbers on each pull request, so a link shows the place of the thread that it leads to. */
function placesLinked(text: string, threads: PullRequestSnapshot['threads']): string {
  return text.replace(/\?discussionId=(\d+)/g, (_, id) => {
    const thread = threads.find((one) => one.id === Number(id));
    return `?discussionId=(${thread ? `${thread.file} ${thread.lines ?? 'file'}` : 'no thread'})`;
  });
}
