/** What makes a drawing run something where a browser shows it: scripts, handlers, addresses that are code, pages within, and what hides these. */
const SIGNS =
  /<(?:[^\s<>/"'=:]*:)?(?:script|handler|iframe|frame|embed|object|applet|meta|link|base|form)[\s/>]|[\s"'/]on[a-z]{3,24}\s{0,8}=|script:|attributeName\s{0,8}=\s{0,8}["']\s{0,8}on|<\?xml-stylesheet|data:text\/html/i;

/** An address that is spelt by codes or names of texts, and does not say first that it leads to a page or a place. */
const SPELT = /href\s{0,8}=\s{0,8}["'](?!\s{0,8}(?:https?:|mailto:|[#./]))[^"'<>]*&(?!amp;)/i;

/** What a program that draws writes for its own names; any other may spell what it likes. */
const PLAIN_ENTITY = /<!ENTITY\s{1,8}[\w:.-]{1,60}\s{1,8}(?:"[^"<&%]{0,300}"|'[^'<&%]{0,300}')\s{0,8}>/gi;
const ENTITY = /<!ENTITY/gi;

/** True for a text in SVG that may run something; as a picture on a page it would not, but nobody knows how it is shown. */
export function isScriptedDrawing(bytes: Uint8Array): boolean {
  const text = textOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  // Behind it begin the letters of another alphabet, so that words may be parted and are none the less.
  return text.includes('\x1b') || SIGNS.test(text) || SPELT.test(text) || hasOddEntity(text);
}

function hasOddEntity(text: string): boolean {
  const count = [...text.matchAll(ENTITY)].length;
  return count > 0 && [...text.matchAll(PLAIN_ENTITY)].length < count;
}

/** Letters of these signs are of one byte in all encodings that a browser knows but UTF-16, whose zero bytes part them. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

export function isDrawing(path: string): boolean {
  return /\.svg$/i.test(path);
}
