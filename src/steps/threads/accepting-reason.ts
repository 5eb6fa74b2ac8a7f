import { NOT_A_YES } from './accepting-words';
import { whyObjecting } from './objecting-words';
import { ASKS } from './own-words';

/** Words of a reason that takes its “accepted” back, wherever they stand; `_` stands for a space. */
const OBJECTS: readonly { why: string; words: readonly string[] }[] = [
  {
    why: 'makes a condition',
    words: [
      'but except excluding unless until once provided providing pending subject_to as_long_as as_soon_as apart_from aside_from in_principle',
      'on_condition on_the_condition under_the_condition under_protest under_reserve only_if only_when only_after only_with only_once',
      'with_changes after_nits after_you if_you when_you tested_first reviewed_first before_merge before_merging before_we_merge before_release wait waiting assuming',
      'aber außer sofern solange sobald vorausgesetzt vorbehaltlich unter_vorbehalt unter_der_bedingung erst zuerst vorher falls nur_wenn nachdem',
      'mais sauf pourvu à_condition sous_réserve après_que dès_que d_abord si_tu si_vous',
      'pero salvo excepto siempre_que a_condición con_la_condición bajo_reserva bajo_protesta antes_de primero',
      'però tranne purché a_condizione prima_di mas exceto desde_que sob_reserva sob_protesto maar behalve mits op_voorwaarde onder_voorbehoud onder_protest zodra eerst',
    ],
  },
  {
    why: 'says no',
    words: [
      'rejected declined refused denied vetoed veto objection disagree blocking revert rollback roll_back nope nack no_way under_no_circumstances over_my_dead_body',
      'do_not_approve don_t_approve do_not_accept don_t_accept do_not_agree don_t_agree will_never_accept can_t_accept cannot_accept won_t_accept',
      'do_not_merge don_t_merge must_not_merge must_not_be_merged should_not_merge can_t_merge cannot_be_merged never_merge not_to_be_merged',
      'do_not_ship don_t_ship must_not_ship never_ship do_not_deploy don_t_deploy must_not_be_deployed do_not_release don_t_release must_not_be_released',
      'true_positive real_bug real_problem real_issue valid_finding good_catch nice_catch good_find finding_is_right finding_is_correct finding_is_valid can_reproduce a_mistake isn_t_ok not_ok i_refuse we_refuse zurückgewiesen this_is_wrong',
      'abgelehnt echter_fehler echtes_problem refusé vrai_bug rechazado error_real rifiutato rejeitado recusado afgewezen',
    ],
  },
  {
    why: 'is in doubt',
    words: [
      'maybe perhaps probably hopefully not_sure unsure doubt doubts i_guess tbd todo discuss discussed someone_else somebody_else please',
      'vielleicht wahrscheinlich hoffentlich unsicher zu_klären klären bitte peut[-‑]être probablement s_il_te_plaît s_il_vous_plaît',
      'quizás quizá tal_vez probablemente por_favor forse magari per_favore talvez provavelmente misschien waarschijnlijk alsjeblieft',
    ],
  },
];

/** What asks for a mend, unless it is put off, waived or done. */
const MENDS = words([
  'needs_tests needs_a_test hold_on working_on_it patch_follows muss_weg nachbessern da_sistemare do_poprawy fix fixed fixes fixing mend mended repair repaired rework needs_work address_this address_it be_addressed to_be_corrected be_removed be_changed be_reverted',
  'beheben behoben beheb korrigieren korrigiert corriger corrigé réparer corregir corregido arreglar correggere corretto corrigir corrigido oplossen opgelost',
]);
const PUT_OFF =
  /(?<!\p{L})(?:later|next(?! (?:push|commit|iteration))|follow-?\s?up|separate(?:ly)?|another|elsewhere|already|won['’]?t|will not|no need|nothing|not worth|need not|needn['’]?t|später|nächste\w*|anderswo|bereits|schon|plus tard|prochaine?|déjà|más tarde|próxim[oa]|ya|dopo|prossim[oa]|già|depois|já|volgende|al|(?:is|are|was|were|been)(?= (?:all )?(?:fixed|mended|repaired)))(?!\p{L})|#\d/iu;
/** Scripts that part no words, or in which a word has many forms. */
const OBJECTS_UNSPACED =
  /ただし|条件|修正して|修正が必要|直して|但是|可是|如果|除非|需要修|必须修|必須修|修复后|하지만|단,|수정해|수정이 필요|исправьте|исправить|нужно исправ|если|но только|виправ|якщо/iu;

const NO =
  'no+|nope|not|never|nah|nack|nein|nicht|niemals|non|jamais|nunca|mai|não|nao|nee|nooit|nie|nej|nei|ei|ne|nem|nu|hayır|hayir|không|tidak|нет|ні|не|όχι|לא|لا|नहीं|ไม่|いいえ|いや|不|不行|不要|不同意|否|아니요|아니오|아니|안\\s?됩니다';
const ONLY_A_NO = new RegExp(
  `^[^\\p{L}]*(?:['’]{0,3}\\p{L}[\\p{L}'’]*\\s+){0,3}(?:${NO})(?![\\p{L}\\p{M}])\\s*(?:[,;.!。、！]|$)|^\\s*-\\s?1(?!\\d)`,
  'iu',
);
/** A reason that begins so says when it would be accepted, or that it never will; further behind the words may be said of the code. */
const BEGINS =
  /^[^\p{L}]*(?:(?:given that|ask|only (?:for|in|on|with|by)|for (?:dev|test|staging) only|nur (?:für|in|mit|auf)|(?:only |not )?(?:if|when|after|before|now|yet)|(?:i|we)(?: will|’ll|'ll)? (?:never|refuse|won['’]?t|can ?not|can['’]t|don['’]t|do not)|(?:nur |nicht )?(?:wenn|bis|jetzt)|(?:pas |seulement )?(?:si|quand|lorsque|dès|après|jusqu|maintenant)|(?:solo |sólo |no )?(?:si|cuando|hasta|después|mientras)|(?:solo |non )?(?:se|quando|dopo|finché)|(?:só )?(?:se|quando|depois|até|enquanto)|(?:niet )?(?:als|nadat|tot))(?!\p{L}))/iu;
/** Orders stand first. */
const ORDERS =
  /^[^\p{L}]*(?:change|replace|use|add|handle|rewrite|redo|check|should be(?! (?:safe|fine|ok|okay|enough|harmless))|stop|block)(?!\p{L})/iu;
/** Somebody speaks of the command, or copied what would accept. */
const OF_COMMAND =
  /^(?:is|was|does|did|do|would|will|should|can|cannot|could|has|have|means|seems|works?|may|might|or|and|nothing)(?:n['’]t)?(?!\p{L})/iu;
const NO_REASON = /^\P{L}*(?:(?:write |give |add )?(?:a |your |the |some )?reason)?(?: here)?\P{L}*$/iu;

const PATTERNS = OBJECTS.map((one) => ({ why: one.why, pattern: words(one.words) }));

/** Why the words behind “accepted:” accept nothing; empty when they do. */
export function whyNoReason(reason: string, isCommand: boolean): string {
  if (isCommand && OF_COMMAND.test(reason)) return NOT_A_YES;
  if (NO_REASON.test(reason) && !/\p{N}/u.test(reason)) return 'gives no reason';
  // What comes below was often written later, to take it back.
  if (/\n.*[\p{L}\p{N}]/u.test(reason.trim())) return 'gives its reason in more than one line';
  if (ASKS.test(reason)) return 'asks something';
  if (ONLY_A_NO.test(reason)) return 'says no';
  if (BEGINS.test(reason) || OBJECTS_UNSPACED.test(reason)) return 'makes a condition';
  if (ORDERS.test(reason) || (MENDS.test(reason) && !PUT_OFF.test(reason))) return 'asks for a mend';
  return whyObjecting(reason) || (PATTERNS.find(({ pattern }) => pattern.test(reason))?.why ?? '');
}

function words(lines: readonly string[]): RegExp {
  const phrases = lines.flatMap((line) => line.split(' ')).map((phrase) => phrase.replaceAll('_', "[\\s'’-]{0,3}"));
  return new RegExp(`(?<![\\p{L}\\p{M}])(?:${phrases.join('|')})(?![\\p{L}\\p{M}])`, 'iu');
}
