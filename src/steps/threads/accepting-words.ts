/** What accepts, by language: small letters, signs left out. A sentence of nothing else, fillers aside, is a yes. */
const ACCEPTS: Readonly<Record<string, readonly string[]>> = {
  en: phrases(
    'accepted i_accept we_accept i_can_accept we_can_accept acceptable accepting_this accepting_the_risk',
    'approved i_approve we_approve by_design intended intentional on_purpose deliberate false_positive',
    'false_alarm not_a_bug not_a_problem not_an_issue no_bug no_problem is_fine s_fine is_ok s_ok is_okay',
    's_okay fine_with fine_by fine_for ok_with ok_for okay_with okay_for',
  ),
  de: phrases(
    'akzeptiert ich_akzeptiere wir_akzeptieren akzeptabel genehmigt freigegeben ist_ok ist_okay in_ordnung',
    'passt_so so_gewollt gewollt beabsichtigt absichtlich mit_absicht fehlalarm kein_fehler kein_problem',
    'kein_bug für_mich_ok für_mich_okay für_uns_ok für_uns_okay',
  ),
  fr: phrases(
    'accepté acceptée j_accepte on_accepte acceptable approuvé c_est_voulu voulu intentionnel intentionnelle',
    'faux_positif pas_un_bug aucun_problème',
  ),
  es: phrases(
    'aceptado aceptada acepto aceptamos aceptable aprobado intencionado intencionada intencional a_propósito',
    'falso_positivo no_es_un_error por_diseño',
  ),
  it: phrases(
    'accettato accettata accetto accettiamo accettabile approvato voluto intenzionale falso_positivo',
    'non_è_un_bug',
  ),
  pt: phrases('aceito aceite aceita aceitamos aceitável aprovado intencional de_propósito falso_positivo não_é_um_bug'),
  nl: phrases(
    'geaccepteerd ik_accepteer we_accepteren acceptabel goedgekeurd zo_bedoeld opzettelijk met_opzet',
    'vals_alarm geen_bug geen_probleem is_prima',
  ),
  ca: phrases('acceptat acceptada accepto acceptem acceptable aprovat intencionat fals_positiu'),
  pl: phrases(
    'akceptuję akceptujemy zaakceptowane zaakceptowano zatwierdzone zatwierdzam celowo fałszywy_alarm',
    'to_nie_błąd',
  ),
  cs: phrases('akceptuji akceptováno přijímám přijato schvaluji schváleno záměr falešný_poplach'),
  sk: phrases('akceptujem akceptované prijímam prijaté schvaľujem schválené zámer falošný_poplach'),
  sl: phrases('sprejmem sprejemam sprejeto odobreno namerno lažni_alarm'),
  hr: phrases('prihvaćam prihvaćeno odobreno namjerno lažna_uzbuna'),
  sv: phrases('accepterat accepterad jag_accepterar vi_accepterar godkänt med_avsikt falskt_alarm är_ok'),
  da: phrases('accepteret jeg_accepterer vi_accepterer godkendt med_vilje falsk_alarm ikke_en_fejl er_ok'),
  nb: phrases('akseptert jeg_aksepterer vi_aksepterer godkjent med_vilje falsk_alarm ikke_en_feil er_greit'),
  fi: phrases('hyväksytty hyväksyn hyväksymme hyväksyttävä tarkoituksella väärä_hälytys on_ok'),
  et: phrases('aktsepteeritud aktsepteerin heaks_kiidetud tahtlik valehäire'),
  lv: phrases('pieņemts pieņemu pieņemam apstiprināts ar_nolūku viltus_trauksme'),
  lt: phrases('priimta priimu priimame patvirtinta tyčia klaidingas_aliarmas'),
  hu: phrases('elfogadva elfogadom elfogadjuk jóváhagyva szándékos téves_riasztás nem_hiba'),
  ro: phrases('acceptat accept_riscul îl_accept acceptăm aprobat intenționat alarmă_falsă'),
  tr: phrases(
    'kabul_ediyorum kabul_ediyoruz kabul_edildi kabul_edilebilir onaylandı onaylıyorum bilerek kasıtlı',
    'yanlış_alarm hata_değil sorun_değil',
  ),
  vi: phrases('chấp_nhận đã_chấp_nhận đồng_ý_giữ phê_duyệt cố_ý chủ_ý báo_động_giả không_phải_lỗi'),
  id: phrases(
    'diterima saya_terima kami_terima saya_menerima kami_menerima disetujui disengaja alarm_palsu bukan_bug',
    'bukan_masalah',
  ),
  ru: phrases('принято принимаю принимаем одобрено так_задумано намеренно ложное_срабатывание не_ошибка'),
  uk: phrases('прийнято приймаю приймаємо схвалено так_задумано навмисно хибне_спрацювання не_помилка'),
  bg: phrases('прието приемам приемаме одобрено нарочно фалшива_тревога не_е_грешка'),
  el: phrases('αποδεκτό δεκτό το_δέχομαι αποδέχομαι αποδεχόμαστε εγκρίνεται εσκεμμένα ψευδής_συναγερμός'),
  ar: phrases('مقبول أقبل نقبل تم_القبول موافق_عليه مقصود متعمد إنذار_كاذب'),
  he: phrases('מקובל מקבל מקבלת מקבלים מאושר בכוונה אזעקת_שווא לא_באג'),
  hi: phrases('स्वीकार_है स्वीकार_करता स्वीकार_करते स्वीकृत मंज़ूर जानबूझकर गलत_चेतावनी'),
};

/** These say it alone: with another word beside them they may be said of the code ("this won't fix it", "that cannot happen"). */
const ACCEPTS_ALONE: readonly string[] = phrases(
  'wontfix wont_fix won_t_fix we_won_t_fix we_won_t_fix_this i_won_t_fix_this cannot_happen can_not_happen can_t_happen',
);

/** What may stand beside them in a sentence that says yes: every other word may turn it round. */
const FILLERS: ReadonlySet<string> = new Set(
  phrases(
    'team por equipo un une una ein her עלינו this it its that is s the a risk risks i we here now for me us with by so ok okay fully hereby as das',
    'dies dieses ist es risiko wir ich hier für mich uns c est ce cela ça le la risque nous je pour moi ici',
    'esto este el riesgo para mí nosotros è questo il rischio per noi é isto isso o risco mim dit het risico',
    'wij zo voor mij això aquest risc és to ryzyko jest toto riziko tveganje ovo rizik det här risken detta',
    'vi jag dette risikoen jeg er tämä tämän riski riskin on see selle šis risku ir ši rizika riziką ez',
    'kockázat kockázatot acest riscul bu rủi ro này tôi chúng ini это риск этот це ризик цей това риска',
    'рискът αυτό ο τον κίνδυνο είναι هذا الخطر זה הסיכון את אני यह जोखिम हूँ हैं',
  ),
);

/** Languages that part no words: there a few signs may stand beside, but for those of a no or a but. */
const WITHOUT_SPACES: readonly { accepts: readonly string[]; hedges: readonly string[] }[] = [
  {
    accepts: phrases(
      '許容します 承認します 受け入れます 問題ありません 仕様です 意図的です 意図した 意図通り 誤検知です',
    ),
    hedges: phrases(
      'ない ません なか せず が、 けど けれど しかし ただし たら れば なら まで まだ ですか ますか でしょう 提案',
    ),
  },
  {
    accepts: phrases(
      '可以接受 接受这个 接受這個 我接受 已接受 已批准 没问题 沒問題 没有问题 沒有問題 有意为之 有意為之 故意的 误报 誤報 设计如此 設計如此',
    ),
    hedges: phrases('不 没 沒 无 無 非 未 别 別 但 可是 然而 如果 除非 若 才 先 只 等 吗 嗎 呢 什么 什麼 建议 建議'),
  },
  {
    accepts: phrases('수용합니다 승인합니다 승인했습니다 괜찮습니다 문제없습니다 의도된 의도한 의도적 오탐입니다'),
    hedges: phrases('않 안. 못 없 아니 지만 그러나 하면 다면 전까지 때까지 까요 나요 제안'),
  },
  {
    accepts: phrases('ยอมรับ อนุมัติ ตั้งใจ ไม่ใช่บั๊ก ไม่มีปัญหา'),
    hedges: phrases('ไม่ มิ แต่ ถ้า หาก เมื่อ จนกว่า ยกเว้น เว้นแต่ เพียง ไหม หรือ ทำไม ข้อเสนอ'),
  },
];

const MOST_BESIDES = 6;

/** The longest phrase first, so that none is taken for a part of another. */
const PHRASES = Object.values(ACCEPTS)
  .flat()
  .sort((a, b) => b.length - a.length);

/** What a sentence without a question mark asks all the same. */
const ASKS = /^(?:is|was) /;

/** Faces and signs that leave a yes a yes; with another one it may be meant the other way round. */
const PLAIN_EMOJI = new Set(['👍', '👌', '✅', '✔', '☑', '🆗', '🙂', '😊', '😀', '🎉', '🙏', '👏', '💯', '🟢']);

/** Said in jest. */
const MEANT_OTHERWISE = /(?:^|\s)\/(?:s|sarcasm|j)(?:\s|$)/i;

export const NOT_A_YES = 'does not plainly say that it is accepted';

/** True where a person says in words that they accept, and nothing else: every part of every sentence does. */
export function acceptsInWords(text: string): boolean {
  const emoji = text.match(/\p{Extended_Pictographic}/gu) ?? [];
  if (emoji.some((sign) => !PLAIN_EMOJI.has(sign)) || MEANT_OTHERWISE.test(text)) return false;
  const parts = text.toLowerCase().split(/[.!;:,()…|。।、，·\n]+| [-–—] /u);
  const said = parts.filter((part) => /\p{L}/u.test(part));
  return said.length > 0 && said.every((part) => accepts(part) || acceptsUnspaced(part));
}

function accepts(part: string): boolean {
  const words = (part.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ');
  if (ACCEPTS_ALONE.includes(words)) return true;
  const rest = PHRASES.reduce((left, phrase) => left.replaceAll(` ${phrase} `, ' § '), ` ${words} `);
  const besides = rest.split(' ').filter((word) => word !== '' && word !== '§');
  return rest.includes('§') && !ASKS.test(words) && besides.every((word) => FILLERS.has(word));
}

function acceptsUnspaced(part: string): boolean {
  const text = part.replace(/\s/g, '');
  return WITHOUT_SPACES.some(({ accepts, hedges }) => {
    const rest = accepts.reduce((left, phrase) => left.replaceAll(phrase, ''), text);
    return rest !== text && rest.length <= MOST_BESIDES && !hedges.some((hedge) => rest.includes(hedge));
  });
}

/** Parted by spaces; `_` stands for a space. */
function phrases(...lines: string[]): string[] {
  return lines.flatMap((line) => line.match(/\S+/g) ?? []).map((phrase) => phrase.replaceAll('_', ' '));
}
