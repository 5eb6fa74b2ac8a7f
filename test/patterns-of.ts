export interface PatternLiteral {
  source: string;
  flags: string;
}

/** A text that is pumped: something, the same again and again, and an end that spoils the match. */
export interface Filler {
  before: string;
  pumped: string;
  after: string;
}

/** The regular expressions that these modules put together from texts while they are loaded, and while some of them are used. */
export function madePatterns(modules: readonly string[], use: () => void = () => {}): PatternLiteral[] {
  const made = new Map<string, PatternLiteral>();
  const { RegExp: Own } = globalThis;
  const cached = { ...require.cache };
  for (const name of modules) delete require.cache[name];
  const construct = (_: unknown, words: [pattern: string | RegExp, flags?: string]) => {
    const pattern = new Own(...words);
    made.set(String(pattern), { source: pattern.source, flags: pattern.flags });
    return pattern;
  };
  globalThis.RegExp = new Proxy<RegExpConstructor>(Own, {
    construct,
    apply: (own, _, words) => construct(own, words as [string]),
  });
  try {
    for (const name of modules) require(name);
    use();
  } finally {
    globalThis.RegExp = Own;
    Object.assign(require.cache, cached);
  }
  return [...made.values()];
}

const AFTER_WHICH_IT_DIVIDES = /[\w$)\]}'"`]$/;
const WORDS_BEFORE_A_PATTERN = /(?:^|[^\w$.])(?:return|typeof|case|in|of|do|else|void|await|yield|delete|throw|new)$/;

/** The regular expressions that stand in a program, read as a compiler reads them: no text, no comment, no template. */
export function literalsOf(code: string): PatternLiteral[] {
  const found: PatternLiteral[] = [];
  let before = '';
  for (let at = 0; at < code.length; ) {
    const end = endOfToken(code, at, before);
    const token = code.slice(at, end);
    const pattern = /^\/(?![/*])(?<source>[\s\S]+)\/(?<flags>[a-z]*)$/.exec(token)?.groups;
    if (pattern) found.push({ source: pattern.source ?? '', flags: pattern.flags ?? '' });
    if (!/^\s+$|^\/[/*]/.test(token)) before = (before + token).slice(-40);
    at = end;
  }
  return found;
}

function endOfToken(code: string, at: number, before: string): number {
  const here = code.slice(at, at + 2);
  if (here === '//') return endAt(code, '\n', at);
  if (here === '/*') return endAt(code, '*/', at + 2);
  const [first = ''] = here;
  if (first === '"' || first === "'") return endOfQuoted(code, at, first);
  if (first === '`') return endOfTemplate(code, at);
  if (first === '/' && mayBegin(before)) return endOfPattern(code, at);
  if (/\s/.test(first)) return at + 1;
  return at + 1;
}

function mayBegin(before: string): boolean {
  return !AFTER_WHICH_IT_DIVIDES.test(before) || WORDS_BEFORE_A_PATTERN.test(before);
}

function endAt(code: string, mark: string, from: number): number {
  const at = code.indexOf(mark, from);
  return at < 0 ? code.length : at + mark.length;
}

function endOfQuoted(code: string, at: number, quote: string): number {
  for (let next = at + 1; next < code.length; next++) {
    if (code[next] === '\\') next++;
    else if (code[next] === quote) return next + 1;
  }
  return code.length;
}

/** Patterns within `${}` of a template are few; what stands there is read as text. */
function endOfTemplate(code: string, at: number): number {
  let depth = 0;
  for (let next = at + 1; next < code.length; next++) {
    if (code[next] === '\\') next++;
    else if (code.startsWith('${', next)) depth++;
    else if (code[next] === '}' && depth > 0) depth--;
    else if (code[next] === '`' && depth === 0) return next + 1;
    else if (code[next] === '`') next = endOfTemplate(code, next) - 1;
  }
  return code.length;
}

function endOfPattern(code: string, at: number): number {
  let isClass = false;
  for (let next = at + 1; next < code.length; next++) {
    if (code[next] === '\\') next++;
    else if (code[next] === '[') isClass = true;
    else if (code[next] === ']') isClass = false;
    else if (code[next] === '/' && !isClass) {
      let end = next + 1;
      while (/[a-z]/.test(code[end] ?? '')) end++;
      return end;
    }
  }
  return code.length;
}

/** What each piece of a pattern eats, again and again, after each of its words: one of them makes a bad pattern slow. */
export function fillersOf({ source }: PatternLiteral): Filler[] {
  const words = wordsOf(source);
  const letters = lettersOf(source);
  const pumps = [
    ...new Set([...letters, ...words, ...letters.flatMap((letter) => words.slice(0, 6).map((word) => word + letter))]),
  ];
  const starts = ['', ...words.slice(0, 5)];
  return starts.flatMap((before) => pumps.slice(0, 18).map((pumped) => ({ before, pumped, after: '\u0001' })));
}

/** Runs of plain letters and signs. */
function wordsOf(source: string): string[] {
  const plain = source.replace(
    /\\[bBdDsSwWpPukx](?:\{[^}]*\}|[0-9a-fA-F]{2,4})?|\(\?<?[=!:]|\(\?<\w+>|\[(?:\\.|[^\]\\])*\]|\{[\d,]+\}/g,
    '\n',
  );
  const words = plain
    .replace(/\\n/g, '\n')
    .replace(/\\(.)/g, '$1')
    .split(/[\n()|*+?^$.]+/);
  return [...new Set(words.filter((word) => word !== ''))].slice(0, 12);
}

/** One character for each class that stands in it. */
function lettersOf(source: string): string[] {
  const letters = [' ', '\t', '\n', 'a', '0', '-', '/', '.', '"'];
  for (const [, inner = ''] of source.matchAll(/\[\^?((?:\\.|[^\]\\])*)\]/g)) {
    for (const one of inner
      .replace(/\\[wdsbuxpPSDW]/g, 'a')
      .replace(/\\(.)/g, '$1')
      .slice(0, 6))
      letters.push(one);
  }
  return [...new Set(letters)].slice(0, 14);
}
