import { type Mapping, OpenMappings } from './open-mappings';
import { isQuote, type Span, YamlLine } from './yaml-line';

/**
 * All mappings of a text. Of two mappings one is never made, nor one of a text in quotes: where a line is no YAML, as templates and the code
 * around a manifest are none, what is open at its column ends.
 */
export function mappingsIn(text: string): Mapping[] {
  return OTHER_BREAKS.test(text) ? [] : new Reader().read(text);
}

/** Some programs end a line there, and others do not. */
const OTHER_BREAKS = /\r(?!\n)|[\u0085\u2028\u2029]/;

class Reader {
  readonly #open = new OpenMappings();
  #line = new YamlLine('', 0);
  /** Nobody writes them, and where they end is hard to tell. */
  #hasLongKeys = false;

  read(text: string): Mapping[] {
    let offset = 0;
    for (const line of text.split('\n')) {
      this.#line = new YamlLine(line, offset);
      if (!this.#line.isEmpty) this.#readLine();
      offset += line.length + 1;
    }
    return this.#hasLongKeys ? [] : this.#open.all;
  }

  #readLine(): void {
    const { isMark, column } = this.#line;
    if (isMark) this.#open.closeDownTo(0);
    this.#open.leaveBlocks(column);
    if (this.#open.quote !== '') this.#readOn(this.#line.endOfQuoted(0, this.#open.quote));
    else if (this.#open.top?.kind === 'brackets') this.#readInBrackets(column);
    else this.#readInLines(column);
  }

  #readOn(endOfQuote: number): void {
    if (endOfQuote < 0) return;
    this.#open.quote = '';
    if (this.#open.top?.kind === 'brackets') this.#readInBrackets(endOfQuote + 1);
  }

  #readInLines(column: number): void {
    const line = this.#line;
    if (line.charAt(column) === '#') return;
    const { at, dash } = this.#behindDashes(column);
    if (line.isSign(at, '?') || line.isSign(at, ':')) this.#hasLongKeys = true;
    const key = line.keyAt(at);
    if (key) this.#readKey(at, key, dash !== undefined);
    else this.#readWithoutKey(at, dash);
  }

  /** Each of them begins an item; in a word that goes on they are letters. */
  #behindDashes(column: number): { at: number; dash: number | undefined } {
    let [at, dash]: [number, number | undefined] = [column, undefined];
    while (this.#line.isSign(at, '-')) {
      this.#open.closeColumns(at + 1);
      if (dash === undefined && !this.#open.takesValue) break;
      dash = at;
      at = this.#line.behindBlanks(at + 1);
    }
    return { at, dash };
  }

  #readKey(column: number, key: { name: string; end: number }, isItem: boolean): void {
    const line = this.#line;
    const frame = this.#open.linesAt(column, isItem);
    frame.mapping.keys.add(key.name);
    const at = line.behindProperties(line.behindBlanks(key.end));
    const first = line.charAt(at);
    frame.open = key.name;
    if (first === '' || first === '#') return;
    if (/[|>]/.test(first)) this.#open.openBlock({ column, key: key.name, mapping: frame.mapping });
    else if (/[[{]/.test(first)) this.#readInBrackets(at);
    else if (!this.#readValue(frame.mapping, key.name, at)) this.#openQuote(at);
    frame.open = undefined;
  }

  /** What stands where a value may: the item of a list, a block, brackets, or a line of a text. */
  #readWithoutKey(at: number, dash: number | undefined): void {
    const from = this.#line.behindProperties(at);
    const first = this.#line.charAt(from);
    const isValue = dash !== undefined || this.#open.takesValue;
    if (isValue && /[[{]/.test(first)) this.#readInBrackets(from);
    else if (isValue && isQuote(first)) this.#openQuote(from);
    else if (dash !== undefined && /[|>]/.test(first)) this.#open.openBlock({ column: dash, key: '' });
    else if (dash === undefined && !this.#line.isTemplate(at)) this.#readStray(at);
  }

  /** A line of a block or of a text that goes on, or no YAML. */
  #readStray(at: number): void {
    const { top } = this.#open;
    if (top?.kind === 'block') this.#readValue(top.mapping, top.key, at, true);
    else this.#open.closeColumns(at);
  }

  #readValue(mapping: Mapping | undefined, key: string, at: number, isLine = false): boolean {
    const span = this.#line.valueAt(at);
    if (span && span.end > span.start) this.#addValue(mapping, key, span, isLine);
    return span !== undefined;
  }

  #openQuote(at: number): void {
    const quote = this.#line.openQuoteAt(at);
    if (quote !== '') this.#open.quote = quote;
  }

  #readInBrackets(from: number): void {
    let at = from;
    do {
      const token = this.#line.tokenAt(at);
      at = isQuote(token) && !this.#isInWord() ? this.#readQuoted(at + 1, token) : this.#readToken(at, token);
    } while (at < this.#line.length && this.#open.top?.kind === 'brackets');
  }

  #isInWord(): boolean {
    const { top } = this.#open;
    return top?.kind === 'brackets' && top.isInWord;
  }

  #readQuoted(start: number, quote: string): number {
    const end = this.#line.endOfQuoted(start, quote);
    this.#readWord({ start, end: end < 0 ? start : end });
    if (end < 0) this.#open.quote = quote;
    return end < 0 ? this.#line.length : end + 1;
  }

  #readToken(start: number, token: string): number {
    const end = start + token.length;
    const { top } = this.#open;
    if (token === '?') this.#hasLongKeys = true;
    else if (/^[{}[\],:]$/.test(token)) this.#readSign(token);
    else if (/^[^\s#&!"']/.test(token)) {
      this.#readWord({ start, end });
      if (top?.kind === 'brackets') top.isInWord = true;
    }
    return end;
  }

  #readWord(span: Span): void {
    const { top } = this.#open;
    if (top?.kind !== 'brackets') return;
    if (top.open === undefined) top.key = this.#line.text.slice(span.start, span.end);
    else this.#addValue(top.mapping, top.open, span);
  }

  #addValue(mapping: Mapping | undefined, key: string, { start, end }: Span, isLine = false): void {
    const { offset } = this.#line;
    mapping?.values.push({ key, start: offset + start, end: offset + end, isLine });
  }

  #readSign(sign: string): void {
    const { top } = this.#open;
    if (top?.kind === 'brackets') top.isInWord = false;
    if (sign === '{') this.#open.openBraces();
    else if (sign === '[') this.#open.openList();
    else if (top?.kind !== 'brackets') return;
    else if (sign === '}' || sign === ']') this.#open.closeBrackets();
    else if (sign === ',') top.open = top.key = undefined;
    else if (top.key !== undefined) {
      top.mapping?.keys.add(top.key);
      top.open = top.key;
    }
  }
}
