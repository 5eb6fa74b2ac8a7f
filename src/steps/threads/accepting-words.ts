/** How people accept in a language, and what makes such a word less than a yes; small letters, signs left out. */
interface AcceptingWords {
  /** How it begins, ending with a space where it is a whole word. */
  accepts: readonly string[];
  /** A no, a condition, a but or a would: where one stands in the same sentence, nothing is accepted; § is the accepting word. */
  hedges: readonly string[];
  /** Set where words are not parted by spaces. */
  isUnspaced?: true;
  isTerse?: true;
}

/** Enough is known of these to hear a but in a sentence. */
const KNOWN_WELL: Readonly<Record<string, AcceptingWords>> = {
  en: {
    accepts: signs(
      'accepted. i_accept. we_accept. i_can_accept. we_can_accept. acceptable. accepting_this. accepting_the_risk. approved. i_approve.',
      'we_approve. wontfix. wont_fix. won_t_fix. will_not_fix. by_design. intended. intentional. intentionally.',
      'on_purpose. deliberate. deliberately. false_positive. false_alarm. not_a_bug. not_a_problem.',
      'not_an_issue. no_bug. no_problem. is_fine. s_fine. is_ok. s_ok. is_okay. s_okay. fine_with. fine_by.',
      'fine_for. ok_with. ok_for. okay_with. okay_for. ok_to_merge.',
      'can_not_happen. cannot_happen. can_t_happen. cant_happen. never_happens.',
    ),
    hedges: signs(
      'that. not. no. never. nothing. none. nobody. neither. nor. hardly. barely. cannot. t. dont. wont. cant. isnt.',
      'without. would. could. should. might. may. must. but. however. except. unless. until. till. if. once.',
      'after. when. provided. though. although. yet. only. instead. as_long. . before.',
      'why. how. who. what. which. whose. suggestion proposal advice criticism point. practice. answer.',
      'solution. whom. wrong broken break. breaks. crash unsafe insecure fail danger block nack missing fix revert bug vulnerab wait yeah sure.',
      'great. wow. joke joking kidding seriously finding_§ report_§ comment_§ §_the_finding. §_this_finding. §_the_report. §_the_comment.',
    ),
  },
  de: {
    accepts: signs(
      'akzeptiert. ich_akzeptiere. wir_akzeptieren. akzeptabel. genehmigt. freigegeben. ist_ok.',
      'ist_okay. in_ordnung. passt_so. so_gewollt. gewollt. beabsichtigt. absichtlich. mit_absicht. fehlalarm.',
      'kein_fehler. kein_problem. kein_bug.',
      'für_mich_ok für_uns_ok',
    ),
    hedges: signs(
      'dass. nicht. kein nie. niemals. nichts. weder. ohne. aber. jedoch. außer. wenn. falls. sofern. solange.',
      'sobald. erst. bis. nur. würde hätte wäre könnte sollte muss allerdings. obwohl. warum. wieso. vorschlag.',
      'hinweis. kritik. noch.',
    ),
  },
  fr: {
    accepts: signs(
      'accepté j_accepte. on_accepte. acceptable. approuvé c_est_voulu. voulu. intentionnel',
      'faux_positif. pas_un_bug. aucun_problème.',
    ),
    hedges: signs(
      'que. qu. doit il_faut ne. n. pas. jamais. rien. aucun sans. mais. sauf. si. quand. lorsque. tant. jusqu après. seulement.',
      'serait. devrait. suggestion pourquoi.',
    ),
  },
  es: {
    accepts: signs(
      'aceptado. aceptada. acepto. aceptamos. aceptable. aprobado. intencionad intencional.',
      'a_propósito. falso_positivo. no_es_un_error.',
      'por_diseño.',
    ),
    hedges: signs(
      'que. no. nunca. ningún sin. pero. excepto. si. cuando. solo. sólo.',
      'después. aunque. sería. debería. sugerencia por_qué.',
    ),
  },
  it: {
    accepts: signs(
      'accettato. accettata. accetto. accettiamo. accettabile. approvato. voluto. intenzional',
      'falso_positivo. non_è_un_bug.',
    ),
    hedges: signs('che. non. mai. nessun senza. ma. però. se. quando. finché. solo. dopo.'),
  },
  pt: {
    accepts: signs(
      'aceito. aceite. aceita. aceitamos. aceitável. aprovado. intencional. de_propósito.',
      'falso_positivo. não_é_um_bug.',
    ),
    hedges: signs('que. não. nao. nunca. nenhum sem. mas. se. quando. até. só. depois.'),
  },
  nl: {
    accepts: signs(
      'geaccepteerd. ik_accepteer. we_accepteren. acceptabel. goedgekeurd. zo_bedoeld.',
      'opzettelijk. met_opzet. vals_alarm. geen_bug. geen_probleem. is_prima.',
    ),
    hedges: signs('dat. niet. geen. nooit. zonder. maar. tenzij. als. zodra. mits. tot. pas. alleen.'),
  },
};

/** In these one word may stand beside those that accept, and no more. */
const KNOWN: Readonly<Record<string, Pick<AcceptingWords, 'accepts' | 'hedges'>>> = {
  ca: {
    accepts: signs('acceptat. acceptada. accepto. acceptem. acceptable. aprovat. intencionat. fals_positiu.'),
    hedges: signs('no. mai. sense. si.'),
  },
  pl: {
    accepts: signs('akceptuję. akceptujemy. zaakceptowan zatwierdz celowo. fałszywy_alarm. to_nie_błąd.'),
    hedges: signs('nie. nigdy. bez. jeśli. gdy.'),
  },
  cs: {
    accepts: signs('akceptuji. akceptován přijímám. přijato. schvaluji. schváleno. záměr. falešný_poplach.'),
    hedges: signs('ne. není. nikdy. bez. pokud. když.'),
  },
  sk: {
    accepts: signs('akceptujem. akceptované. prijímam. prijaté. schvaľujem. schválené. zámer. falošný_poplach.'),
    hedges: signs('nie. ne. nikdy. bez. ak. keď.'),
  },
  sl: {
    accepts: signs('sprejmem. sprejemam. sprejeto. odobreno. namerno. lažni_alarm.'),
    hedges: signs('ne. ni. nikoli. brez. če. ko.'),
  },
  hr: {
    accepts: signs('prihvaćam. prihvaćeno. odobreno. namjerno. lažna_uzbuna.'),
    hedges: signs('ne. nije. nikad bez. ako. kad'),
  },
  sv: {
    accepts: signs('accepterat. accepterad. jag_accepterar. vi_accepterar. godkänt. med_avsikt. falskt_alarm. är_ok.'),
    hedges: signs('inte. ej. aldrig. utan. om. när.'),
  },
  da: {
    accepts: signs('accepteret. jeg_accepterer. vi_accepterer. godkendt. med_vilje. falsk_alarm. ikke_en_fejl. er_ok.'),
    hedges: signs('ikke. aldrig. uden. hvis. når.'),
  },
  nb: {
    accepts: signs(
      'akseptert. jeg_aksepterer. vi_aksepterer. godkjent. med_vilje. falsk_alarm. ikke_en_feil. er_greit.',
    ),
    hedges: signs('ikke. aldri. uten. hvis. når.'),
  },
  fi: {
    accepts: signs('hyväksytty. hyväksyn. hyväksymme. hyväksyttävä tarkoituksell väärä_hälytys. on_ok.'),
    hedges: signs('en. ei. emme. jos. kun. vasta.'),
  },
  et: {
    accepts: signs('aktsepteeritud. aktsepteerin. heaks_kiidetud. tahtlik valehäire.'),
    hedges: signs('ei. mitte. pole. kui.'),
  },
  lv: {
    accepts: signs('pieņemts. pieņemu. pieņemam. apstiprināts. ar_nolūku. viltus_trauksme.'),
    hedges: signs('ne. nav. nekad. ja. kad. bez.'),
  },
  lt: {
    accepts: signs('priimta. priimu. priimame. patvirtinta. tyčia. klaidingas_aliarmas.'),
    hedges: signs('ne. nėra. niekada. jei. kai. be.'),
  },
  hu: {
    accepts: signs('elfogadva. elfogadom. elfogadjuk. jóváhagyva. szándékos téves_riasztás. nem_hiba.'),
    hedges: signs('nem. ne. nincs. soha. ha.'),
  },
  ro: {
    accepts: signs('acceptat. accept_riscul. îl_accept. acceptăm. aprobat. intenționat alarmă_falsă.'),
    hedges: signs('nu. n. niciodată. fără. dacă. când.'),
  },
  tr: {
    accepts: signs(
      'kabul_ediyorum. kabul_ediyoruz. kabul_edildi. kabul_edilebilir. onaylandı. onaylıyorum. bilerek.',
      'kasıtlı. yanlış_alarm. hata_değil. sorun_değil.',
    ),
    hedges: signs('değil yok. asla. hiç ise. sonra.'),
  },
  vi: {
    accepts: signs('chấp_nhận. đã_chấp_nhận. đồng_ý_giữ. phê_duyệt. cố_ý. chủ_ý. báo_động_giả. không_phải_lỗi.'),
    hedges: signs('không. chưa. nếu. khi.'),
  },
  id: {
    accepts: signs(
      'diterima. saya_terima. kami_terima. saya_menerima. kami_menerima. disetujui. disengaja. alarm_palsu.',
      'bukan_bug. bukan_masalah.',
    ),
    hedges: signs('tidak. bukan. belum. jangan. jika. kalau.'),
  },
  ru: {
    accepts: signs('принято. принимаю. принимаем. одобрено. так_задумано. намеренно. ложное_срабатывание. не_ошибка.'),
    hedges: signs('не. нет. никогда. без. если. когда. бы.'),
  },
  uk: {
    accepts: signs('прийнято. приймаю. приймаємо. схвалено. так_задумано. навмисно. хибне_спрацювання. не_помилка.'),
    hedges: signs('не. ні. ніколи. без. якщо. коли. би.'),
  },
  bg: {
    accepts: signs('прието. приемам. приемаме. одобрено. нарочно. фалшива_тревога. не_е_грешка.'),
    hedges: signs('не. няма. никога. без. ако. когато. би.'),
  },
  el: {
    accepts: signs('αποδεκτό. δεκτό. το_δέχομαι. αποδέχομαι. αποδεχόμαστε. εγκρίνεται. εσκεμμένα. ψευδής_συναγερμός.'),
    hedges: signs('δεν. μη μην. όχι. ποτέ. αν. όταν. θα.'),
  },
  ar: {
    accepts: signs('مقبول. أقبل. نقبل. تم_القبول. موافق_عليه. مقصود. متعمد. إنذار_كاذب.'),
    hedges: signs('لا. لم. لن. ليس غير. إذا.'),
  },
  he: {
    accepts: signs('מקובל. מקבל. מקבלת. מקבלים. מאושר. בכוונה. אזעקת_שווא. לא_באג.'),
    hedges: signs('לא. אין. אם. כש'),
  },
  hi: {
    accepts: signs('स्वीकार_है. स्वीकार_करता. स्वीकार_करते. स्वीकृत. मंज़ूर. जानबूझकर. गलत_चेतावनी.'),
    hedges: signs('नहीं. न. मत. बिना. अगर. जब.'),
  },
};

/** Languages that part no words. */
const WITHOUT_SPACES: readonly AcceptingWords[] = [
  {
    isUnspaced: true,
    accepts: signs(
      '許容します 承認します 受け入れます 問題ありません 仕様です 意図的です 意図した 意図通り 誤検知です',
    ),
    hedges: signs(
      'ない ません なか せず が、 けど けれど しかし ただし たら れば なら まで まだ ですか ますか でしょう 提案',
    ),
  },
  {
    isUnspaced: true,
    accepts: signs(
      '可以接受 接受这个 接受這個 我接受 已接受 已批准 没问题 沒問題 没有问题 沒有問題 有意为之 有意為之 故意的 误报 誤報 设计如此 設計如此',
    ),
    hedges: signs('不 没 沒 无 無 非 未 别 別 但 可是 然而 如果 除非 若 才 先 只 等 吗 嗎 呢 什么 什麼 建议 建議'),
  },
  {
    isUnspaced: true,
    accepts: signs('수용합니다 승인합니다 승인했습니다 괜찮습니다 문제없습니다 의도된 의도한 의도적 오탐입니다'),
    hedges: signs('않 안. 못 없 아니 지만 그러나 하면 다면 전까지 때까지 까요 나요 제안'),
  },
  {
    isUnspaced: true,
    accepts: signs('ยอมรับ อนุมัติ ตั้งใจ ไม่ใช่บั๊ก ไม่มีปัญหา'),
    hedges: signs('ไม่ มิ แต่ ถ้า หาก เมื่อ จนกว่า ยกเว้น เว้นแต่ เพียง ไหม หรือ ทำไม ข้อเสนอ'),
  },
];

const LANGUAGES: readonly AcceptingWords[] = [
  ...Object.values(KNOWN_WELL),
  ...Object.values(KNOWN).map((one) => ({ ...one, isTerse: true as const })),
  ...WITHOUT_SPACES,
];

/** What a sentence without a question mark asks all the same. */
const ASKS = /^ (?:is|are|was|were|did|does|do|has|have|can|who|why|how|what|which|whose|where) /;

/** Faces and signs that leave a yes a yes; with another one it may be meant the other way round. */
const PLAIN_EMOJI = new Set(['👍', '👌', '✅', '✔', '☑', '🆗', '🙂', '😊', '😀', '🎉', '🙏', '👏', '💯', '🟢']);

/** Reasons make sentences longer, and longer ones may say anything. */
const MOST = { words: 8, signs: 20, besides: 1 };

export const NOT_A_YES = 'does not plainly say that it is accepted';

/** True where a person says in words that they accept, and nothing else: every part of every sentence does, without any but. */
export function acceptsInWords(text: string): boolean {
  const emoji = text.match(/\p{Extended_Pictographic}/gu) ?? [];
  if (emoji.some((sign) => !PLAIN_EMOJI.has(sign))) return false;
  const parts = text.toLowerCase().split(/[.!;:,()…|。।、，·\n]+| [-–—] /u);
  const said = parts.filter((part) => /\p{L}/u.test(part));
  return said.length > 0 && said.every(accepts);
}

function accepts(part: string): boolean {
  const heard = LANGUAGES.flatMap((language) => verdictIn(part, language) ?? []);
  return heard.length > 0 && !heard.includes('hedges');
}

/** Undefined where nothing in it accepts in that language. */
function verdictIn(
  part: string,
  { accepts, hedges, isUnspaced, isTerse }: AcceptingWords,
): 'accepts' | 'hedges' | undefined {
  const border = isUnspaced ? '' : ' ';
  const all = part.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const words = isUnspaced ? part : ` ${all.join(' ')} `;
  const found = accepts.filter((sign) => words.includes(`${border}${sign}`));
  if (found.length === 0) return undefined;
  // A no that belongs to the accepting words themselves ("won't fix") is none.
  const rest = found.reduce((left, sign) => left.replaceAll(`${border}${sign}`, `${border}§${border}`), words);
  const isLong = isUnspaced ? words.length > MOST.signs : all.length > MOST.words;
  const besides = rest.match(/[^\s§]+/gu) ?? [];
  if (isTerse && besides.length > MOST.besides) return 'hedges';
  const isHedged = isLong || ASKS.test(words) || hedges.some((sign) => rest.includes(`${border}${sign}`));
  return isHedged ? 'hedges' : 'accepts';
}

/** Parted by spaces; `_` stands for a space, a point for the end of a word. */
function signs(...lines: string[]): string[] {
  return lines.flatMap((line) => line.match(/\S+/g) ?? []).map((sign) => sign.replaceAll('_', ' ').replace(/\.$/, ' '));
}
