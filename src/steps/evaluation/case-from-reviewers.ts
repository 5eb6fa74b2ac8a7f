import { cutText } from '../../cut-text';
import { grouped } from '../../grouped';
import type { Thread } from '../../ports/code-host';
import type { Gold, KnownProblem } from './gold';

/** What is known of a completed pull request; object ids by path for each of its iterations. */
export interface ReviewedByPeople {
  id: number;
  authorId: string;
  /** Oldest first, with milliseconds since 1970. */
  iterations: readonly { id: number; createdAt: number }[];
  threads: readonly Thread[];
}

/** A thread that was resolved as fixed, at the iteration that its author looked at. */
export interface ResolvedThread {
  thread: Thread;
  iteration: number;
}

/** At least so many letters say what is wrong; "nit", "?" and the like do not. */
const LEAST_WORDS = 12;

/**
 * Threads on lines of the new side that somebody other than the pull request's author began and that ended as fixed, before the
 * last push. Whether their file changed afterwards is for the caller to see.
 */
export function resolvedThreads({ authorId, iterations, threads }: ReviewedByPeople): ResolvedThread[] {
  const last = iterations.at(-1)?.id;
  return threads.flatMap((thread) => {
    const [first] = thread.comments;
    const isMeant =
      thread.status === 'fixed' && !thread.isDeleted && thread.range?.side === 'new' && thread.path !== undefined;
    if (!isMeant || !first?.isText || first.author.id === authorId || titleOf(thread).length < LEAST_WORDS) return [];
    const seen = iterations.filter(({ createdAt }) => createdAt <= first.publishedAt).at(-1)?.id;
    return seen === undefined || seen === last ? [] : [{ thread, iteration: seen }];
  });
}

/** The iteration at which most of them were said: a case shows one state of the change. */
export function mostTelling(resolved: readonly ResolvedThread[]): ResolvedThread[] {
  const byIteration = grouped(resolved, ({ iteration }) => iteration);
  return [...byIteration.values()].sort((a, b) => b.length - a.length)[0] ?? [];
}

export function goldOf(pullRequest: number, resolved: readonly ResolvedThread[]): Gold {
  return {
    about: `Pull request ${pullRequest}, iteration ${resolved[0]?.iteration}: threads of its reviewers that led to a change.`,
    problems: resolved.map(({ thread }) => problemOf(thread)),
  };
}

function problemOf(thread: Thread): KnownProblem {
  const { startLine, endLine } = thread.range ?? { startLine: 1, endLine: 1 };
  const { path = '', id } = thread;
  const explanation = cutText(thread.comments[0]?.content.trim() ?? '', 2000);
  return { id: `thread-${id}`, path, startLine, endLine, title: titleOf(thread), explanation };
}

function titleOf({ comments }: Thread): string {
  const line = (comments[0]?.content ?? '').split('\n').find((one) => one.trim() !== '') ?? '';
  return cutText(line.trim(), 200);
}
