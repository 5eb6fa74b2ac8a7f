import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { textEncoding } from '../../../src/steps/diff/text-encoding';

const PAGE = '<p>A line of a page</p>\n'.repeat(40);

function nameOf(bytes: Uint8Array): string {
  return textEncoding(bytes).name;
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
