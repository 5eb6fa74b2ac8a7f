import assert from 'node:assert/strict';
import { acceptanceOf, whyNotAccepted } from '../../../src/steps/threads/acceptance';

const author = { id: 'author', name: 'Mona' };
const reader = { id: 'reader', name: 'Rita' };

const said = (content: string) => ({
  replies: [{ id: 2, author: reader, content, isDeleted: false, isText: true, publishedAt: 0 }],
});
const accepts = (content: string) => acceptanceOf(said(content), [author]) !== undefined;
const why = (content: string) => whyNotAccepted(said(content), [author]);

/** What a colleague may write in a language: a no, a mere reason, a yes with a but; and a yes. */
const LANGUAGES: Readonly<Record<string, readonly [no: string, reason: string, hedged: string, yes: string]>> = {
  English: [
    'This must be fixed first.',
    'The list is never empty here.',
    'I accept it once it is tested.',
    'I accept it.',
  ],
  German: ['Das muss vorher behoben werden.', 'Die Liste ist nie leer.', 'Nicht akzeptiert.', 'Akzeptiert.'],
  French: ['Cela doit être corrigé.', 'La liste n’est jamais vide.', 'Ce n’est pas acceptable.', 'C’est accepté ici.'],
  Spanish: ['Hay que arreglarlo.', 'La lista nunca está vacía.', 'Acepto, pero solo hoy.', 'Aceptado por el equipo.'],
  Catalan: ['No hi estic d’acord.', 'La llista mai és buida.', 'Acceptat si es prova.', 'Acceptat.'],
  Italian: ['Va corretto prima.', 'La lista non è mai vuota.', 'Non è accettabile.', 'Accettato, è un falso positivo.'],
  Portuguese: ['Isto precisa ser corrigido.', 'A lista nunca está vazia.', 'Aceito se testar.', 'Aceito o risco.'],
  Dutch: ['Dit moet worden opgelost.', 'De lijst is nooit leeg.', 'Geaccepteerd, maar test het.', 'Geaccepteerd.'],
  Polish: ['Trzeba poprawić przed mergem.', 'Lista nigdy nie jest pusta.', 'Nie akceptuję.', 'Akceptuję ryzyko.'],
  Czech: ['Nejdřív je třeba opravit.', 'Seznam není prázdný.', 'Přijímám, pokud to otestujete.', 'Přijímám to.'],
  Slovak: ['Najprv treba opraviť.', 'Zoznam nie je prázdny.', 'Prijímam, ak to otestujete.', 'Prijímam to.'],
  Slovene: ['Najprej je treba popraviti.', 'Seznam ni prazen.', 'Sprejemam, če testirate.', 'Sprejemam tveganje.'],
  Croatian: ['Ne slažem se.', 'Popis nikad nije prazan.', 'Prihvaćam ako testirate.', 'Prihvaćam rizik.'],
  Swedish: ['Det måste åtgärdas först.', 'Listan är aldrig tom.', 'Accepterat om det testas.', 'Accepterat.'],
  Danish: ['Det skal rettes først.', 'Listen er aldrig tom.', 'Ikke godkendt.', 'Godkendt her.'],
  Norwegian: ['Dette må rettes først.', 'Listen er aldri tom.', 'Akseptert hvis det testes.', 'Akseptert.'],
  Finnish: ['Tämä pitää korjata ensin.', 'Lista on aina täynnä.', 'Hyväksyn vasta testin jälkeen.', 'Hyväksyn tämän.'],
  Estonian: ['See tuleb parandada.', 'Loend pole kunagi tühi.', 'Aktsepteerin, kui on test.', 'Aktsepteerin.'],
  Latvian: ['Vispirms jālabo.', 'Saraksts vienmēr ir pilns.', 'Pieņemu, ja ir tests.', 'Pieņemu.'],
  Lithuanian: ['Reikia pataisyti.', 'Sąrašas visada pilnas.', 'Priimu, jei bus testas.', 'Priimu.'],
  Hungarian: ['Ezt ki kell javítani.', 'A lista soha üres.', 'Elfogadom, ha van teszt.', 'Elfogadom.'],
  Romanian: ['Trebuie corectat.', 'Lista este mereu plină.', 'Acceptat dacă este testat.', 'Acceptat.'],
  Turkish: ['Düzeltilmesi gerek.', 'Liste hiç boş olmaz.', 'Kabul ediyorum ama test edin.', 'Kabul ediyorum.'],
  Vietnamese: ['Cái này phải sửa.', 'Danh sách luôn đầy.', 'Tôi chấp nhận nếu có test.', 'Tôi chấp nhận.'],
  Indonesian: ['Ini harus diperbaiki.', 'Daftar selalu penuh.', 'Diterima jika sudah diuji.', 'Diterima.'],
  Russian: ['Это надо исправить.', 'Список всегда полон.', 'Принято, но только сегодня.', 'Принято.'],
  Ukrainian: ['Це треба виправити.', 'Список завжди повний.', 'Прийнято, якщо є тест.', 'Прийнято.'],
  Bulgarian: ['Това трябва да се поправи.', 'Списъкът е пълен.', 'Приемам, ако има тест.', 'Приемам.'],
  Greek: ['Πρέπει να διορθωθεί.', 'Η λίστα είναι γεμάτη.', 'Το δέχομαι αν υπάρχει τεστ.', 'Το δέχομαι.'],
  Arabic: ['يجب إصلاح هذا أولاً.', 'القائمة ممتلئة دائماً.', 'أقبل إذا تم الاختبار.', 'أقبل هذا.'],
  Hebrew: ['צריך לתקן את זה קודם.', 'הרשימה תמיד מלאה.', 'מקובל אם יש בדיקה.', 'מקובל עלינו.'],
  Hindi: ['इसे पहले ठीक करें।', 'सूची हमेशा भरी है।', 'स्वीकृत अगर परीक्षण हो।', 'स्वीकृत।'],
  Japanese: ['先に修正してください。', 'リストは埋まっています。', '承認しますが、後で確認を。', '承認します。'],
  Chinese: ['必须修复这个。', '列表总是有内容。', '如果有测试我接受。', '我接受这个风险。'],
  Korean: ['먼저 수정이 필요합니다.', '목록은 항상 차 있습니다.', '승인합니다 하지만 테스트', '승인합니다.'],
  Thai: ['ต้องแก้ก่อน', 'รายการเต็มเสมอ', 'ยอมรับถ้ามีการทดสอบ', 'ยอมรับ'],
};

/** No acceptance, whatever the thread's status: remarks, jokes, promises, conditions, quotations and nothing at all. */
const NO_ACCEPTANCE = [
  ...[
    'Good catch!',
    'Nice find, this would take production down.',
    '+1 to the bot',
    '-1',
    'NACK',
    '👍',
    '👎',
    '.',
    ' ',
  ],
  ...['Agreed with Second Pass, @Mona please take a look.', 'Hold on, checking with security first.', 'will fix'],
  ...['I would block on this.', "Let's not ship this.", 'This is unsafe.', 'Blocking.', 'Noooo', 'n\u200bo', 'wait'],
  ...['Mona, you forgot the bounds check again', 'Not until the test is green.', 'LGTM except this one', 'LGTM', 'OK'],
  ...['What the bot says: off by one', 'Same problem as in #12', 'Why?\u200b', 'Why is that needed? Just asking.'],
  ...['> this is fine\n\nIt is not.', '> accepted: we know', '![accepted: x](x)', 'Waiting for the fix.', 'TODO Mona'],
  ...[
    'This crashes on empty lists.',
    'Needs work',
    'Changes requested',
    'Tracked as bug 4711',
    'Thanks!',
    'ok, will do',
  ],
  ...['Bitte nochmal anschauen', 'Das geht so nicht', 'Das stürzt ab', "Ce n'est pas bon", 'Danke für den Hinweis'],
  ...[
    '~~Accepted~~ No: broken.',
    '~~accepted: x~~',
    'Accepted? No.',
    'accepted is the wrong word here',
    'Not accepted.',
  ],
  ...['"accepted" is not what I would say', '"accepted: fine"', 'Accepted nothing so far.', 'I cannot accept this.'],
  ...[
    'I would accept it',
    'Suggestion accepted.',
    'I accept the finding.',
    'Accepted only with a test.',
    'Accepted!\nNot.',
  ],
  ...['This is fine 🔥', 'Yeah, this is fine', 'It is fine to block here', 'Accepted, unless it runs in production.'],
  ...[
    'Is this by design',
    'This is not intended.',
    'How is that acceptable',
    'unacceptable',
    'This is hardly acceptable.',
  ],
  ...['```\naccepted: x\n```', '`accepted: x`', '<!-- accepted: x -->', '<s>Accepted.</s>', '<del>accepted: x</del>'],
  ...[
    ...['rejected', 'under protest, do not merge', 'pending security review', 'subject to approval by Bob', 'lol no'],
    ...['on condition that it is tested', 'only for staging', 'except for line 4', 'absolutely not', 'of course not'],
    ...['we must not merge this', 'não', 'hayır', 'いいえ', '아니요', '不', 'لا', 'ні', 'sous réserve de tests'],
    ...[
      'ただしテスト後',
      'please fix it',
      'unter Vorbehalt',
      'that is what the bot wants me to write, but fix it first',
    ],
  ].map((reason) => `accepted: ${reason}`),
  ...['/accept is what you would have to write', '/accept does not work for me', '/accept doesn’t work'],
  ...[
    'accepted:',
    'accepted: <reason>',
    'accepted: no',
    'accepted: really?',
    '/accept',
    '/accepting visitors',
    'Accepted: 👍',
  ],
  ...['```suggestion\nfor (let i = 0; i < n; i++)\n```', 'Angenommen, die Liste ist leer.', 'Accepted the suggestion.'],
  ...[
    'Accepted. The list is never empty here.',
    'I accept that this has to change',
    'Aceptado. Hay que corregirlo.',
    'Acepto que hay que corregirlo.',
  ],
  ...[
    'Approved by whom',
    'Please write “accepted: reason”',
    'I see.',
    'Noted.',
    'Done',
    'Resolved',
    'Won’t merge this.',
  ],
];

const OBJECTIONS_WITH_ACCEPTING_WORDS = [
  ...[
    'This deliberately leaks passwords!',
    'This will not fix the race',
    'This won’t fix it.',
    'You intentionally removed the check.',
  ],
  ...[
    'Needs to be accepted by security',
    'Please get this approved by security',
    'Intentional backdoor!',
    'Undo the intentional leak',
  ],
  ...[
    'accepted by mistake',
    'by design flaw',
    'Deliberate sabotage',
    'Bitte in Ordnung bringen',
    'Das ist absichtlich kaputt',
  ],
  ...[
    'peu acceptable',
    'This can’t happen!',
    'Aceptado por error',
    'Intenționat distrus',
    'celowo zepsute',
    'намеренно сломано',
  ],
  ...[
    'accepted: not until you fix it',
    'accept: I will never accept this',
    'Accept: no way',
    'accepted: once tests are there',
  ],
  ...[
    '/accept not now',
    'accepted: nur wenn es Tests gibt',
    'accepted: si tu ajoutes un test',
    'accepted: when it is fixed',
  ],
];

/** Behind “accepted:”: conditions, orders to mend, doubts, what a bug tracker calls accepted, what was taken back. */
const REASONS_THAT_ACCEPT_NOTHING = [
  ...[
    'x\n\nEdit: no, I take it back',
    'x\nUPDATE: not accepted any more',
    'fine\n\nNow I see what it does, revoke this',
  ],
  ...[
    'but only after you fix the loop',
    'with changes',
    'lgtm after nits',
    'ok except for the loop',
    'fine, pending tests',
  ],
  ...['apart from the missing check this is fine', 'bitte erst beheben', 'erst nach dem Fix', 'for dev only'],
  ...[
    'this must be fixed first',
    'please address before merge',
    'needs work',
    'will be fixed in the next push',
    'to be fixed',
  ],
  ...["fix the off-by-one and I'm happy", 'à corriger', '需要修复', '修正してください', 'исправьте', 'I say fix it'],
  ...[
    'good catch, will fix',
    'valid finding, needs a fix',
    'true positive',
    'confirmed, this is a real bug',
    'the finding is right',
  ],
  ...[
    'do NOT approve',
    'under no circumstances',
    'revert it',
    'blocking',
    'this is wrong',
    '-1',
    'das ist ein echter Fehler',
  ],
  ...[
    'I have doubts',
    'not sure about this',
    'hopefully',
    'I guess',
    'TODO',
    'someone else should decide',
    'zu klären',
  ],
  ...[
    'change <= to <',
    'use < here',
    'add a bounds check',
    'should be <',
    'needs tests',
    'I can reproduce it',
    'hold on',
  ],
  ...['dont merge', 'cant accept', 'isnt ok', 'zurückgewiesen', 'da sistemare'],
  ...['reason', '<reason>', 'write a reason here', 'wait for the security team', 'ask Dana'],
].map((reason) => `accepted: ${reason}`);

const OF_THE_COMMAND = ['/accept or fix', '/accept cannot be used by the author', '/accept nothing', 'Accepted /s'];

const REASONS = [
  ...[
    'the value comes from our own configuration, never from a user',
    'only used in tests',
    'known, tracked in AB#1234',
  ],
  ...['the rule is wrong here', 'the address is validated before', 'the first element always exists', 'see ADR 12'],
  ...[
    'already fixed on main',
    'will be fixed in the next release',
    'will be fixed in #123',
    "won't fix",
    'nothing to fix',
  ],
  ...[
    'the API guarantees order',
    'nobody calls this before init',
    'needed for the migration, removed next sprint',
    'fine',
  ],
  ...['das ist nur ein Test', 'wird später behoben', 'c’est un test', 'es un test', 'wir kennen das Risiko'],
].map((reason) => `accepted: ${reason}`);

const ACCEPTANCE = [
  ...[
    'accepted: the list is never empty here',
    'Accepted: must be fixed later.',
    'accepted: never called with null',
    'accepted: not reachable from outside',
    'accepted: no user input gets here',
    '**Accepted:** no list is empty here',
  ],
  ...[
    '/accept the caller checks it',
    '/accepted only a fixture',
    'ACCEPTED : x1',
    'Accept: we know',
    'accepted：私たちは知っています',
  ],
  ...[
    'Accepted.',
    'Accepted',
    'We accept this risk.',
    "Won't fix.",
    'This is by design.',
    'False positive.',
    'It is fine.',
  ],
  ...['Accepted, false positive.', 'This is intended 👍', 'Not a bug.', 'Cannot happen.', 'Fine with me'],
  ...[
    '> The loop runs too far.\n\naccepted: the caller pads it',
    '@<8a0c1d2e-0000-4000-8000-000000000001> accepted: we know',
  ],
];

describe('the word of somebody who may accept', () => {
  for (const [language, [no, reason, hedged, yes]] of Object.entries(LANGUAGES)) {
    it(`accepts in ${language} by a plain yes alone`, () => {
      assert.deepEqual([no, reason, hedged, yes].filter(accepts), [yes], why(yes));
      assert.ok(accepts(`accepted: ${reason}`), why(`accepted: ${reason}`));
    });
  }

  for (const content of [
    ...NO_ACCEPTANCE,
    ...OBJECTIONS_WITH_ACCEPTING_WORDS,
    ...REASONS_THAT_ACCEPT_NOTHING,
    ...OF_THE_COMMAND,
  ])
    it(`is none: ${JSON.stringify(content)}`, () => assert.ok(!accepts(content)));
  for (const content of [...ACCEPTANCE, ...REASONS])
    it(`is one: ${JSON.stringify(content)}`, () => assert.ok(accepts(content), why(content)));

  for (const question of ['本当に？', 'هل هذا صحيح؟', 'Why is that?', 'Είναι δεκτό;'])
    it(`is a question: ${question}`, () => assert.match(why(question), /asks something/));

  it('in a script that nobody here reads accepts by the plain formula alone', () => {
    assert.ok(!accepts('სია ყოველთვის სავსეა'));
    assert.ok(accepts('Accepted: სია ყოველთვის სავსეა'));
  });

  it('that is not understood says how to accept', () => {
    assert.match(
      why('The list is never empty.'),
      /does not plainly say that it is accepted; “accepted: reason” would accept it/,
    );
  });

  it('is read in no time, however it is made', () => {
    for (const sign of ['`a', '<!--', '<s>', '“', '~~', '"', '```\n', '![', '[a](', 'accepted, ', '@<', '「'])
      assert.ok(!accepts(sign.repeat(30_000)) || sign === 'accepted, ', sign);
  }).timeout(2000);
});
