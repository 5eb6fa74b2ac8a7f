/** How people say no in a language: how such a word begins, and what stands in it; in small letters, signs left out. */
interface Objections {
  begins: readonly string[];
  says: readonly string[];
}

/** English and German stand in acceptance.ts, where more of the grammar is known. Stems: what follows them does not matter. */
const BY_LANGUAGE: Readonly<Record<string, Objections>> = {
  fr: {
    begins: ['non'],
    says: [
      ...['pas d accord', 'pas acceptable', 'inacceptable', 'je refuse', 'ne pas fusionner', 'à corriger'],
      ...[
        'doit être corrig',
        'doivent être corrig',
        'il faut corriger',
        'merci de corriger',
        'corrigez',
        'c est un bug',
      ],
    ],
  },
  es: {
    begins: ['no estoy', 'no acept', 'no está bien'],
    says: [
      ...['no estoy de acuerdo', 'hay que corregir', 'hay que arreglar', 'debe corregirse', 'debe arreglarse'],
      ...[
        'tiene que corregir',
        'corrige',
        'corríge',
        'arregla',
        'inaceptable',
        'no fusionar',
        'rechaz',
        'es un error real',
      ],
    ],
  },
  ca: { begins: [], says: ['no hi estic d acord', 'cal corregir', 'cal arreglar', 'inacceptable'] },
  it: {
    begins: [],
    says: [
      ...['non sono d accordo', 'non d accordo', 'va corretto', 'da correggere', 'deve essere corrett', 'correggi'],
      ...['inaccettabile', 'non accettabile', 'non accetto', 'non unire', 'è un bug'],
    ],
  },
  pt: {
    begins: ['não', 'nao'],
    says: [
      ...['não concordo', 'nao concordo', 'discordo', 'precisa ser corrigid', 'deve ser corrigid', 'tem que corrigir'],
      ...['tem de corrigir', 'corrija', 'inaceitável', 'não aceit', 'é um bug'],
    ],
  },
  nl: {
    begins: ['nee'],
    says: [
      ...[
        'niet akkoord',
        'niet mee eens',
        'moet gefixt',
        'worden opgelost',
        'worden aangepast',
        'worden gefixt',
        'moet opgelost',
        'moet aangepast',
      ],
      ...[
        'los dit op',
        'graag oplossen',
        'graag aanpassen',
        'niet acceptabel',
        'onacceptabel',
        'niet mergen',
        'is een bug',
      ],
    ],
  },
  pl: {
    begins: ['nie zg', 'nie akc'],
    says: [
      ...['nie zgadzam', 'nie akceptuj', 'trzeba poprawić', 'należy poprawić', 'musi zostać popraw', 'musi być popraw'],
      ...['do poprawy', 'popraw to', 'proszę poprawić', 'nie mergow', 'to jest błąd'],
    ],
  },
  cs: {
    begins: ['ne'],
    says: [
      ...['nesouhlas', 'musí se opravit', 'musí být oprav', 'je třeba opravit', 'opravte', 'oprav to', 'nepřijatel'],
      'je to chyba',
    ],
  },
  sk: { begins: [], says: ['nesúhlas', 'treba opraviť', 'musí sa opraviť', 'opravte', 'neprijateľ'] },
  sl: { begins: [], says: ['ne strinjam', 'treba popraviti', 'je treba popraviti', 'popravite', 'nesprejemljiv'] },
  hr: { begins: [], says: ['ne slažem', 'treba popraviti', 'mora se popraviti', 'popravi', 'neprihvatljiv'] },
  sv: {
    begins: ['nej'],
    says: [
      ...['håller inte med', 'måste fixas', 'måste åtgärdas', 'måste rättas', 'fixa detta', 'oacceptabel'],
      ...['inte acceptabelt', 'är en bugg'],
    ],
  },
  da: {
    begins: ['nej'],
    says: ['ikke enig', 'uenig', 'skal rettes', 'ret dette', 'uacceptabel', 'ikke acceptabel', 'er en fejl'],
  },
  nb: {
    begins: ['nei'],
    says: ['ikke enig', 'uenig', 'må fikses', 'må rettes', 'fiks dette', 'uakseptabel', 'er en feil'],
  },
  fi: {
    begins: ['ei'],
    says: ['en hyväksy', 'eri mieltä', 'pitää korjata', 'täytyy korjata', 'on korjattava', 'korjaa', 'ei kelpaa'],
  },
  et: { begins: ['ei'], says: ['ei nõustu', 'tuleb parandada', 'paranda'] },
  lv: { begins: ['nē'], says: ['nepiekrīt', 'jālabo', 'jāizlabo', 'izlabo'] },
  lt: { begins: ['ne'], says: ['nesutink', 'reikia pataisyti', 'reikia ištaisyti', 'pataisyk', 'ištaisyk'] },
  hu: {
    begins: ['nem'],
    says: ['nem értek egyet', 'javítani kell', 'ki kell javítani', 'javítsd', 'javítsa', 'elfogadhatatlan', 'ez hiba'],
  },
  ro: {
    begins: ['nu sunt', 'nu acc'],
    says: ['nu sunt de acord', 'trebuie corectat', 'trebuie reparat', 'corecteaz', 'repară', 'inacceptabil'],
  },
  tr: {
    begins: ['hayır'],
    says: [
      'katılmıyorum',
      'düzeltilmeli',
      'düzeltilmesi gerek',
      'düzeltin',
      'düzelt ',
      'kabul edilemez',
      'bu bir hata',
    ],
  },
  vi: {
    begins: ['không đồng', 'không chấp'],
    says: ['không đồng ý', 'phải sửa', 'cần sửa', 'hãy sửa', 'không chấp nhận'],
  },
  id: { begins: ['tidak set'], says: ['tidak setuju', 'harus diperbaiki', 'perlu diperbaiki', 'perbaiki', 'ditolak'] },
  ru: {
    begins: ['нет'],
    says: [
      ...[
        'не соглас',
        'надо исправ',
        'нужно исправ',
        'необходимо исправ',
        'должно быть исправ',
        'исправь',
        'недопустим',
      ],
      ...['неприемлем', 'это ошибка', 'это баг', 'я против', 'не принима'],
    ],
  },
  uk: {
    begins: ['ні'],
    says: [
      'не згод',
      'треба виправ',
      'потрібно виправ',
      'виправте',
      'виправ це',
      'неприпустим',
      'неприйнят',
      'це помилка',
    ],
  },
  bg: { begins: ['не'], says: ['не съм съглас', 'трябва да се поправ', 'поправи', 'неприемлив', 'това е грешка'] },
  el: { begins: ['όχι'], says: ['δεν συμφων', 'διαφων', 'πρέπει να διορθω', 'διόρθωσ', 'διορθώσ', 'απαράδεκτ'] },
  ar: { begins: ['لا'], says: ['أرفض', 'غير مقبول', 'يجب إصلاح', 'يجب تصحيح', 'لا أوافق', 'أصلح', 'يرجى إصلاح'] },
  he: { begins: ['לא'], says: ['לא מסכי', 'חייב לתקן', 'צריך לתקן', 'נא לתקן', 'תקן את', 'לא מקובל'] },
  hi: { begins: ['नहीं'], says: ['असहमत', 'ठीक करें', 'ठीक करना', 'ठीक किया जाना', 'अस्वीकार'] },
};

/** Languages that part no words: what they say stands anywhere. */
const WITHOUT_SPACES: readonly string[] = [
  ...[
    'いいえ',
    '反対',
    '修正してくだ',
    '修正が必要',
    '直してくだ',
    '直す必要',
    '要修正',
    '却下',
    '認められま',
    '受け入れられま',
  ],
  ...['バグです', '問題です', 'だめ', 'ダメ', 'マージしないで', '同意できま', '賛成できま', '修正すべき', '直すべき'],
  ...[
    '不同意',
    '反对',
    '反對',
    '必须修',
    '必須修',
    '需要修',
    '请修',
    '請修',
    '必须改',
    '必須改',
    '需要改',
    '请改',
    '請改',
  ],
  ...[
    '不行',
    '不可以',
    '不能合',
    '不能接受',
    '无法接受',
    '無法接受',
    '拒绝',
    '拒絕',
    '有问题',
    '有問題',
    '是个bug',
    '是bug',
  ],
  ...[
    '반대',
    '동의하지',
    '동의할 수 없',
    '수정해',
    '수정이 필요',
    '고쳐',
    '안 됩니다',
    '안됩니다',
    '안돼',
    '거부',
    '버그입니다',
  ],
  ...['아니요', '아닙니다', 'ไม่เห็นด้วย', 'ต้องแก้', 'กรุณาแก้', 'โปรดแก้'],
];

/** Scripts in which a no can be read; what is written in another one has to begin with the English word. */
const UNREAD =
  /[^\P{L}\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Devanagari}\p{sc=Thai}\p{sc=Common}\p{sc=Inherited}]/u;

/** True for an objection in any of the languages that are known here. */
export function objectsInAnyLanguage(content: string): boolean {
  const text = content.normalize('NFKC').toLowerCase();
  if (/[?؟]\s*$|👎|❌|⛔|🚫|🛑/u.test(text) || WITHOUT_SPACES.some((sign) => text.includes(sign))) return true;
  const words = ` ${(text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ')} `;
  return Object.values(BY_LANGUAGE).some(
    ({ begins, says }) =>
      begins.some((sign) => words.startsWith(` ${sign} `) || (sign.includes(' ') && words.startsWith(` ${sign}`))) ||
      says.some((sign) => words.includes(` ${sign}`)),
  );
}

/** True where nobody here can tell a yes from a no. */
export function isUnreadable(content: string): boolean {
  return UNREAD.test(content);
}
