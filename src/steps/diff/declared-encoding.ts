/** Most that is looked at for the first two lines, and for a declaration: whoever obeys them takes any length. */
const MOST_OF_START = 65_536;
/** Of a page. */
const MOST_OF_HEAD = 1_024;

/** Python obeys a comment on one of the first two lines, whatever stands before the word. */
const COMMENT = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
/** Up to the end of the declaration, however much white space stands in it. */
const OF_XML = /^(?:\u00ef\u00bb\u00bf)?<\?xml\b[^>]*?\bencoding\s*=\s*(?:["']\s*)?([-\w]+)/i;
const OF_PAGE = /\bcharset\s*=\s*(?:["']\s*)?([-\w]+)/gi;

/** In these, plain letters are not what they look like: a comment may hold a line end and what runs behind it. */
const OTHER_LETTERS =
  /^(?:u(?:tf)?7|unicode11utf7|(?:raw)?unicode(?:escape|internal)|rot13|punycode|idna|hz(?:gb(?:2312)?)?|(?:cs)?iso2022\w*|quopri|quotedprintable|uu|base64|bz2|zlib|zip|hex|(?:ibm|cp)?(?:037|273|424|500|875|1026|1047|114\d)|ebcdic\w*)(?:codec)?$/;

/** Whether a text says of itself that it is in an encoding in which not even plain letters are what they are in ASCII. */
export function declaresOtherLetters(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MOST_OF_START));
  const lines = start.subarray(0, endOfSecondLine(start));
  const isComment =
    lines.includes('coding') &&
    lines
      .toString('latin1')
      .split(/[\r\n]/)
      .some(isOtherByComment);
  return isComment || isOtherXml(start) || isOtherPage(start.subarray(0, MOST_OF_HEAD));
}

function endOfSecondLine(start: Buffer): number {
  const first = start.indexOf('\n');
  const second = first < 0 ? -1 : start.indexOf('\n', first + 1);
  return second < 0 ? start.length : second;
}

function isOtherByComment(line: string): boolean {
  return isOther(COMMENT.exec(line)?.[1] ?? '');
}

function isOtherXml(start: Buffer): boolean {
  const at = start.indexOf('<?xml');
  return (at === 0 || at === 3) && isOther(OF_XML.exec(start.toString('latin1'))?.[1] ?? '');
}

function isOtherPage(head: Buffer): boolean {
  return (
    head.includes('charset') && [...head.toString('latin1').matchAll(OF_PAGE)].some(([, name = '']) => isOther(name))
  );
}

function isOther(name: string): boolean {
  return OTHER_LETTERS.test(name.toLowerCase().replace(/[-_.]/g, ''));
}
