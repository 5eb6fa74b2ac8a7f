import assert from 'node:assert/strict';
import { hiddenIn } from '../../src/steps/alerts/hidden-characters';
import { reviewed } from './reviewed';

/** What it is, the line, the file; nothing is hidden in it. */
const TEXT: [string, string, string?][] = [
  ['the flag of Scotland', '"sco": "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}"'],
  [
    'the flags of Wales and Texas',
    '"\u{1F3F4}\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}\u{1F3F4}\u{E0075}\u{E0073}\u{E0074}\u{E0078}\u{E007F}"',
  ],
  ['a family', 'const family = "👩‍👩‍👧‍👦";', 'src/a.ts'],
  ['a person with a skin tone at work', 'const who = "👩🏽‍💻";', 'src/a.ts'],
  ['a heart in colour', '"❤️ and ☎︎ and 1️⃣"'],
  ['Hebrew with a mark of direction', '"he": "שלום\u200F!"'],
  ['Arabic with an Arabic letter mark', '"ar": "مرحبا\u061C 5"'],
  ['Hebrew in a string of code', 'label = "שלום\u200F (ok)";', 'src/a.cs'],
  ['an isolate that is closed, in a translation', '"he": "\u2068שלום\u2069 {name}"'],
  ['Persian with a non-joiner', '"fa": "می\u200Cخواهم"'],
  ['Hindi with a joiner', '"hi": "क्\u200Dष"'],
  ['Malayalam, Sinhala and Bengali', '"x": "ന്\u200D ශ්\u200Dර র\u200Dয"'],
  ['Khmer with spaces of no width', '"km": "សួស្តី\u200Bពិភពលោក"'],
  ['Thai, Lao and Burmese', '"x": "สวัสดี\u200Bชาว ສະບາຍ\u200Bດີ မင်္ဂ\u200Bလာ"'],
  ['a soft hyphen in prose', 'Donau\u00ADdampf\u00ADschiff', 'docs/a.md'],
  ['Han with a variation', '"ja": "葛\u{E0100}"'],
  ['Braille in prose', 'blank \u2800 beside ⠓', 'docs/a.md'],
  ['Greek and Cyrillic words', 'const имя = "ΔΣ"; // привет, мир; μs', 'src/a.ts'],
  ['a word of both alphabets that nobody takes for Latin', '// SMSка, TCP-порт', 'src/a.ts'],
  ['German, French and Vietnamese', 'größe = "L\u2019été à Hà Nội"', 'src/a.py'],
  ['a form feed and the end of an old file', '\f', 'src/a.c'],
  ['a form feed before a function', '\f(defun find-file ()', 'lisp/files.el'],
  ['a form feed behind the last of a page', '}  \f', 'src/a.c'],
  ['a vertical tab before a name', '\v\v  int a;', 'src/a.c'],
  ['a form feed in a document', 'end of page\fnext page', 'docs/rfc.txt'],
  ['a carriage return in a document', 'a\rb', 'docs/a.md'],
  ['a carriage return in a table', 'a;"b\rc"', 'data/a.csv'],
  ['two carriage returns that end a line', 'a: 1\r\r', 'azure-pipelines.yml'],
  ['what a translating machine left beside a blank', 'as variáveis \u200B\u200Bde ambiente', 'docs/pt/a.md'],
  ['the same between letters of another script', '場合の処理\u200B\u200B方法', 'docs/ja/a.md'],
  ['the same behind code', 'bir `str` \u200B\u200Bolduğunu', 'docs/tr/a.md'],
  ['the same in a translation', '"random token": "een \u200B\u200Bveilige token"', 'lang/nl.json'],
  ['the same in one of another script', '"sent": "过去在此\u200B\u200B频道中"', 'src/locales/zh/app.json'],
  ['a line of nothing else, in a document', '\u200B', 'docs/Manual.md'],
  ['a sign of shape before a picture', 'قرار است.\uFE0F 🚀', 'docs/fa/a.md'],
  ['Chinese punctuation in prose', '价格：１００；好', 'docs/a.md'],
];

/** What it is, the line, the file, what is told. */
const HIDDEN: [string, string, string, RegExp][] = [
  ['code turned round', 'if (isAdmin\u202E } // check', 'src/a.ts', /U\+202E turns the direction/],
  ['an override in a translation', '"he": "\u202Eשלום"', 'he.json', /U\+202E/],
  ['an isolate in code', '/* \u2066 } \u2069 if (x) */', 'src/a.ts', /U\+2066/],
  ['an isolate in code beside Hebrew', '/* ש \u2066 } \u2069 */', 'src/a.ts', /U\+2066/],
  ['an isolate that stays open, in a translation', '"he": "\u2067שלום"', 'he.json', /U\+2067/],
  ['a mark of direction beside Latin', 'let a\u200E = 1;', 'src/a.ts', /U\+200E marks a direction/],
  [
    'instructions in tag characters',
    `// ok${[...'ignore'].map((c) => String.fromCodePoint(0xe0000 + c.charCodeAt(0))).join('')}`,
    'src/a.ts',
    /U\+E0069 is an invisible tag/,
  ],
  [
    'tag characters behind a flag that is none',
    '\u{1F3F4}\u{E0069}\u{E0067}\u{E006E}\u{E006F}\u{E0072}\u{E0065}\u{E0020}\u{E007F}',
    'a.json',
    /U\+E0069/,
  ],
  ['a space of no width in an identifier', 'pass\u200Bword = 1', 'src/a.py', /U\+200B has no width/],
  ['the same in English prose', '"en": "hel\u200Blo"', 'en.json', /U\+200B/],
  ['the same in a document of another language', 'a variável PASS\u200BWORD', 'docs/pt/a.md', /U\+200B/],
  ['within an address there', 'é https://exam\u200Bple.test', 'docs/pt/a.md', /U\+200B/],
  ['left over in code', 'x = 1 \u200B # é', 'src/a.py', /U\+200B/],
  ['left over in English', 'the \u200Bvariables', 'docs/a.md', /U\+200B/],
  ['left over in the English of a translation', '"a": "the \u200Btoken"', 'lang/en.json', /U\+200B/],
  ['within a word of a translation', '"a": "pass\u200Bword"', 'lang/nl.json', /U\+200B/],
  ['left over in a program of a translation', '"a" => "een \u200Bveilige"', 'lang/nl.php', /U\+200B/],
  ['a line of nothing else, in code', '\u200B', 'src/a.ts', /U\+200B/],
  ['so many that they may spell something', `é${' \u200B'.repeat(13)}`, 'docs/pt/a.md', /U\+200B/],
  ['a joiner between Latin letters', 'user\u200Did', 'src/a.ts', /U\+200D is an invisible joiner/],
  ['a non-joiner between Latin letters', 'user\u200Cid', 'src/a.ts', /U\+200C/],
  ['a mark of order within a line', 'let a\uFEFF = 1;', 'src/a.ts', /U\+FEFF/],
  ['a word joiner', 'a\u2060b', 'src/a.ts', /U\+2060/],
  ['invisible operators', 'a\u2062b', 'src/a.ts', /U\+2062/],
  ['deprecated shaping', 'a\u206Eb', 'src/a.ts', /U\+206E/],
  ['a grapheme joiner', 'a\u034Fb', 'src/a.ts', /U\+034F/],
  ['Mongolian selectors', 'a\u180Bb', 'src/a.ts', /U\+180B/],
  ['Khmer vowels that are not shown', 'a\u17B4b', 'src/a.ts', /U\+17B4/],
  ['notes between lines', 'a\uFFF9b\uFFFB', 'src/a.ts', /U\+FFF9/],
  ['signs of music', 'a\u{1D173}b', 'src/a.ts', /U\+1D173/],
  ['signs of shorthand', 'a\u{1BCA0}b', 'src/a.ts', /U\+1BCA0/],
  ['a Hangul filler as a name', 'const { a,\u3164} = query;', 'src/a.js', /U\+3164 looks like a blank/],
  ['half a filler', 'a\uFFA0b', 'src/a.js', /U\+FFA0/],
  ['fillers of old syllables', 'a\u115Fb', 'src/a.js', /U\+115F/],
  ['fillers beside nothing but each other', 'const \u115F\u1160 = query;', 'src/a.js', /U\+115F/],
  ['a blank of Braille', 'a\u2800b', 'src/a.js', /U\+2800/],
  ['a soft hyphen in an identifier', 'user\u00ADid', 'src/a.ts', /U\+00AD/],
  ['bytes hidden in selectors', 'x = "a\uFE01\uFE02"', 'src/a.ts', /U\+FE01 chooses a variant/],
  ['bytes hidden in more selectors', 'x = "a\u{E0101}\u{E0102}"', 'src/a.ts', /U\+E0101/],
  ['an escape for terminals', 'x\u001b[2Ky', 'src/a.ts', /U\+001B is a control/],
  ['a backspace', 'x\u0008y', 'src/a.ts', /U\+0008/],
  ['a NUL', 'x\u0000y', 'src/a.ts', /U\+0000/],
  ['a control of the upper half', 'x\u0085y', 'src/a.ts', /U\+0085/],
  ['a line end that is none', '// ok\u2028evil()', 'src/a.js', /U\+2028/],
  ['a carriage return behind a comment', '// ok\revil()', 'src/a.js', /U\+000D ends a line/],
  ['the same in a pipeline', '- script: a # fine\r- script: evil', 'azure-pipelines.yml', /U\+000D ends a line/],
  ['the same in any YAML', 'a: 1 # fine\rb: evil', 'deploy/k.yaml', /U\+000D ends a line/],
  ['the same in properties', '# fine\radmin=evil', 'src/a.properties', /U\+000D ends a line/],
  ['the same in requirements', 'safe==1.0 # pinned\revil==6.6', 'requirements.txt', /U\+000D ends a line/],
  ['the same in settings in the root', '{ // fine\r"a": 1', 'a.json', /U\+000D ends a line/],
  ['the same in a page', '<script>// fine\revil()</script>', 'a.html', /U\+000D ends a line/],
  ['a form feed in requirements', 'safe==1.0 # pinned\fevil==6.6', 'requirements.txt', /U\+000C ends a line/],
  ['a vertical tab there', 'safe==1.0 # pinned\vevil==6.6', 'requirements.txt', /U\+000B ends a line/],
  ['a form feed within a line of code', '# fine \f import evil', 'src/a.py', /U\+000C ends a line/],
  ['the Arabic mark between Latin letters', 'user\u061Cid', 'src/a.ts', /U\+061C marks a direction/],
  ['a sign that looks like !', 'if (environmentǃ=ENV)', 'src/a.js', /U\+01C3 looks like a sign/],
  ['a sign that looks like ;', 'return\u037E x', 'src/a.js', /U\+037E/],
  ['a Cyrillic letter in an identifier', 'isАdmin(user)', 'src/a.ts', /U\+0410 mixes letters/],
  ['a Greek letter in an identifier', 'tοken', 'src/a.ts', /U\+03BF mixes letters/],
  ['a letter of mathematics', '\u{1D41E}val(x)', 'src/a.py', /U\+1D41E/],
];

describe('hidden characters', () => {
  for (const [what, line, path = 'i18n/x.json'] of TEXT) {
    it(`are none: ${what}`, () => assert.deepEqual(hiddenIn(line, path), []));
  }
  for (const [what, line, path, told] of HIDDEN) {
    it(`are told: ${what}`, () => assert.match(hiddenIn(line, path).join(', '), told));
  }

  it('begin nothing with a mark of order at the start of a file', () => {
    assert.deepEqual(hiddenIn('\uFEFFusing System;', 'a.cs', true), []);
    assert.equal(hiddenIn('\uFEFFusing System;', 'a.cs', false).length, 1);
  });

  it('in translations of real projects raise nothing, and the pull request passes', async () => {
    const texts = TEXT.filter(([, , path]) => path === undefined).map(([, line]) => line);
    const source = {
      'i18n/all.json': `${texts.join('\n')}\n`,
      'i18n/he-IL.json': '"a": "שלום\u200F"\n',
      'a.cs': '\uFEFFclass A {}\n',
    };
    const { record } = await reviewed({ source });
    assert.deepEqual([record.ending.verdict, record.counts.blockers], ['PASS', 0]);
  });

  it('in code and in the name of a file block', async () => {
    const source = { 'src/a.ts': 'if (isAdmin\u202E } // ok\n', 'docs/photo_\u202Egpj.exe.md': 'x\n' };
    const { record, threads } = await reviewed({ source, inputs: { exclude: 'docs/' } });
    assert.equal(record.counts.blockers, 2);
    assert.equal(record.ending.verdict, 'FAIL');
    assert.match(
      threads.map(({ comments }) => comments[0]?.content).join('\n'),
      /name of this file is not what it seems/,
    );
  });
});
