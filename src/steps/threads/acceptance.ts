import type { Comment, Identity, PullRequest } from '../../ports/code-host';
import type { KnownFinding } from '../triage/known-finding';
import { isUnreadable, objectsInAnyLanguage } from './objections';

/** Who a pull request is by, and what was said in one of its threads. */
export interface Said extends Pick<KnownFinding, 'replies' | 'acceptedWith'> {}

/** What a person says in English or German when it is anything but an acceptance: a question, an order to mend it, a no. */
const OBJECTION =
  /\?\s*$|^\W*(?:no|nope|nein)\b|\b(?:must|should|needs?|has|have|ought)\b[^.!\n]{0,24}\b(?:fix(?:ed)?|chang(?:e|ed)|resolved?|mend(?:ed)?|handled?|revert(?:ed)?|removed?|corrected?)\b|\b(?:please|bitte|pls)\b[^.!\n]{0,24}\b(?:fix|change|mend|handle|revert|remove|correct|beheb\w*|korrigier\w*|änder\w*)\b|\bfix (?:this|it|that)\b|\b(?:do not|don't|dont|never|cannot|can't|won't) (?:merge|close|ship|accept|approve|ignore|resolve|agree)\b|\bnot (?:ok(?:ay)?|fine|acceptable|accepted|agreed|resolved|fixed|good)\b|\bdisagree\b|\bobject(?:ion)?\b|\breject(?:ed)?\b|\b(?:real|serious|genuine|actual) (?:bug|problem|issue|vulnerability|hole)\b|\bis (?:a|still a) (?:bug|problem|vulnerability)\b|\bstill (?:broken|open|wrong|there|fails|crashes)\b|\breopen(?:ed|ing)?\b|\b(?:muss|müsste|sollte)\b[^.!\n]{0,32}\b(?:behoben|geändert|korrigiert|repariert|gefixt)\b|\bnicht (?:akzeptabel|okay|ok|in ordnung|mergen|einverstanden)\b|\bwiderspr(?:eche|uch)\b|\beinspruch\b/i;

/** It is said first, so that no other word can be taken for it. */
const PLAIN_ACCEPTANCE = /^\W*accepted\b/i;

/** Who pushed to it is as little a judge of it as who opened it. */
export function authorsOf(pullRequest: Pick<PullRequest, 'author' | 'pushers'> | undefined): readonly Identity[] {
  return pullRequest === undefined ? [] : [pullRequest.author, ...(pullRequest.pushers ?? [])];
}

/**
 * The comment with which a person accepted a blocker: the latest word in its thread, by somebody who is neither an author of the
 * change nor a service, and no objection. What an author says after a run has seen it undoes nothing.
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
  if (PLAIN_ACCEPTANCE.test(content)) return '';
  if (content.trim() === '') return 'the last word says nothing';
  const isObjection = OBJECTION.test(content) || objectsInAnyLanguage(content);
  if (!isObjection && !isUnreadable(content)) return '';
  const how = isObjection ? 'reads like an objection or a question' : 'is in a language that is not read here';
  return `the last word, by ${author.name}, ${how}; “accepted: …” would accept it`;
}

function isOneOf({ id }: Identity, authors: readonly Identity[]): boolean {
  return authors.some((author) => author.id === id);
}
