/** What makes a drawing run something where a browser shows it: scripts, handlers, addresses that are code, pages within, and what hides these. */
const SIGNS =
  /<(?:[\w.-]{1,40}:)?(?:script|handler|iframe|embed|object)[\s/>]|[\s"'/]on[a-z]{3,24}\s{0,8}=|script:|attributeName\s{0,8}=\s{0,8}["']\s{0,8}on|href\s{0,8}=\s{0,8}["'][^"'<>]{0,80}&#|<\?xml-stylesheet|<!ENTITY[^>]{0,200}(?:&#|<)|<!ENTITY[^>]{0,80}SYSTEM|data:text\/html/i;

/** True for a text in SVG that may run something; as a picture on a page it would not, but nobody knows how it is shown. */
export function isScriptedDrawing(bytes: Uint8Array): boolean {
  return SIGNS.test(textOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
}

/** Letters of these signs are of one byte in all encodings that a browser knows but UTF-16, whose zero bytes part them. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

export function isDrawing(path: string): boolean {
  return /\.svg$/i.test(path);
}
