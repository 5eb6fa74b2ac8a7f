import { madeOnce } from '../../made-once';

/** What a reason says that accepts nothing, by kind; small letters, `_` stands for a space. */
interface Kind {
  why: string;
  /** Wherever they stand. */
  anywhere?: readonly string[];
  /** At the beginning alone: further behind they may be said of the code. */
  first?: readonly string[];
  /** No reason follows behind a comma. */
  isWhole?: true;
  /** All that is said, but for signs. */
  alone?: readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    why: 'waits for something',
    anywhere: [
      'let_s_see let_us_see let_s_decide remains_to_be_seen  let_me_check let_me_look let_s_talk let_s_wait not_yet_reviewed',
      'mal_sehen schauen_wir_mal sehen_wir_dann muss_ich_noch noch_zu_prüfen prüfe_ich steht_noch_aus freigabe_fehlt ticket_folgt',
      'on_verra je_vérifie ya_veremos hay_que_comprobar hay_que_comprobarlo vediamo_dopo vamos_ver we_zullen_zien nog_nakijken',
    ],
    first: [
      '(?:i_|we_)?(?:ll_|will_|want_to_|d_like_to_)(?:ask|check|look|test|talk|think|verify|review|discuss) (?:i|we)_(?:d|would)_(?:rather|like_to|prefer_to)_(?:ask|check|look|see|test|talk|think|verify|review|discuss|wait) schaue_ich on_en_parle lo_hablamos ne_parliamo falamos',
      'we_ll_see_(?:how|what|after|when|if|then) we_will_see_(?:how|what|after|when|if|then) (?:i_)?(?:need_to|have_to|must|should)_(?:first_)?(?:ask|look|think|talk|discuss|wait) i_(?:need_to|have_to|must|should)_(?:ask|check|look|see|test|talk|think|verify|review|discuss|wait) i_ll_check i_ll_look i_will_check i_will_look will_look will_check need_to_check',
      'we_should_(?:ask|check|test|talk|wait) somebody_must somebody_should someone_must someone_should open_question open_point checking_(?:with|first|this|it) looking_into not_ready not_so_fast hold_off needs_another needs_more_work needs_work needs_discussion needs_a_look needs_a_closer needs_tests',
      'a_ver vediamo veremos à_voir à_vérifier à_revoir da_verificare da_vedere a_verificar por_verificar por_comprobar por_confirmar je_dois tengo_que devo ich_muss kläre_ich klären_wir muss_(?:noch_)?ge il_faut hay_que bisogna é_preciso moet_nog',
    ],
    alone: [
      'let_s_revisit(?:_[^,;]{1,40})? we_ll_see we_will_see to_be_seen to_be_clarified checking on_hold parked pending later not_yet in_review under_review under_discussion awaiting_review needs_clarification needs_thought',
      'wird_geprüft wird_noch_geprüft in_prüfung à_discuter en_attente en_cours en_revisión pendiente da_discutere in_attesa a_discutir em_análise in_behandeling',
    ],
  },
  {
    why: 'asks something',
    first: [
      '(?:is|are|was|were|did|do|does|would|could|should|can|will|has|have)n?_?t?_(?:it|this|that|there|they|we|you|i|these|those|any(?:one|body)|some(?:one|body))',
      'who_decides who_decided who_says who_said who_approved who_accepted who_owns who_is_going who_will who_should who_wants who_cares who_knows who_takes who_is why_do_we who_signed says_who on_whose what_makes_you',
      'why_on_earth why_is why_are why_do why_does why_did why_not why_would why_should why_this why_that why_don_t how_do how_does how_did how_can how_could how_should how_sure how_safe how_come how_would',
      'what_about what_if what_happens what_do what_does what_would what_should what_s_the is_this is_that is_it are_we are_you do_we do_you does_this does_that does_it did_you did_we did_anybody has_anybody has_anyone is_anybody is_anyone',
      'should_we should_i shouldn_t_we should_it can_we can_i can_you can_somebody can_someone could_we could_you would_you would_it isn_t_this isn_t_it aren_t_we don_t_we',
      'wer_entscheidet wer_übernimmt wie_sicher wer_hat wer_sagt wer_soll warum wieso weshalb wozu ist_das ist_es sollen_wir sollten_wir können_wir kann_man kann_jemand was_ist_mit was_passiert was_wenn woher',
      'qui_décide qui_prend qui_a qui_doit pourquoi_faire pourquoi_est pourquoi_on est_ce_que qu_est_ce comment_sais faut_il peut_on',
      'quién_decide quién_asume quién_ha por_qué cómo_sabes qué_pasa deberíamos podemos chi_decide chi_si_assume chi_ha come_fai perché_serve cosa_succede dovremmo quem_decide quem_vai por_quê wie_beslist wie_heeft waarom',
    ],
    alone: ['really seriously'],
  },
  {
    why: 'leaves it to others',
    anywhere: [
      'second_opinion second_pair_of_eyes not_my_call not_my_decision not_my_problem not_mine_to_decide above_my_pay entscheiden_lassen',
    ],
    first: [
      'up_to_(?:you|the_team|them|security) check_with talk_to speak_to speak_with over_to let_security get_security get_approval get_somebody escalate escalated_to needs_approval needs_an_approval needs_sign_off needs_a_sign_off needs_a_second',
      'soll_das soll_die soll_der rücksprache_mit à_toi à_vous te_toca tocca_a cabe_a',
    ],
    alone: [
      '(?:cc|assigned_to|assign_to)_@?[\\p{L}\\d.]+ decision_by_* muss_*_entscheiden *_(?:(?:to|should|must|has_to|needs_to)_decide|(?:soll|muss)_entscheiden|doit_décider|debe_decidir|deve_decidere|moet_beslissen)',
    ],
  },
  {
    why: 'agrees with the finding',
    anywhere: [
      'bot_is_right reviewer_is_right review_is_right you_are_right you_re_right agree_with_the_bot agree_with_the_finding agree_with_the_review agree_with_second_pass',
      'bot_hat_recht bot_a_raison bot_tiene_razón bot_ha_ragione bot_tem_razão bot_heeft_gelijk',
    ],
    first: [
      'as_a_bug as_bug as_a_defect as_defect as_a_problem valid_bug confirmed_bug als_bug als_fehler comme_bug como_bug como_error come_bug',
    ],
    alone: [
      '(?:yes_|right_|true_)?(?:that_is|this_is|that_s|it_s|it_is)_(?:a_(?:real_)?bug|wrong)(?:_thanks)? (?:stimmt_|ja_)?das_ist_ein_(?:bug|fehler) (?:oui_)?c_est_un_bug (?:sí_)?es_un_(?:bug|error) (?:sì_)?è_un_bug (?:sim_)?é_um_bug (?:ja_)?dit_is_een_bug',
      '(?:the_)?(?:bug|problem|issue)_is_real (?:thanks_|thank_you_|danke_|merci_)?(?:well_spotted|good_one|nice_one|gut_gefunden|guter_fund|bien_vu|bien_trouvé|bien_visto|ben_visto|bem_visto|goed_gezien)(?:_thanks)? confirmed agree fair_point good_point (?:it_is_|it_s_)?a_(?:fair|valid|good)_point bug_confirmed agreed_with_the_comment the_finding the_suggestion suggestion suggestion_applied finding correct true right indeed agreed bug a_bug yes_a_bug the_comment the_review stimmt richtig exact vrai correcto cierto vero giusto',
    ],
  },
  {
    why: 'names a ticket alone',
    alone: [
      '(?:a_|new_)?(?:ticket|bug|issue|defect|task)(?:_[#\\d]+)?(?:_created|_filed|_opened|_raised|_exists|_follows)? (?:created|opened|filed|raised)_(?:ab_|bug_|ticket_|issue_)?#?\\d+ (?:i_|we_)?(?:created|opened|filed|raised)_(?:a_|the_)?(?:ticket|bug|issue|task)(?:_for_(?:it|this|that))? moved_to_(?:the_)?backlog',
      'ticket_angelegt ticket_erstellt bug_angelegt als_ticket_angelegt ticket_créé ticket_creado incidencia_creada ticket_creato ticket_criado ticket_aangemaakt',
    ],
  },
  {
    why: 'is against it',
    anywhere: [
      'pas_d_accord no_estoy_de_acuerdo non_sono_d_accordo não_concordo niet_mee_eens nicht_einverstanden another_(?:security_)?hole',
      'i_would_not_ship i_would_not_merge bad_idea terrible_idea awful_idea stupid_idea i_don_t_like we_don_t_like i_do_not_like not_happy_with not_convinced not_good_enough i_object i_m_against i_am_against we_are_against strongly_against nobody_should_merge nobody_should_ship',
      'schlechte_idee gefällt_mir_nicht nicht_überzeugt bin_dagegen sind_dagegen nicht_mergen nicht_ausliefern mauvaise_idée je_suis_contre pas_convaincu pas_convaincue ne_pas_fusionner ne_pas_livrer',
      'mala_idea estoy_en_contra no_me_convence no_fusionar cattiva_idea pessima_idea sono_contrario sono_contraria non_unire má_ideia sou_contra não_fazer_merge slecht_idee ben_tegen niet_mergen',
    ],
    first: [
      'must_not_go this_must_not keep_(?:this|it)_open leave_(?:this|it)_open stay_open reopen_(?:this|it) unacceptable this_is_unacceptable offen_lassen laisser_ouvert dejar_abierto lasciare_aperto',
    ],
    alone: [
      'no_merge no_go (?:too_|very_)?(?:risky|dangerous) i_have_concerns concerned concerned_about_(?:this|it) reopen reopened open_again terrible awful horrible (?:yes_)?(?:it_is_)?broken crashes don_t ungern',
    ],
  },
  {
    why: 'gives no reason',
    alone: [
      'hm+ mhm+ noted k (?:many_)?(?:thanks|thank_you|danke|merci|gracias|grazie|obrigad[oa]|bedankt)(?:_for_.{1,30})?',
    ],
  },
  {
    why: 'is said in jest',
    anywhere: ['yeah_right sure_why_not lol haha hahaha rofl what_could_go_wrong what_could_possibly'],
    alone: ['whatever as_if sure yeah if_you_say_so meh you_win fine_you_win'],
  },
  {
    why: 'takes it back',
    anywhere: [
      'changed_my_mind anders_überlegt changé_d_avis cambié_de_opinión cambiato_idea mudei_de_ideia i_take_it_back i_take_this_back i_take_that_back scratch_that wrong_thread wrong_pr wrong_pull_request falscher_thread nehme_es_zurück nehme_das_zurück je_retire_mon mauvais_fil lo_retiro hilo_equivocado lo_ritiro thread_sbagliato retiro_o_que trek_het_terug',
    ],
    first: [
      'oops i_cancel cancel_my approval_withdrawn approval_revoked posted_by_(?:mistake|accident) error_on_my_side my_mistake misclick fehlklick by_mistake by_accident just_testing testing_(?:the_command|this|it|whether) versehentlich aus_versehen par_erreur por_error por_engano per_errore per_sbaglio per_ongeluk',
    ],
    alone: [
      'never_mind undo ignore ignore_this wrong_button no_longer not_any_?more irrtum une_erreur withdrawn revoked retracted taken_back testing widerrufen',
    ],
  },
  {
    why: 'makes a condition',
    isWhole: true,
    first: [
      '(?:ok|okay|fine|good|great|sure|yes|lgtm|happy|acceptable|approved)(?:_with_me|_for_me|_by_me)?_(?:if|when|once|after|as_long_as|as_soon_as|provided|with_(?:a_|more_)?tests?)',
      '(?:gut|passt|einverstanden|ok|okay)_(?:wenn|sobald|falls|nachdem) (?:d_accord|bon|bien|ok)_(?:si|quand|dès_que|après) (?:vale|de_acuerdo|bien|ok)_(?:si|cuando|después_de) (?:va_bene|bene|ok)_(?:se|quando|dopo) (?:tudo_bem|ok)_(?:se|quando|depois) (?:prima|goed|akkoord|ok)_(?:als|zodra|mits|nadat)',
    ],
  },
];

interface Pattern {
  why: string;
  pattern: RegExp;
}

/** Made when somebody has said something: they take as long as all other patterns of a review together. */
const patternsOf = madeOnce((kinds: typeof KINDS): Pattern[] =>
  kinds.flatMap(({ why, anywhere = [], first = [], isWhole, alone = [] }) => [
    ...patternOf(why, anywhere, (words) => `(?<![\\p{L}\\p{M}])${words}(?![\\p{L}\\p{M}])`),
    ...patternOf(why, first, (words) => `^[^\\p{L}]*${words}(?![\\p{L}\\p{M}])${isWhole ? '(?=[^,;]*$)' : ''}`),
    ...patternOf(why, alone, (words) => `^[^\\p{L}]*${words}[^\\p{L}]*$`),
  ]),
);

/** Why these words accept nothing; empty when they may. */
export function whyObjecting(reason: string): string {
  return patternsOf(KINDS).find(({ pattern }) => pattern.test(reason))?.why ?? '';
}

function patternOf(why: string, lines: readonly string[], around: (words: string) => string): Pattern[] {
  const words = lines
    .flatMap((line) => line.match(/\S+/g) ?? [])
    .map((phrase) => phrase.replaceAll('_', "[\\s'’,-]{0,3}").replaceAll('*', '[^.!\\n]{1,40}'));
  return words.length === 0 ? [] : [{ why, pattern: new RegExp(around(`(?:${words.join('|')})`), 'iu') }];
}
