import { NOT_A_YES } from './accepting-words';
import { ASKS } from './own-words';

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

/** Why the words behind “accepted:” accept nothing; empty when they do. */
export function whyNoReason(reason: string, isCommand: boolean): string {
  if (isCommand && OF_COMMAND.test(reason)) return NOT_A_YES;
  if (!/[\p{L}\p{N}]/u.test(reason)) return 'gives no reason';
  if (ASKS.test(reason)) return 'asks something';
  if (CONDITION.test(reason)) return 'makes a condition';
  return ONLY_A_NO.test(reason) || REFUSES.test(reason) ? 'says no' : '';
}
