import type { Comment, Identity, PullRequest } from '../../ports/code-host';
import type { KnownFinding } from '../triage/known-finding';
import { whyNoReason } from './accepting-reason';
import { acceptsInWords, NOT_A_YES } from './accepting-words';
import { ASKS, ownWords } from './own-words';

/** Who a pull request is by, and what was said in one of its threads. */
export interface Said extends Pick<KnownFinding, 'replies' | 'acceptedWith'> {}

/** The plain words that accept in every language, said first and with a reason. */
const FORMULA =
  /^[*_\s]*(?:accept(?:ed)?[*_\s]*:|(?<command>\/accept(?:ed)?)(?![\p{L}\p{N}_-]))[*_\s:]*(?<reason>[\s\S]*)/iu;

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

function whyNoAcceptance({ author, content }: Comment, authors: readonly Identity[]): string {
  if (author.nature === 'gone' || author.id === '') return 'the last word is by an account that is gone';
  if (authors.length === 0 || isOneOf(author, authors)) return `the last word is by ${author.name}, an author`;
  const why = whyNoYes(content);
  return why === '' ? '' : `the last word, by ${author.name}, ${why}; “accepted: reason” would accept it`;
}

/** Only words that accept do; what is not understood accepts nothing. */
function whyNoYes(content: string): string {
  const words = ownWords(content);
  const { reason, command } = FORMULA.exec(words)?.groups ?? {};
  if (reason !== undefined) return whyNoReason(reason, command !== undefined);
  if (!/\p{L}/u.test(words)) return 'says nothing in words of its own';
  if (ASKS.test(words)) return 'asks something';
  return acceptsInWords(words) ? '' : NOT_A_YES;
}

function isOneOf({ id }: Identity, authors: readonly Identity[]): boolean {
  return authors.some((author) => author.id === id);
}
