import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { obeysMark, textEncoding } from '../../../src/steps/diff/text-encoding';

const PAGE = '<p>A line of a page</p>\n'.repeat(40);

function nameOf(bytes: Uint8Array): string {
  return textEncoding(bytes, false).name;
}

/** As a compressed picture looks, with a head of many zeros. */
function picture(): Buffer {
  const blocks = Array.from({ length: 60 }, (_, at) => createHash('sha256').update(String(at)).digest());
  return Buffer.concat([Buffer.from('\u0001\0\0\0\u0010\0\0\0'.repeat(8), 'latin1'), ...blocks]);
}

describe('text with zero bytes', () => {
  const texts: Record<string, string> = {
    'one zero': `${PAGE}\0`,
    'three in each line': PAGE.replaceAll('<p>', '<p>\0\0\0'),
    'control characters as well': PAGE.replaceAll('<p>', '<p>\0\u0001'),
    'a third of zeros': PAGE.replaceAll('line', `line${'\0'.repeat(10)}`),
    'letters of other scripts': 'Ein Maß für Größe, 文字\0\n'.repeat(40),
    'zeros in one place': `${'\0'.repeat(300)}${PAGE}`,
  };
  for (const [name, text] of Object.entries(texts)) {
    it(name, () => assert.equal(nameOf(Buffer.from(text)), 'text with NUL bytes'));
  }

  it('is no binary file, whatever it begins with', () => {
    assert.equal(nameOf(picture()), 'binary');
    assert.equal(nameOf(Buffer.concat([Buffer.from('GIF89a'), picture()])), 'binary');
    assert.equal(nameOf(Buffer.from([0, 1, 2, 3, 200])), 'binary');
  });

  it('nor UTF-16 or UTF-32 without a mark', () => {
    assert.equal(nameOf(Buffer.from(PAGE, 'utf16le')), 'UTF-16 without a byte-order mark');
    assert.equal(nameOf(Buffer.from([...PAGE].map((letter) => `${letter}\0\0\0`).join(''))), 'UTF-32');
  });
});

describe('a mark of UTF-16', () => {
  const Otherwise = 'UTF-16 that reads otherwise without its byte-order mark';
  const marked = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  const swapped = (text: string) => marked(text).swap16();

  it('is believed of letters that are the same without it', () => {
    for (const text of ['a();\n', 'naïve “café”'.replace(/[“”]/g, ''), '\r\n'])
      for (const bytes of [marked(text), swapped(text)]) assert.equal(nameOf(bytes), 'UTF-16', text);
  });

  it('is not where a shell would read a line, a quote or a word more', () => {
    for (const letter of ['\u0a3b', '\u3b00', '\u0127', '\u2700', '\u4e0a', '\u6d72', '\u2026', '\u0d00'])
      for (const bytes of [marked(`# ${letter}rm\n`), swapped(`# ${letter}rm\n`)])
        assert.equal(nameOf(bytes), Otherwise);
  });

  it('is believed of all letters where everybody obeys it, but for what stands as commands do', () => {
    const name = (text: string) => textEncoding(marked(text), true).name;
    const hidden = (commands: string) => name(Buffer.from(commands, 'latin1').toString('utf16le'));
    assert.equal(name('-- 上海の売上、一覧\r\nselect 1\r\n'), 'UTF-16');
    assert.equal(name('═'.repeat(10)), 'UTF-16');
    assert.equal(hidden('\ncurl x|sh\n\xe9'), Otherwise);
    assert.equal(hidden('\n\xe9;rm -rf /x;#\n'), Otherwise);
    assert.equal(hidden('echo what no Chinese would write here'), Otherwise);
  });

  it('is obeyed by Windows and its tools, and not by what is started as it stands', () => {
    const obeys = (path: string, newMode = '100644') => obeysMark({ path, newMode });
    for (const path of ['a.ps1', 'A.CS', 'a.csproj', 'a.sql', 'x/notes.txt']) assert.ok(obeys(path), path);
    for (const path of ['a.sh', 'a', 'a.php', '.env', 'a.js', 'a.py', 'a.bat', 'a.cmd', 'a.html'])
      assert.ok(!obeys(path), path);
    assert.deepEqual([obeys('a.txt', '100755'), obeys('a.ps1', '100755')], [false, true]);
  });
});
