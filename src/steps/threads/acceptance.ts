import type { Comment, Identity, PullRequest } from '../../ports/code-host';
import type { KnownFinding } from '../triage/known-finding';
import { acceptsInWords, NOT_A_YES } from './accepting-words';
import { ownWords } from './own-words';

/** Who a pull request is by, and what was said in one of its threads. */
export interface Said extends Pick<KnownFinding, 'replies' | 'acceptedWith'> {}

/** A question mark of any script. */
const ASKS = /[?؟՞፧]|\p{sc=Greek}\s*;/u;

/** The plain words that accept in every language, said first and with a reason. */
const FORMULA =
  /^[*_\s]*(?:accept(?:ed)?[*_\s]*:|(?<command>\/accept(?:ed)?)(?![\p{L}\p{N}_-]))[*_\s:]*(?<reason>[\s\S]*)/iu;
const NO =
  'no+|nope|not|never|nah|nack|nein|nicht|niemals|non|jamais|nunca|mai|não|nao|nee|nooit|nie|nej|nei|ei|ne|nem|nu|hayır|hayir|không|tidak|нет|ні|не|όχι|לא|لا|नहीं|ไม่|いいえ|いや|不|不行|不要|不同意|否|아니요|아니오|아니|안\\s?됩니다';
const ONLY_A_NO = new RegExp(
  `^[^\\p{L}]*(?:[\\p{L}'’]+\\s+){0,3}(?:${NO})(?![\\p{L}\\p{M}])\\s*(?:[,;.!。、！]|$)`,
  'iu',
);
/** Said of the change, wherever in a reason. */
const REFUSES =
  /^\P{L}*(?:rejected|declined|refused|denied|vetoed|veto|objection|disagree|abgelehnt|refusé|rechazado|rifiutato|rejeitado|recusado|afgewezen)(?!\p{L})|(?<!\p{L})(?:do not|don['’]?t|must not|mustn['’]?t|should not|shouldn['’]?t|cannot|can['’]t|can not|never|not to) (?:be )?(?:merged?|ship(?:ped)?|deploy(?:ed)?|released?|land(?:ed)?)(?!\p{L})|(?<!\p{L})please (?:fix|change|revert|remove|mend)(?!\p{L})|(?<!\p{L})(?:but|just|now|then) fix (?:it|this|that)(?!\p{L})/iu;
/** Somebody speaks of the command. */
const OF_COMMAND =
  /^(?:is|was|does|did|do|would|will|should|can|could|has|have|means|seems|works?|may|might)(?:n['’]t)?(?!\p{L})/iu;
/** A reason that begins so says when it would be accepted, or that it never will. */
const CONDITION =
  /^[^\p{L}]*(?:(?:pending|subject to|under (?:protest|reserve|the condition)|on (?:the )?condition|in principle|given that|except|excluding|only (?:for|in|on|with|by)|unter (?:vorbehalt|der bedingung)|vorbehaltlich|nur (?:für|in|mit|auf)|außer|sous réserve|à condition|sauf|a condizione|salvo|con la condición|a condición|bajo (?:reserva|protesta)|sob (?:reserva|protesto)|op voorwaarde|onder (?:voorbehoud|protest)|(?:but |only |not )?(?:if|when|once|until|unless|after|before|as soon as|provided|assuming|as long as|now|yet)|no way|(?:i|we)(?: will|’ll|'ll)? (?:never|refuse|won['’]?t|can ?not|can['’]t|don['’]t|do not)|(?:aber |nur |nicht |erst )?(?:wenn|falls|sobald|sofern|solange|nachdem|bis|jetzt)|(?:mais |pas |seulement )?(?:si|quand|lorsque|dès|après|jusqu|maintenant)|(?:pero |solo |sólo |no )?(?:si|cuando|hasta|después|mientras)|(?:ma |solo |non )?(?:se|quando|dopo|finché)|(?:mas |só )?(?:se|quando|depois|até|enquanto)|(?:maar |niet )?(?:als|zodra|mits|nadat|tot))(?!\p{L})|ただし|条件|但是|可是|如果|하지만|단,)/iu;

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
  if (reason !== undefined) return command && OF_COMMAND.test(reason) ? NOT_A_YES : whyNoReason(reason);
  if (!/\p{L}/u.test(words)) return 'says nothing in words of its own';
  if (ASKS.test(words)) return 'asks something';
  return acceptsInWords(words) ? '' : NOT_A_YES;
}

function whyNoReason(reason: string): string {
  if (!/[\p{L}\p{N}]/u.test(reason)) return 'gives no reason';
  if (ASKS.test(reason)) return 'asks something';
  if (CONDITION.test(reason)) return 'makes a condition';
  return ONLY_A_NO.test(reason) || REFUSES.test(reason) ? 'says no' : '';
}

function isOneOf({ id }: Identity, authors: readonly Identity[]): boolean {
  return authors.some((author) => author.id === id);
}
