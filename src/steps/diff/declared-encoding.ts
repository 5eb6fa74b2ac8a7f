/** Most that is looked at for the first two lines: whoever obeys them takes lines of any length. */
const MOST_OF_LINES = 65_536;
const MOST_OF_HEAD = 1_024;

/** Python obeys a comment on one of the first two lines, whatever stands before the word. */
const COMMENT = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const OF_MARKUP = /<\?xml\b[^>]*?\bencoding\s*=\s*["']?\s*([-\w]+)|\bcharset\s*=\s*["']?\s*([-\w]+)/gi;

/** In these, plain letters are not what they look like: a comment may hold a line end and what runs behind it. */
const OTHER_LETTERS =
  /^(?:u(?:tf)?7|unicode11utf7|(?:raw)?unicode(?:escape|internal)|rot13|punycode|idna|hz(?:gb(?:2312)?)?|(?:cs)?iso2022\w*|quopri|quotedprintable|uu|base64|bz2|zlib|zip|hex|(?:ibm|cp)?(?:037|273|424|500|875|1026|1047|114\d)|ebcdic\w*)(?:codec)?$/;

/** Whether a text says of itself that it is in an encoding in which not even plain letters are what they are in ASCII. */
export function declaresOtherLetters(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MOST_OF_LINES));
  const lines = start.subarray(0, endOfSecondLine(start));
  const head = start.subarray(0, MOST_OF_HEAD);
  const isComment =
    lines.includes('coding') &&
    lines
      .toString('latin1')
      .split(/[\r\n]/)
      .some(isOtherByComment);
  return isComment || ((head.includes('encoding') || head.includes('charset')) && isOtherByMarkup(head));
}

function endOfSecondLine(start: Buffer): number {
  const first = start.indexOf('\n');
  const second = first < 0 ? -1 : start.indexOf('\n', first + 1);
  return second < 0 ? start.length : second;
}

function isOtherByComment(line: string): boolean {
  return isOther(COMMENT.exec(line)?.[1] ?? '');
}

function isOtherByMarkup(head: Buffer): boolean {
  const names = [...head.toString('latin1').matchAll(OF_MARKUP)].map(([, ofXml, ofPage]) => ofXml ?? ofPage ?? '');
  return names.some(isOther);
}

function isOther(name: string): boolean {
  return OTHER_LETTERS.test(name.toLowerCase().replace(/[-_.]/g, ''));
}
