/**
 * What makes a drawing run something where a browser shows it, or where a server writes it: scripts, handlers, addresses that are code,
 * pages within, styles that load others, and lines of a server's language.
 */
const SIGNS =
  /<(?:[^\s<>/"'=:]*:)?(?:script|handler|iframe|frame|embed|object|applet|meta|link|base|form|input|button|textarea|select|video|audio|template|portal|include)[\s/>]|[\s"'/]on[a-z]{3,60}\s*=|s[\t\n\r]*c[\t\n\r]*r[\t\n\r]*i[\t\n\r]*p[\t\n\r]*t[\t\n\r]*:|<\?xml-stylesheet|data:text\/html|@import|@[\w-]{0,12}\\|\bexpression\s*\(|-moz-binding|\bbehavior\s*:|<\?(?!xml\s|xpacket\s|adobe-)|<%|<!--\s{0,9}#/i;

/** What comes to stand there while it is shown: an address or a handler, by its name or by codes that spell one. */
const ANIMATED = /attributeName\s*=\s*["'](?:[^"'<>]*&|\s*(?:[\w.-]{1,40}:)?(?:href|src|on))/i;

/** Another drawing that becomes part of this one, and data of whatever kind. */
const TAKEN_IN =
  /<(?:[\w.-]{1,40}:)?(?:use|feImage)\s[^<>]{0,2000}?href\s*=\s*(?:["']\s*(?!\s|#|data:image\/(?:png|jpe?g|gif|webp|bmp)[;,])|(?=[^\s"'#<>]))|href\s*=\s*["']?\s*data:(?!image\/(?:png|jpe?g|gif|webp|bmp)[;,])/i;

/** An address that is spelt by codes or names of texts, and does not say first that it leads to a page or a place. */
const SPELT = /href\s*=\s*["']?(?!\s*(?:https?:|mailto:|[#./]))[^"'<>]*&(?!amp;)/i;

/** In these the signs stand as they are. */
const ODD_ENCODING =
  /<\?xml\s[^<>]{0,200}encoding\s*=\s*["'](?!utf-?8|utf-?16|us-ascii|ascii|iso-8859-\d|windows-125\d)/i;

/** What a program that draws writes for its own names; any other may spell what it likes. */
const PLAIN_ENTITY = /<!ENTITY\s{1,8}[\w:.-]{1,60}\s{1,8}(?:"[^"<&%]{0,300}"|'[^'<&%]{0,300}')\s{0,8}>/gi;
const ENTITY = /<!ENTITY/gi;
/** That of the standard, behind which such names may stand; another one gives attributes to whatever has none. */
const PLAIN_TYPE =
  /<!DOCTYPE\s{1,9}svg(?:\s{1,9}PUBLIC\s{1,9}["']-\/\/W3C\/\/[^"'<>]{0,60}["']\s{1,9}["']https?:\/\/www\.w3\.org\/[^"'<>]{0,100}["'])?\s{0,9}[[>]/gi;
const TYPE = /<!DOCTYPE/gi;
const DECLARED = /<!(?:ATTLIST|ELEMENT|NOTATION)|<!\[/i;
/** The one that stands in plain text, and not in the head. */
const CHARACTERS = /<!\[CDATA\[/g;

const ALONE: readonly RegExp[] = [SIGNS, ANIMATED, TAKEN_IN, SPELT, ODD_ENCODING];

/** True for a text in SVG that may run something; as a picture on a page it would not, but nobody knows how it is shown. */
export function isScriptedDrawing(bytes: Uint8Array): boolean {
  const text = textOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  // Behind it begin the letters of another alphabet, so that words may be parted and are none the less.
  return text.includes('\x1b') || isScriptedText(text);
}

/** The same of a text whose letters are known. */
export function isScriptedText(text: string): boolean {
  return ALONE.some((sign) => sign.test(text)) || hasOddHead(text);
}

function hasOddHead(text: string): boolean {
  if (!/<!(?!--)/.test(text)) return false;
  const isOdd = (any: RegExp, plain: RegExp) => countOf(any, text) > countOf(plain, text);
  return isOdd(ENTITY, PLAIN_ENTITY) || isOdd(TYPE, PLAIN_TYPE) || DECLARED.test(text.replace(CHARACTERS, ''));
}

function countOf(sign: RegExp, text: string): number {
  return text.match(sign)?.length ?? 0;
}

/** Letters of these signs are of one byte in all encodings that a browser knows but UTF-16, whose zero bytes part them. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

export function isDrawing(path: string): boolean {
  return /\.svg$/i.test(path);
}
