import assert from 'node:assert/strict';
import { acceptanceOf, whyNotAccepted } from '../../../src/steps/threads/acceptance';

const author = { id: 'author', name: 'Mona' };
const reader = { id: 'reader', name: 'Rita' };

const said = (content: string) => ({
  replies: [{ id: 2, author: reader, content, isDeleted: false, isText: true, publishedAt: 0 }],
});

/** What a colleague may write in a language: a no that must not accept, and a yes that must. */
const LANGUAGES: Readonly<Record<string, readonly [no: string, yes: string]>> = {
  English: ['This must be fixed first.', 'The list is never empty here.'],
  German: ['Das muss vorher behoben werden.', 'Die Liste ist hier nie leer.'],
  French: ['Cela doit être corrigé avant.', 'La liste n’est jamais vide ici.'],
  Spanish: ['Hay que arreglarlo antes.', 'La lista nunca está vacía aquí.'],
  Catalan: ['No hi estic d’acord.', 'La llista mai és buida aquí.'],
  Italian: ['Va corretto prima.', 'Qui la lista non è mai vuota.'],
  Portuguese: ['Isto precisa ser corrigido.', 'A lista nunca está vazia aqui.'],
  Dutch: ['Dit moet eerst worden opgelost.', 'De lijst is hier nooit leeg.'],
  Polish: ['Trzeba poprawić przed mergem.', 'Lista nigdy nie jest tu pusta.'],
  Czech: ['Nejdřív je třeba opravit.', 'Seznam tu nikdy není prázdný.'],
  Slovak: ['Najprv treba opraviť.', 'Zoznam tu nikdy nie je prázdny.'],
  Slovene: ['Najprej je treba popraviti.', 'Seznam tu ni nikoli prazen.'],
  Croatian: ['Ne slažem se.', 'Popis ovdje nikad nije prazan.'],
  Swedish: ['Det måste åtgärdas först.', 'Listan är aldrig tom här.'],
  Danish: ['Det skal rettes først.', 'Listen er aldrig tom her.'],
  Norwegian: ['Dette må rettes først.', 'Listen er aldri tom her.'],
  Finnish: ['Tämä pitää korjata ensin.', 'Lista on täällä aina täynnä.'],
  Estonian: ['See tuleb parandada.', 'Loend pole siin kunagi tühi.'],
  Latvian: ['Vispirms jālabo.', 'Saraksts šeit vienmēr ir pilns.'],
  Lithuanian: ['Reikia pataisyti.', 'Sąrašas čia visada pilnas.'],
  Hungarian: ['Ezt előbb ki kell javítani.', 'A lista itt soha üres.'],
  Romanian: ['Trebuie corectat mai întâi.', 'Lista este mereu plină aici.'],
  Turkish: ['Önce düzeltilmesi gerek.', 'Liste burada hiç boş olmaz.'],
  Vietnamese: ['Cái này phải sửa trước.', 'Danh sách ở đây luôn đầy.'],
  Indonesian: ['Ini harus diperbaiki dulu.', 'Daftar di sini selalu penuh.'],
  Russian: ['Это надо исправить.', 'Список здесь всегда полон.'],
  Ukrainian: ['Це треба виправити.', 'Список тут завжди повний.'],
  Bulgarian: ['Това трябва да се поправи.', 'Списъкът тук винаги е пълен.'],
  Greek: ['Πρέπει να διορθωθεί πρώτα.', 'Η λίστα εδώ είναι πάντα γεμάτη.'],
  Arabic: ['يجب إصلاح هذا أولاً.', 'القائمة هنا ممتلئة دائماً.'],
  Hebrew: ['צריך לתקן את זה קודם.', 'הרשימה כאן תמיד מלאה.'],
  Hindi: ['इसे पहले ठीक करें।', 'यह सूची हमेशा भरी रहती है।'],
  Japanese: ['先に修正してください。', 'ここではリストは必ず埋まっています。'],
  Chinese: ['必须修复这个。', '这里的列表总是有内容。'],
  Korean: ['먼저 수정이 필요합니다.', '여기서 목록은 항상 차 있습니다.'],
  Thai: ['ต้องแก้ก่อน', 'รายการนี้เต็มเสมอ'],
};

describe('the word of somebody who may accept', () => {
  for (const [language, [no, yes]] of Object.entries(LANGUAGES)) {
    it(`is a no or a yes in ${language}`, () => {
      assert.equal(acceptanceOf(said(no), [author]), undefined, no);
      assert.equal(acceptanceOf(said(yes), [author])?.content, yes, whyNotAccepted(said(yes), [author]));
    });
  }

  for (const question of ['本当に？', 'هل هذا صحيح؟', 'Why is that?'])
    it(`is a question: ${question}`, () => assert.equal(acceptanceOf(said(question), [author]), undefined));

  it('in a script that nobody here reads accepts by the plain word alone', () => {
    const georgian = 'სია ყოველთვის სავსეა';
    assert.match(whyNotAccepted(said(georgian), [author]), /is in a language that is not read here; “accepted: …”/);
    assert.ok(acceptanceOf(said(`Accepted: ${georgian}`), [author]));
  });

  it('in signs alone accepts', () => {
    assert.ok(acceptanceOf(said('👍'), [author]));
    assert.equal(acceptanceOf(said('👎'), [author]), undefined);
  });
});
