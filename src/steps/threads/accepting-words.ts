/** How people accept in a language, and what makes such a word less than a yes; small letters, signs left out. */
interface AcceptingWords {
  /** How it begins, ending with a space where it is a whole word. */
  accepts: readonly string[];
  /** A no, a condition, a but or a would: where one stands in the same sentence, nothing is accepted; § is the accepting word. */
  hedges: readonly string[];
  /** Set where words are not parted by spaces. */
  isUnspaced?: true;
}

const BY_LANGUAGE: Readonly<Record<string, AcceptingWords>> = {
  en: {
    accepts: signs(
      'accepted. i_accept. we_accept. i_can_accept. we_can_accept. acceptable. accepting_this. accepting_the_risk. approved. i_approve.',
      'we_approve. wontfix. wont_fix. won_t_fix. will_not_fix. by_design. intended. intentional. intentionally.',
      'on_purpose. deliberate. deliberately. false_positive. false_alarm. not_a_bug. not_a_problem.',
      'not_an_issue. no_bug. no_problem. is_fine. s_fine. is_ok. s_ok. is_okay. s_okay. fine_with. fine_by.',
      'fine_for. ok_with. ok_for. okay_with. okay_for. ok_to_merge. okay_to_merge. fine_to_merge.',
      'can_not_happen. cannot_happen. can_t_happen. cant_happen. never_happens.',
    ),
    hedges: signs(
      'that. not. no. never. nothing. none. nobody. neither. nor. hardly. barely. cannot. t. dont. wont. cant. isnt.',
      'without. would. could. should. might. may. must. but. however. except. unless. until. till. if. once.',
      'after. when. provided. though. although. yet. only. rather. instead. as_long. as_soon. before. almost.',
      'why. how. who. what. which. whose. suggestion proposal advice criticism point. practice. answer.',
      'solution. whom. wrong broken break. breaks. crash unsafe insecure fail danger block nack missing fix revert bug vulnerab wait yeah sure.',
      'great. wow. joke joking kidding seriously finding_§ report_§ comment_§ §_the_finding. §_this_finding. §_the_report. §_the_comment.',
    ),
  },
  de: {
    accepts: signs(
      'akzeptiert. ich_akzeptiere. wir_akzeptieren. akzeptabel. genehmigt. freigegeben. ist_ok.',
      'ist_okay. in_ordnung. passt_so. so_gewollt. gewollt. beabsichtigt. absichtlich. mit_absicht. fehlalarm.',
      'kein_fehler. kein_problem. kein_bug. kann_nicht_vorkommen. kann_nicht_passieren. kommt_nicht_vor.',
      'geht_so_klar. für_mich_ok für_uns_ok',
    ),
    hedges: signs(
      'dass. nicht. kein nie. niemals. nichts. weder. ohne. aber. jedoch. außer. wenn. falls. sofern. solange.',
      'sobald. erst. bis. nur. würde hätte wäre könnte sollte muss allerdings. obwohl. warum. wieso. vorschlag.',
      'hinweis. kritik. noch.',
    ),
  },
  fr: {
    accepts: signs(
      'accepté j_accepte. nous_acceptons. on_accepte. acceptable. approuvé c_est_voulu. voulu. intentionnel',
      'faux_positif. fausse_alerte. pas_un_bug. pas_un_problème. aucun_problème. c_est_bon_pour.',
      'ne_peut_pas_arriver. par_conception.',
    ),
    hedges: signs(
      'que. qu. doit il_faut ne. n. pas. jamais. rien. aucun sans. mais. sauf. si. quand. lorsque. tant. jusqu après. seulement.',
      'cependant. pourtant. serait. devrait. suggestion pourquoi.',
    ),
  },
  es: {
    accepts: signs(
      'aceptado. aceptada. acepto. aceptamos. aceptable. aprobado. aprobada. intencionad intencional.',
      'a_propósito. falso_positivo. falsa_alarma. está_bien_así. no_es_un_error. no_es_un_problema.',
      'no_puede_ocurrir. no_puede_pasar. por_diseño.',
    ),
    hedges: signs(
      'que. no. nunca. jamás. nada. ningún ninguna. sin. pero. salvo. excepto. si. cuando. hasta. solo. sólo.',
      'después. aunque. sería. debería. sugerencia por_qué.',
    ),
  },
  ca: {
    accepts: signs('acceptat. acceptada. accepto. acceptem. acceptable. aprovat. intencionat. fals_positiu.'),
    hedges: signs('que. no. mai. res. cap. sense. però. excepte. si. quan. fins. només. suggeriment'),
  },
  it: {
    accepts: signs(
      'accettato. accettata. accetto. accettiamo. accettabile. approvato. approvata. voluto. intenzional',
      'falso_positivo. falso_allarme. va_bene_così. non_è_un_bug. non_è_un_problema. non_può_succedere.',
      'non_può_accadere.',
    ),
    hedges: signs(
      'che. non. mai. niente. nulla. nessun senza. ma. però. tranne. se. quando. finché. solo. dopo. sarebbe.',
      'dovrebbe. suggeriment perché.',
    ),
  },
  pt: {
    accepts: signs(
      'aceito. aceite. aceita. aceitamos. aceitável. aprovado. aprovada. intencional. de_propósito.',
      'falso_positivo. falso_alarme. está_bem_assim. não_é_um_bug. não_é_um_problema. não_pode_acontecer.',
      'nao_pode_acontecer.',
    ),
    hedges: signs(
      'que. não. nao. nunca. jamais. nada. nenhum sem. mas. porém. exceto. se. quando. até. só. depois. seria.',
      'deveria. sugest por_que.',
    ),
  },
  nl: {
    accepts: signs(
      'geaccepteerd. ik_accepteer. we_accepteren. wij_accepteren. acceptabel. goedgekeurd. zo_bedoeld.',
      'opzettelijk. met_opzet. vals_alarm. geen_bug. geen_probleem. is_prima. is_goed_zo. kan_niet_voorkomen.',
      'kan_niet_gebeuren.',
    ),
    hedges: signs(
      'dat. niet. geen. nooit. niets. zonder. maar. echter. behalve. tenzij. als. zodra. mits. tot. pas. alleen.',
      'zou. suggestie voorstel. waarom.',
    ),
  },
  pl: {
    accepts: signs(
      'akceptuję. akceptujemy. zaakceptowan akceptowaln zatwierdz zamierzone. celowe. celowo. fałszywy_alarm.',
      'to_nie_błąd. nie_jest_błędem. nie_może_się_zdarzyć.',
    ),
    hedges: signs(
      'że. nie. nigdy. nic. żad bez. ale. jednak. oprócz. jeśli. jeżeli. gdy. dopóki. dopiero. tylko. po. chyba.',
      'byłoby. sugesti propozycj dlaczego.',
    ),
  },
  cs: {
    accepts: signs(
      'akceptuji. akceptujeme. akceptován přijímám. přijato. přijatelné. schvaluji. schváleno. záměr. záměrné.',
      'falešný_poplach.',
    ),
    hedges: signs(
      'že. ne. není. nikdy. nic. žádn bez. ale. však. kromě. pokud. když. až. dokud. jen. by. návrh. proč.',
    ),
  },
  sk: {
    accepts: signs(
      'akceptujem. akceptujeme. akceptované. prijímam. prijaté. prijateľné. schvaľujem. schválené. zámer.',
      'zámerné. falošný_poplach.',
    ),
    hedges: signs('že. nie. ne. nikdy. nič. žiadn bez. ale. však. okrem. ak. keď. až. kým. len. by. návrh. prečo.'),
  },
  sl: {
    accepts: signs('sprejmem. sprejemam. sprejeto. sprejemljivo. odobreno. odobravam. namerno. lažni_alarm.'),
    hedges: signs(
      'da. ne. ni. nikoli. nič. noben brez. ampak. vendar. razen. če. ko. dokler. šele. samo. bi. predlog. zakaj.',
    ),
  },
  hr: {
    accepts: signs('prihvaćam. prihvaćamo. prihvaćeno. prihvatljivo. odobreno. odobravam. namjerno. lažna_uzbuna.'),
    hedges: signs(
      'da. ne. nije. nikad ništa. nijed bez. ali. no. osim. ako. kad. dok. tek. samo. bi. prijedlog. zašto.',
    ),
  },
  sv: {
    accepts: signs(
      'accepterat. accepterad. jag_accepterar. vi_accepterar. acceptabelt. godkänt. godkänd. avsiktligt.',
      'med_avsikt. falskt_alarm. falsklarm. inget_fel. är_okej. är_ok. kan_inte_hända.',
    ),
    hedges: signs(
      'att. inte. ej. aldrig. inget. ingen. inga. utan. men. dock. förutom. om. när. tills. först. bara. skulle.',
      'förslag varför.',
    ),
  },
  da: {
    accepts: signs(
      'accepteret. jeg_accepterer. vi_accepterer. acceptabelt. acceptabel. godkendt. med_vilje. tilsigtet.',
      'falsk_alarm. ikke_en_fejl. er_okay. er_ok. kan_ikke_ske.',
    ),
    hedges: signs(
      'at. ikke. aldrig. intet. ingen. uden. men. dog. undtagen. hvis. når. indtil. først. kun. ville. forslag',
      'hvorfor.',
    ),
  },
  nb: {
    accepts: signs(
      'akseptert. jeg_aksepterer. vi_aksepterer. akseptabelt. akseptabel. godkjent. med_vilje. tilsiktet.',
      'falsk_alarm. ikke_en_feil. er_greit. er_ok. kan_ikke_skje.',
    ),
    hedges: signs(
      'at. ikke. aldri. intet. ingen. uten. men. unntatt. hvis. dersom. når. inntil. først. bare. ville. forslag',
      'hvorfor.',
    ),
  },
  fi: {
    accepts: signs('hyväksytty. hyväksyn. hyväksymme. hyväksyttävä tarkoituksell väärä_hälytys. on_ok.'),
    hedges: signs('että. en. et. ei. emme. eivät. mutta. paitsi. jos. kun. kunnes. vasta. vain. ilman. ehdotus miksi.'),
  },
  et: {
    accepts: signs(
      'aktsepteeritud. aktsepteerin. aktsepteerime. heaks_kiidetud. heakskiidetud. vastuvõetav.',
      'tahtlik valehäire.',
    ),
    hedges: signs('et. ei. mitte. pole. kuid. aga. välja_arvatud. kui. kuni. alles. ainult. ilma. ettepanek miks.'),
  },
  lv: {
    accepts: signs(
      'pieņemts. pieņemu. pieņemam. pieņemami. apstiprināts. apstiprinu. ar_nolūku. tīši. viltus_trauksme.',
    ),
    hedges: signs('ka. ne. nav. nekad. bet. tomēr. izņemot. ja. kad. līdz. tikai. bez. ieteikum kāpēc.'),
  },
  lt: {
    accepts: signs(
      'priimta. priimtina. priimu. priimame. patvirtinta. patvirtinu. tyčia. sąmoningai.',
      'klaidingas_aliarmas.',
    ),
    hedges: signs('kad. ne. nėra. niekada. bet. tačiau. išskyrus. jei. kai. kol. tik. be. pasiūlym kodėl.'),
  },
  hu: {
    accepts: signs(
      'elfogadva. elfogadom. elfogadjuk. elfogadható. jóváhagyva. jóváhagyom. szándékos téves_riasztás.',
      'nem_hiba.',
    ),
    hedges: signs('hogy. nem. ne. nincs. soha. de. azonban. kivéve. ha. amikor. amíg. csak. nélkül. javaslat miért.'),
  },
  ro: {
    accepts: signs(
      'acceptat. accept_riscul. îl_accept. acceptăm. acceptabil. aprobat. intenționat alarmă_falsă. nu_este_un_bug.',
      'nu_se_poate_întâmpla.',
    ),
    hedges: signs(
      'că. că nu. n. niciodată. nimic. nici fără. dar. însă. cu_excepția. dacă. când. până. doar. ar. sugesti de_ce.',
    ),
  },
  tr: {
    accepts: signs(
      'kabul_ediyorum. kabul_ediyoruz. kabul_edildi. kabul_edilebilir. onaylandı. onaylıyorum. bilerek.',
      'kasıtlı. yanlış_alarm. hata_değil. sorun_değil.',
    ),
    hedges: signs('değil yok. asla. hiç ama. fakat. ancak. hariç. eğer. ise. sonra. kadar. sadece. öneri neden.'),
  },
  vi: {
    accepts: signs('chấp_nhận. đã_chấp_nhận. đồng_ý_giữ. phê_duyệt. cố_ý. chủ_ý. báo_động_giả. không_phải_lỗi.'),
    hedges: signs('rằng. không. chưa. chẳng. nhưng. trừ. nếu. khi. đến. chỉ. sau. đề_xuất. tại_sao.'),
  },
  id: {
    accepts: signs(
      'diterima. saya_terima. kami_terima. saya_menerima. kami_menerima. disetujui. disengaja. alarm_palsu.',
      'bukan_bug. bukan_masalah.',
    ),
    hedges: signs(
      'bahwa. tidak. tak. bukan. belum. jangan. tanpa. tapi. tetapi. namun. kecuali. jika. kalau. setelah. sampai.',
      'hanya. saran. usul mengapa.',
    ),
  },
  ru: {
    accepts: signs(
      'принято. принимаю. принимаем. приемлемо. допустимо. одобрено. одобряю. так_задумано. задумано.',
      'намеренно. ложное_срабатывание. ложная_тревога. не_ошибка. не_баг. не_проблема.',
    ),
    hedges: signs(
      'что. не. нет. никогда. ничего. ни. без. но. однако. кроме. если. когда. пока. только. после. бы. хотя.',
      'предложени почему.',
    ),
  },
  uk: {
    accepts: signs(
      'прийнято. приймаю. приймаємо. прийнятно. припустимо. схвалено. схвалюю. так_задумано. навмисно.',
      'хибне_спрацювання. не_помилка. не_проблема.',
    ),
    hedges: signs(
      'що. не. ні. ніколи. нічого. без. але. проте. крім. якщо. коли. поки. тільки. лише. після. б. би. хоча.',
      'пропозиці чому.',
    ),
  },
  bg: {
    accepts: signs(
      'прието. приемам. приемаме. приемливо. одобрено. одобрявам. нарочно. умишлено. фалшива_тревога.',
      'не_е_грешка. не_е_проблем.',
    ),
    hedges: signs(
      'че. не. няма. никога. нищо. без. но. обаче. освен. ако. когато. докато. само. след. би. предложени защо.',
    ),
  },
  el: {
    accepts: signs(
      'αποδεκτό. αποδεκτή. δεκτό. το_δέχομαι. αποδέχομαι. αποδεχόμαστε. εγκρίνεται. εγκρίνω. σκόπιμο. σκόπιμα.',
      'εσκεμμένα. ψευδής_συναγερμός.',
    ),
    hedges: signs(
      'ότι. δεν. δε. μη. μην. όχι. ποτέ. τίποτα. χωρίς. αλλά. όμως. εκτός. αν. όταν. μέχρι. μόνο. θα. πρόταση.',
      'γιατί.',
    ),
  },
  ar: {
    accepts: signs(
      'مقبول. أقبل. نقبل. أوافق_على_الإبقاء. تم_القبول. موافق_عليه. مقصود. متعمد. إنذار_كاذب. ليس_خطأ.',
      'ليست_مشكلة.',
    ),
    hedges: signs('أن. أنه لا. لم. لن. ليس غير. بدون. لكن. ولكن. إلا. إذا. لو. عندما. حتى. بعد. فقط. اقتراح لماذا.'),
  },
  he: {
    accepts: signs('מקובל. מקבל. מקבלת. מקבלים. מאושר. מאשר. מאשרת. בכוונה. מכוון. אזעקת_שווא. לא_באג. לא_בעיה.'),
    hedges: signs('כי. לא. אין. אף. בלי. אבל. אך. חוץ. אם. כש עד. רק. אחרי. הצעה. למה.'),
  },
  hi: {
    accepts: signs(
      'स्वीकार_है. स्वीकार_करता. स्वीकार_करती. स्वीकार_करते. स्वीकृत. स्वीकार्य. मंज़ूर. मंजूर. जानबूझकर.',
      'गलत_चेतावनी. कोई_समस्या_नहीं.',
    ),
    hedges: signs('कि. नहीं. न. ना. मत. कभी. बिना. लेकिन. पर. मगर. सिवाय. अगर. यदि. जब. तक. केवल. बाद. सुझाव. क्यों.'),
  },
};

/** Languages that part no words. */
const WITHOUT_SPACES: readonly AcceptingWords[] = [
  {
    isUnspaced: true,
    accepts: signs(
      '許容します 許容しました 承認します 承認しました 受け入れます 容認します 問題ありません 仕様です 意図的です 意図した 意図通り 誤検知です 誤検出です',
    ),
    hedges: signs(
      'ない ません なか せず が、 けど けれど しかし ただし たら れば なら まで まだ ですか ますか でしょう 提案',
    ),
  },
  {
    isUnspaced: true,
    accepts: signs(
      '可以接受 接受这个 接受這個 我接受 我们接受 我們接受 已接受 已批准 批准 没问题 沒問題 没有问题 沒有問題 有意为之 有意為之 故意的 误报 誤報 设计如此 設計如此 符合预期 符合預期',
    ),
    hedges: signs('不 没 沒 无 無 非 未 别 別 但 可是 然而 如果 除非 若 才 先 只 等 吗 嗎 呢 什么 什麼 建议 建議'),
  },
  {
    isUnspaced: true,
    accepts: signs(
      '수용합니다 수락합니다 승인합니다 승인했습니다 괜찮습니다 문제없습니다 문제_없습니다 의도된 의도한 의도적 오탐입니다',
    ),
    hedges: signs('않 안. 못 없 아니 지만 그러나 하면 다면 전까지 때까지 까요 나요 제안'),
  },
  {
    isUnspaced: true,
    accepts: signs('ยอมรับ อนุมัติ ตั้งใจ ไม่ใช่บั๊ก ไม่ใช่ปัญหา ไม่มีปัญหา'),
    hedges: signs('ไม่ มิ แต่ ถ้า หาก เมื่อ จนกว่า ยกเว้น เว้นแต่ เพียง ไหม หรือ ทำไม ข้อเสนอ'),
  },
];

const LANGUAGES: readonly AcceptingWords[] = [...Object.values(BY_LANGUAGE), ...WITHOUT_SPACES];

/** What a sentence without a question mark asks all the same. */
const ASKS = /^ (?:is|are|was|were|did|does|do|has|have|can|who|why|how|what|which|whose|where) /;

/** Faces and signs that leave a yes a yes; with another one it may be meant the other way round. */
const PLAIN_EMOJI = new Set(['👍', '👌', '✅', '✔', '☑', '🆗', '🙂', '😊', '😀', '🎉', '🙏', '👏', '💯', '🟢']);

/** Reasons make sentences longer, and longer ones may say anything. */
const MOST = { words: 9, signs: 24 };

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
function verdictIn(part: string, { accepts, hedges, isUnspaced }: AcceptingWords): 'accepts' | 'hedges' | undefined {
  const border = isUnspaced ? '' : ' ';
  const all = part.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const words = isUnspaced ? part : ` ${all.join(' ')} `;
  const found = accepts.filter((sign) => words.includes(`${border}${sign}`));
  if (found.length === 0) return undefined;
  // A no that belongs to the accepting words themselves ("won't fix") is none.
  const rest = found.reduce((left, sign) => left.replaceAll(`${border}${sign}`, `${border}§${border}`), words);
  const isLong = isUnspaced ? words.length > MOST.signs : all.length > MOST.words;
  const isHedged = isLong || ASKS.test(words) || hedges.some((sign) => rest.includes(`${border}${sign}`));
  return isHedged ? 'hedges' : 'accepts';
}

/** Parted by spaces; `_` stands for a space, a point for the end of a word. */
function signs(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(' ')).map((sign) => sign.replaceAll('_', ' ').replace(/\.$/, ' '));
}
