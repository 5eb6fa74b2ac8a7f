const DIGITS = /^[0-9a-f]{32,128}$/i;
/** Shorter ones are keys where something calls them so, and numbers or ids elsewhere. */
const FEW_DIGITS = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{20,31}$/i;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ID_LENGTH = 36;
/** So much before a value is looked at. */
const BEFORE = 120;

/** What calls a value a key, up to where it begins, and how that name begins. */
const CALLED =
  /(?<name>(?:key|subscription|appid|license|client|credential|[?&]code)[\w.-]{0,24})["'\]]{0,2}[ \t]{0,4}(?::=|=>|[:=,(])[ \t]{0,4}(?:\w{1,20}[ \t]{0,2}[,=][ \t]{0,2})?["'`]?$/i;
const NAME_BEFORE = /[\w-]{0,40}$/;
/** Something called a secret, on the same line or one of the lines before. */
const SECRET_NAME =
  /(?:key|secret|token|passw(?:or)?d|pwd|credential|authorization|auth(?![a-z])|cookie|sess(?:ion)?_?id|seed|pepper|psk)[\w.-]{0,24}/gi;
/** What may stand between it and the value, in characters of its own line and of each that follows. */
const BETWEEN = { line: 100, lines: 3, next: 60 };
const NOT_OF_A_KEY =
  /[@/]$|(?:commit|revision|\brev|\bsha|ref|image|version|branch|tree|blob|signatures?|fingerprint|thumbprint|\bid)["']?\s{0,4}[:=]\s{0,4}["']?$/i;
const MOST_WORDS_BETWEEN = 8;

const HASH = /hash|md5|sha\d|etag|checksum|digest|public|cache|foreign|primary/i;
/** Ids have the form of a key of few services, and are called so there. */
const ID_CALLED = /(?:api|access|secret|auth|license)[_-]?key/i;

/**
 * Keys of many services are nothing but hexadecimal digits, and so is every hash: what stands before tells them apart. Where the key
 * begins of which the word at this place is all or the end; undefined for any other word.
 */
export function hexadecimalKey(text: string, { start, end }: { start: number; end: number }): number | undefined {
  if (DIGITS.test(text.slice(start, end)))
    return isCalledKey(text, start) ||
      isCalledAbove(text, { start, end }) ||
      isCalledBehind(text, end) ||
      isOfRegion(text, end) ||
      isBesideId(text, start)
      ? start
      : undefined;
  if (FEW_DIGITS.test(text.slice(start, end))) return isCalledKey(text, start) ? start : undefined;
  const from = end - ID_LENGTH;
  if (end - start !== 12 || text[start - 1] !== '-' || !ID.test(text.slice(Math.max(0, from), end))) return undefined;
  return isCalledKey(text, from, ID_CALLED) ? from : undefined;
}

/** The id of an account of Twilio, or of a key there, stands before its token. */
function isBesideId(text: string, start: number): boolean {
  return /\b(?:AC|SK)[0-9a-f]{32}\b/.test(text.slice(Math.max(0, start - 2 * BEFORE), start));
}

/** Some have the region that they are for behind them. */
function isOfRegion(text: string, end: number): boolean {
  return /^-us\d{1,2}\b/.test(text.slice(end, end + 6));
}

/** What is itself the name of other values is a hash of something, however these are called. */
const NAME_OF_MORE = /^["']?\s{0,4}:\s{0,4}[{[]/;

function isCalledAbove(text: string, { start, end }: { start: number; end: number }): boolean {
  if (NAME_OF_MORE.test(text.slice(end, end + 10))) return false;
  const before = text.slice(Math.max(0, start - 2 * BEFORE), start);
  const between = [...before.matchAll(SECRET_NAME)]
    .map(({ 0: name, index }) => before.slice(index + name.length))
    .find(isNear);
  if (between === undefined || NOT_OF_A_KEY.test(before) || HASH.test(before)) return false;
  return (between.match(/\w+/g)?.length ?? 0) <= MOST_WORDS_BETWEEN;
}

function isNear(between: string): boolean {
  const [line = '', ...next] = between.split('\n');
  return (
    line.length <= BETWEEN.line && next.length <= BETWEEN.lines && next.every(({ length }) => length <= BETWEEN.next)
  );
}

/** The value of a pair whose name comes last. */
const CALLED_BEHIND =
  /^["']?[,\s]{1,20}(?:-[ \t]{1,4})?["']?(?:name|key)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?[\w.:-]{0,40}(?:key|secret|token|passw(?:or)?d|pwd|credential)/i;

function isCalledBehind(text: string, end: number): boolean {
  return CALLED_BEHIND.test(text.slice(end, end + BEFORE));
}

function isCalledKey(text: string, start: number, called = /./): boolean {
  const before = text.slice(Math.max(0, start - BEFORE), start);
  const call = CALLED.exec(before);
  if (call === null) return false;
  const head = NAME_BEFORE.exec(before.slice(0, call.index))?.[0] ?? '';
  return called.test(head + call.groups?.name) && !HASH.test(head + call[0]);
}
