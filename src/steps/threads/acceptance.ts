import type { Comment, Identity, PullRequest } from '../../ports/code-host';
import type { KnownFinding } from '../triage/known-finding';
import { acceptsInPlain, NO_DECISION, reasonBefore } from './accepting-line';

/** Who a pull request is by, and what was said in one of its threads. */
export interface Said extends Pick<KnownFinding, 'replies' | 'acceptedWith'> {}

/** Who pushed to it is as little a judge of it as who opened it. */
export function authorsOf(pullRequest: Pick<PullRequest, 'author' | 'pushers'> | undefined): readonly Identity[] {
  return pullRequest === undefined ? [] : [pullRequest.author, ...(pullRequest.pushers ?? [])];
}

/**
 * The comment with which a person accepted a blocker: the latest word in its thread, by somebody who is neither an author of the
 * change nor a service, and who says so. What an author says after a run has seen it undoes nothing.
 */
export function acceptanceOf(said: Said, authors: readonly Identity[]): Comment | undefined {
  const last = latestWord(said, authors);
  return last !== undefined && whyNoAcceptance(last, authors) === '' ? last : undefined;
}

/** Why the latest word accepts nothing; empty when it does. */
export function whyNotAccepted(said: Said, authors: readonly Identity[]): string {
  const last = latestWord(said, authors);
  return last === undefined ? 'nobody answered' : whyNoAcceptance(last, authors);
}

/** The word that an earlier run took for a yes, as long as it is the latest. */
export function wordThatWasTaken(said: Said, authors: readonly Identity[]): Comment | undefined {
  const last = latestWord(said, authors);
  return last !== undefined && last.id === said.acceptedWith ? last : undefined;
}

function latestWord({ replies, acceptedWith }: Said, authors: readonly Identity[]): Comment | undefined {
  const words = replies.filter(({ author }) => author.nature === undefined || author.nature === 'gone');
  const counting = words.filter(
    ({ id, author }) => acceptedWith === undefined || id <= acceptedWith || !isOneOf(author, authors),
  );
  return counting.at(-1);
}

/** Why a person accepted it, in their own words: those above the decision, else those that they had said before. */
export function reasonOf(word: Comment, replies: readonly Comment[]): string {
  if (!acceptsInPlain(word.content)) return word.content;
  const own = replies.filter(({ id, author }) => id < word.id && author.id === word.author.id);
  return reasonBefore(word.content) || (own.at(-1)?.content ?? word.content);
}

/** Only a plain decision accepts: what is not understood accepts nothing. */
function whyNoAcceptance({ author, content }: Comment, authors: readonly Identity[]): string {
  if (author.nature === 'gone' || author.id === '') return 'the last word is by an account that is gone';
  if (authors.length === 0 || isOneOf(author, authors)) return `the last word is by ${author.name}, an author`;
  return acceptsInPlain(content) ? '' : `the last word, by ${author.name}, ${NO_DECISION}`;
}

function isOneOf({ id }: Identity, authors: readonly Identity[]): boolean {
  return authors.some((author) => author.id === id);
}
