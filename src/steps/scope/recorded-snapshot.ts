/** What Jest, Vitest and Bun write beside a test, called as it is, and run as code to read it again. */
export function isSnapshot(path: string): boolean {
  return /\.(?:[cm]?[jt]sx?|vue|svelte|html?)\.snap$/i.test(path);
}

/** What begins so is a syntax error to them; the records of other tools begin so. */
const OF_OTHERS = /^(?:\ufeff?---\s|AVA Snapshot v)/;

const BETWEEN = /\s{1,1000}|\/\/[^\n\r\u2028\u2029]*/y;
const NAME = /exports\[`/y;
const VALUE = /`\]\s*=\s*`/y;
const END = /`;?/y;
const WITHIN = /[`\\]|\$\{/g;

/** True where it holds anything but names and texts: what else stands there runs with the tests. */
export function isScriptedSnapshot(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (OF_OTHERS.test(text)) return false;
  let at = afterComments(text, 0);
  while (at < text.length) {
    const ofName = endOfText(text, behind(NAME, text, at));
    const ofValue = endOfText(text, behind(VALUE, text, ofName));
    at = behind(END, text, ofValue);
    if (at < 0) return true;
    at = afterComments(text, at);
  }
  return false;
}

function afterComments(text: string, start: number): number {
  let at = start;
  for (let end = behind(BETWEEN, text, at); end >= 0; end = behind(BETWEEN, text, at)) at = end;
  return at;
}

/** Where the form ends that stands there; -1 where it does not. */
function behind(form: RegExp, text: string, at: number): number {
  if (at < 0) return -1;
  form.lastIndex = at;
  return form.test(text) ? form.lastIndex : -1;
}

/** Where the quotation mark stands that ends a text; -1 where it holds code or has no end. */
function endOfText(text: string, start: number): number {
  if (start < 0) return -1;
  WITHIN.lastIndex = start;
  for (let sign = WITHIN.exec(text); sign !== null; sign = WITHIN.exec(text)) {
    if (sign[0] === '`') return sign.index;
    if (sign[0] !== '\\') return -1;
    WITHIN.lastIndex = sign.index + 2;
  }
  return -1;
}
