const MARK = /^(?:---|\.\.\.)(?:\s|$)/;
const KEY = /^(?<name>[^\s"'[\]{}#][^\n]*?):(?=\s|$)/;
const AFTER_QUOTED_KEY = /^[ \t]{0,40}:/;
const WORD = /^[^\s#,"'|>{[](?:[^\s#,]|[#,](?=\S))*/;
const LAST = /^,?(?:\s{1,40}#.*|\s*)$/;
/** Anchors and tags before a value. */
const PROPERTIES = /^(?:[&!]\S*(?:\s{1,40}|$)){0,2}/;
const TOKEN = /\s+|#.*|(?:[^\s{}[\],:"']|:(?=[^\s{}[\],"']))(?:[^\s{}[\],:]|:(?=[^\s{}[\],"']))*|./y;

/** Columns of one line, the end beyond the last letter. */
export interface Span {
  start: number;
  end: number;
}

/** One line as YAML reads it; `offset` is where it begins in its text. */
export class YamlLine {
  readonly text: string;
  readonly offset: number;
  /** A document ends or begins here. */
  readonly isMark: boolean;

  constructor(text: string, offset: number) {
    this.text = text;
    this.offset = offset;
    this.isMark = MARK.test(text);
  }

  get length(): number {
    return this.text.length;
  }

  get isEmpty(): boolean {
    return this.text.trim() === '';
  }

  /** Where what it says begins. */
  get column(): number {
    return this.isMark ? this.behindBlanks(3) : this.text.search(/[^ \ufeff]/);
  }

  charAt(at: number): string {
    return this.text.charAt(at);
  }

  isSign(at: number, sign: string): boolean {
    return this.text[at] === sign && /\s/.test(this.text[at + 1] ?? ' ');
  }

  isTemplate(at: number): boolean {
    return /^\{[{%].{0,2000}\}/.test(this.text.slice(at));
  }

  behindBlanks(from: number): number {
    let at = from;
    while (at < this.length && /\s/.test(this.charAt(at))) at += 1;
    return at;
  }

  behindProperties(at: number): number {
    return at + (PROPERTIES.exec(this.text.slice(at))?.[0].length ?? 0);
  }

  keyAt(column: number): { name: string; end: number } | undefined {
    const at = this.behindProperties(column);
    const quote = this.charAt(at);
    if (!isQuote(quote)) {
      const { 0: whole = '', groups } = KEY.exec(this.text.slice(at)) ?? {};
      return whole === '' ? undefined : { name: groups?.name?.trimEnd() ?? '', end: at + whole.length };
    }
    const end = this.endOfQuoted(at + 1, quote);
    const [colon] = (end >= 0 && AFTER_QUOTED_KEY.exec(this.text.slice(end + 1))) || [];
    return colon === undefined ? undefined : { name: this.text.slice(at + 1, end), end: end + 1 + colon.length };
  }

  /** One word or a text in quotes, with nothing but a comment behind it. */
  valueAt(at: number): Span | undefined {
    const quote = this.charAt(at);
    const start = isQuote(quote) ? at + 1 : at;
    const end = isQuote(quote)
      ? this.endOfQuoted(start, quote)
      : at + (WORD.exec(this.text.slice(at))?.[0].length ?? 0);
    return end >= start && LAST.test(this.text.slice(end + start - at)) ? { start, end } : undefined;
  }

  /** Blanks, a comment, a word or a sign, as they stand within brackets. */
  tokenAt(at: number): string {
    TOKEN.lastIndex = at;
    return TOKEN.exec(this.text)?.[0] ?? '';
  }

  /** The quote of a text that begins there and does not end on this line. */
  openQuoteAt(at: number): string {
    const quote = this.charAt(at);
    return isQuote(quote) && this.endOfQuoted(at + 1, quote) < 0 ? quote : '';
  }

  /** Where a text in quotes ends that began before; -1 where it does not on this line. */
  endOfQuoted(from: number, quote: string): number {
    for (let at = from; at < this.length; at++) {
      if (this.text[at] === '\\' && quote === '"') at += 1;
      else if (this.text[at] !== quote) continue;
      else if (quote === "'" && this.text[at + 1] === "'") at += 1;
      else return at;
    }
    return -1;
  }
}

export function isQuote(sign: string): boolean {
  return sign === '"' || sign === "'";
}
