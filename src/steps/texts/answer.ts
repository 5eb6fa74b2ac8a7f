import type { Comment, Thread } from '../../ports/code-host';
import { findHidden, hide, inertJson, parsedObject } from '../threads/hidden-text';

const MARK = 'second-pass-answer';

const ANSWER_STATES = ['claimed', 'planned', 'answered', 'refused', 'ended', 'applied'] as const;
export type AnswerState = (typeof ANSWER_STATES)[number];

/** What a comment of ours says of a request; hidden behind its text, and believed only under our own identity. */
export interface AnswerMark {
  request: string;
  /** The run that wrote it. */
  buildId: string;
  state: AnswerState;
  /** Of the plan that it shows or tells the fate of. */
  plan?: string;
  /** What the work on the request cost, where it was paid for. */
  usd?: number;
}

export function withAnswerMark(shown: string, mark: AnswerMark): string {
  return hide(shown, MARK, inertJson(mark), undefined);
}

export function answerMarkIn({ content, isDeleted }: Pick<Comment, 'content' | 'isDeleted'>): AnswerMark | null {
  const hidden = isDeleted ? undefined : findHidden(content, MARK);
  const stored = hidden && parsedObject(hidden.json);
  const state = ANSWER_STATES.find((one) => one === stored?.state);
  if (!stored || !state) return null;
  const { request, buildId, plan, usd } = stored;
  return {
    ...{ request: String(request), buildId: String(buildId), state },
    ...(plan ? { plan: String(plan) } : {}),
    ...(typeof usd === 'number' && usd > 0 ? { usd } : {}),
  };
}

/** Everything that we said about requests on these threads. */
export function answersIn(threads: readonly Pick<Thread, 'comments'>[], selfId: string): AnswerMark[] {
  const ours = threads.flatMap(({ comments }) => comments).filter(({ author }) => author.id === selfId);
  return ours.flatMap((comment) => answerMarkIn(comment) ?? []);
}
