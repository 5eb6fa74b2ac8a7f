/** What stands on one line as the value of a key, in quotes or as one word, or as a line of the block that is its value. */
export interface MappedValue {
  key: string;
  start: number;
  end: number;
  isLine: boolean;
}

/** Keys and their values, as YAML and JSON have them. */
export interface Mapping {
  keys: Set<string>;
  values: MappedValue[];
  /** Mappings that are the value of a key. */
  below: { key: string; mapping: Mapping }[];
}

/** A mapping by its lines, something in brackets, or a block of text; `open` is the key whose value comes next. */
interface Lines {
  kind: 'lines';
  column: number;
  mapping: Mapping;
  open?: string | undefined;
}
interface Brackets {
  kind: 'brackets';
  mapping?: Mapping;
  open?: string | undefined;
  /** The word before a colon. */
  key?: string | undefined;
  /** A word of several goes on: a quote is one of its letters. */
  isInWord: boolean;
}
interface Block {
  kind: 'block';
  column: number;
  key: string;
  mapping?: Mapping;
}
type Frame = Lines | Brackets | Block;

/**
 * All mappings of a text. Of two mappings one is never made, nor one of a text in quotes: where a line is no YAML, as templates and the code
 * around a manifest are none, what is open at its column ends.
 */
export function mappingsIn(text: string): Mapping[] {
  return OTHER_BREAKS.test(text) ? [] : new Reader().read(text);
}

/** Some programs end a line there, and others do not. */
const OTHER_BREAKS = /\r(?!\n)|[\u0085\u2028\u2029]/;
const KEY = /^(?<name>[^\s"'[\]{}#][^\n]*?):(?=\s|$)/;
const AFTER_QUOTED_KEY = /^[ \t]{0,40}:/;
const WORD = /^[^\s#,"'|>{[](?:[^\s#,]|[#,](?=\S))*/;
const LAST = /^,?(?:\s{1,40}#.*|\s*)$/;
/** Anchors and tags before a value. */
const PROPERTIES = /^(?:[&!]\S*(?:\s{1,40}|$)){0,2}/;
const TOKEN = /\s+|#.*|(?:[^\s{}[\],:"']|:(?=[^\s{}[\],"']))(?:[^\s{}[\],:]|:(?=[^\s{}[\],"']))*|./y;

class Reader {
  readonly #mappings: Mapping[] = [];
  readonly #frames: Frame[] = [];
  /** Where among them blocks stand. */
  readonly #blocks: number[] = [];
  /** That of a text in quotes which goes on. */
  #quote = '';
  /** Nobody writes them, and where they end is hard to tell. */
  #hasLongKeys = false;
  #line = '';
  #offset = 0;

  read(text: string): Mapping[] {
    for (const line of text.split('\n')) {
      this.#line = line;
      if (line.trim() !== '') this.#readLine();
      this.#offset += line.length + 1;
    }
    return this.#hasLongKeys ? [] : this.#mappings;
  }

  get #top(): Frame | undefined {
    return this.#frames.at(-1);
  }

  #readLine(): void {
    const isMark = /^(?:---|\.\.\.)(?:\s|$)/.test(this.#line);
    if (isMark) this.#closeDownTo(0);
    const column = isMark ? this.#behindBlanks(3) : this.#line.search(/[^ \ufeff]/);
    this.#leaveBlocks(column);
    if (this.#quote !== '') this.#readOn(this.#endOfQuoted(0, this.#quote));
    else if (this.#top?.kind === 'brackets') this.#readInBrackets(column);
    else this.#readInLines(column);
  }

  #readOn(endOfQuote: number): void {
    if (endOfQuote < 0) return;
    this.#quote = '';
    if (this.#top?.kind === 'brackets') this.#readInBrackets(endOfQuote + 1);
  }

  #readInLines(column: number): void {
    if (this.#line[column] === '#') return;
    const { at, dash } = this.#behindDashes(column);
    if (this.#isSign(at, '?') || this.#isSign(at, ':')) this.#hasLongKeys = true;
    const key = this.#keyAt(at);
    if (key) this.#readKey(at, key, dash !== undefined);
    else this.#readWithoutKey(at, dash);
  }

  /** Each of them begins an item; in a word that goes on they are letters. */
  #behindDashes(column: number): { at: number; dash: number | undefined } {
    let [at, dash]: [number, number | undefined] = [column, undefined];
    while (this.#isSign(at, '-')) {
      this.#closeColumns(at + 1);
      if (dash === undefined && !this.#takesValue()) break;
      dash = at;
      at = this.#behindBlanks(at + 1);
    }
    return { at, dash };
  }

  #keyAt(column: number): { name: string; end: number } | undefined {
    const at = this.#behindProperties(column);
    const quote = this.#line.charAt(at);
    if (!isQuote(quote)) {
      const { 0: whole = '', groups } = KEY.exec(this.#line.slice(at)) ?? {};
      return whole === '' ? undefined : { name: groups?.name?.trimEnd() ?? '', end: at + whole.length };
    }
    const end = this.#endOfQuoted(at + 1, quote);
    const [colon] = (end >= 0 && AFTER_QUOTED_KEY.exec(this.#line.slice(end + 1))) || [];
    return colon === undefined ? undefined : { name: this.#line.slice(at + 1, end), end: end + 1 + colon.length };
  }

  #readKey(column: number, key: { name: string; end: number }, isItem: boolean): void {
    const frame = this.#frameAt(column, isItem);
    frame.mapping.keys.add(key.name);
    const at = this.#behindProperties(this.#behindBlanks(key.end));
    const first = this.#line.charAt(at);
    frame.open = key.name;
    if (first === '' || first === '#') return;
    if (/[|>]/.test(first)) this.#openBlock({ kind: 'block', column, key: key.name, mapping: frame.mapping });
    else if (/[[{]/.test(first)) this.#readInBrackets(at);
    else if (!this.#readValue(frame.mapping, key.name, at)) this.#openQuote(at);
    frame.open = undefined;
  }

  /** The mapping that is open there, or a new one. */
  #frameAt(column: number, isItem: boolean): Lines {
    this.#closeColumns(isItem ? column : column + 1);
    const top = this.#top;
    if (top?.kind === 'lines' && top.column === column) return top;
    const frame: Lines = { kind: 'lines', column, mapping: this.#newMapping(isItem ? undefined : top) };
    this.#frames.push(frame);
    return frame;
  }

  #newMapping(above?: Frame): Mapping {
    const mapping: Mapping = { keys: new Set(), values: [], below: [] };
    if (above !== undefined && above.kind !== 'block' && above.open !== undefined)
      above.mapping?.below.push({ key: above.open, mapping });
    this.#mappings.push(mapping);
    return mapping;
  }

  /** What stands where a value may: the item of a list, a block, brackets, or a line of a text. */
  #readWithoutKey(at: number, dash: number | undefined): void {
    const from = this.#behindProperties(at);
    const first = this.#line.charAt(from);
    const isValue = dash !== undefined || this.#takesValue();
    if (isValue && /[[{]/.test(first)) this.#readInBrackets(from);
    else if (isValue && isQuote(first)) this.#openQuote(from);
    else if (dash !== undefined && /[|>]/.test(first)) this.#openBlock({ kind: 'block', column: dash, key: '' });
    else if (dash === undefined && !this.#isTemplate(at)) this.#readStray(at);
  }

  #takesValue(): boolean {
    const top = this.#top;
    return top === undefined || top.kind === 'block' || top.open !== undefined;
  }

  #isSign(at: number, sign: string): boolean {
    return this.#line[at] === sign && /\s/.test(this.#line[at + 1] ?? ' ');
  }

  #isTemplate(at: number): boolean {
    return /^\{[{%].{0,2000}\}/.test(this.#line.slice(at));
  }

  /** A line of a block or of a text that goes on, or no YAML. */
  #readStray(at: number): void {
    const top = this.#top;
    if (top?.kind === 'block') this.#readValue(top.mapping, top.key, at, true);
    else this.#closeColumns(at);
  }

  #readValue(mapping: Mapping | undefined, key: string, at: number, isLine = false): boolean {
    const quote = this.#line.charAt(at);
    const start = isQuote(quote) ? at + 1 : at;
    const end = isQuote(quote)
      ? this.#endOfQuoted(start, quote)
      : at + (WORD.exec(this.#line.slice(at))?.[0].length ?? 0);
    if (end < start || !LAST.test(this.#line.slice(end + start - at))) return false;
    if (end > start) mapping?.values.push(this.#valueOf(key, start, end, isLine));
    return true;
  }

  #openQuote(at: number): void {
    const quote = this.#line.charAt(at);
    if (isQuote(quote) && this.#endOfQuoted(at + 1, quote) < 0) this.#quote = quote;
  }

  #readInBrackets(from: number): void {
    let at = from;
    do {
      TOKEN.lastIndex = at;
      const [token = ''] = TOKEN.exec(this.#line) ?? [];
      at = isQuote(token) && !this.#isInWord() ? this.#readQuoted(at + 1, token) : this.#readToken(at, token);
    } while (at < this.#line.length && this.#top?.kind === 'brackets');
  }

  #isInWord(): boolean {
    const top = this.#top;
    return top?.kind === 'brackets' && top.isInWord;
  }

  #readQuoted(start: number, quote: string): number {
    const end = this.#endOfQuoted(start, quote);
    this.#readWord(start, end < 0 ? start : end);
    if (end < 0) this.#quote = quote;
    return end < 0 ? this.#line.length : end + 1;
  }

  #readToken(at: number, token: string): number {
    const end = at + token.length;
    const top = this.#top;
    if (token === '?') this.#hasLongKeys = true;
    else if (/^[{}[\],:]$/.test(token)) this.#readSign(token);
    else if (/^[^\s#&!"']/.test(token)) {
      this.#readWord(at, end);
      if (top?.kind === 'brackets') top.isInWord = true;
    }
    return end;
  }

  #readWord(start: number, end: number): void {
    const top = this.#top;
    if (top?.kind !== 'brackets') return;
    if (top.open === undefined) top.key = this.#line.slice(start, end);
    else top.mapping?.values.push(this.#valueOf(top.open, start, end));
  }

  #valueOf(key: string, start: number, end: number, isLine = false): MappedValue {
    return { key, start: this.#offset + start, end: this.#offset + end, isLine };
  }

  #readSign(sign: string): void {
    const top = this.#top;
    if (top?.kind === 'brackets') top.isInWord = false;
    if (sign === '{') this.#frames.push({ kind: 'brackets', mapping: this.#newMapping(top), isInWord: false });
    else if (sign === '[') this.#frames.push({ kind: 'brackets', isInWord: false });
    else if (top?.kind !== 'brackets') return;
    else if (sign === '}' || sign === ']') this.#frames.pop();
    else if (sign === ',') top.open = top.key = undefined;
    else if (top.key !== undefined) {
      top.mapping?.keys.add(top.key);
      top.open = top.key;
    }
  }

  #openBlock(block: Block): void {
    this.#blocks.push(this.#frames.length);
    this.#frames.push(block);
  }

  /** With a block ends whatever is open in it. */
  #leaveBlocks(column: number): void {
    for (let at = this.#blocks.at(-1); at !== undefined; at = this.#blocks.at(-1)) {
      const block = this.#frames[at];
      if (block?.kind === 'block' && block.column < column) return;
      this.#closeDownTo(at);
    }
  }

  #closeColumns(from: number): void {
    for (let top = this.#top; top?.kind === 'lines' && top.column >= from; top = this.#top) this.#frames.pop();
  }

  #closeDownTo(count: number): void {
    this.#frames.length = count;
    while ((this.#blocks.at(-1) ?? -1) >= count) this.#blocks.pop();
    this.#quote = '';
  }

  #behindBlanks(from: number): number {
    let at = from;
    while (at < this.#line.length && /\s/.test(this.#line.charAt(at))) at += 1;
    return at;
  }

  #behindProperties(at: number): number {
    return at + (PROPERTIES.exec(this.#line.slice(at))?.[0].length ?? 0);
  }

  /** Where a text in quotes ends that began before; -1 where it does not on this line. */
  #endOfQuoted(from: number, quote: string): number {
    for (let at = from; at < this.#line.length; at++) {
      if (this.#line[at] === '\\' && quote === '"') at += 1;
      else if (this.#line[at] !== quote) continue;
      else if (quote === "'" && this.#line[at + 1] === "'") at += 1;
      else return at;
    }
    return -1;
  }
}

function isQuote(sign: string): boolean {
  return sign === '"' || sign === "'";
}
