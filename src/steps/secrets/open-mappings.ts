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

/** What has begun and not ended where a text is read, outermost first, and all mappings that were begun. */
export class OpenMappings {
  readonly all: Mapping[] = [];
  /** That of a text in quotes which goes on. */
  quote = '';
  readonly #frames: Frame[] = [];
  /** Where among them blocks stand. */
  readonly #blocks: number[] = [];

  get top(): Frame | undefined {
    return this.#frames.at(-1);
  }

  /** Whether what comes next may be a value. */
  get takesValue(): boolean {
    const { top } = this;
    return top === undefined || top.kind === 'block' || top.open !== undefined;
  }

  /** The mapping whose lines begin at a column, or a new one. */
  linesAt(column: number, isItem: boolean): Lines {
    this.closeColumns(isItem ? column : column + 1);
    const { top } = this;
    if (top?.kind === 'lines' && top.column === column) return top;
    const frame: Lines = { kind: 'lines', column, mapping: this.#newMapping(isItem ? undefined : top) };
    this.#frames.push(frame);
    return frame;
  }

  openBlock(block: Omit<Block, 'kind'>): void {
    this.#blocks.push(this.#frames.length);
    this.#frames.push({ kind: 'block', ...block });
  }

  openBraces(): void {
    this.#frames.push({ kind: 'brackets', mapping: this.#newMapping(this.top), isInWord: false });
  }

  openList(): void {
    this.#frames.push({ kind: 'brackets', isInWord: false });
  }

  closeBrackets(): void {
    this.#frames.pop();
  }

  /** With a block ends whatever is open in it. */
  leaveBlocks(column: number): void {
    for (let at = this.#blocks.at(-1); at !== undefined; at = this.#blocks.at(-1)) {
      const block = this.#frames[at];
      if (block?.kind === 'block' && block.column < column) return;
      this.closeDownTo(at);
    }
  }

  closeColumns(from: number): void {
    for (let { top } = this; top?.kind === 'lines' && top.column >= from; top = this.top) this.#frames.pop();
  }

  closeDownTo(count: number): void {
    this.#frames.length = count;
    while ((this.#blocks.at(-1) ?? -1) >= count) this.#blocks.pop();
    this.quote = '';
  }

  #newMapping(above?: Frame): Mapping {
    const mapping: Mapping = { keys: new Set(), values: [], below: [] };
    if (above !== undefined && above.kind !== 'block' && above.open !== undefined)
      above.mapping?.below.push({ key: above.open, mapping });
    this.all.push(mapping);
    return mapping;
  }
}
