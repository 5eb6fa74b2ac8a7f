/** JSON of which each member knows its line, so that a fault in it can be shown where it stands. */
export interface LocatedJson {
  value: unknown;
  /** 1-based lines of members and entries, by `placeKey`. */
  lines: ReadonlyMap<string, number>;
  /** Names that one object holds twice: two readers could read two values. */
  repeated: readonly { name: string; line: number }[];
}

export class JsonFault extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** One text for the path of a member, whatever its names hold. */
export function placeKey(path: readonly PropertyKey[]): string {
  return JSON.stringify(path.map(String));
}

const DEEPEST = 32;

/** @throws JsonFault for what is no JSON, with the line where reading ended */
export function readLocatedJson(text: string): LocatedJson {
  const reader = new Reader(text.replace(/^\ufeff/, ''));
  const value = reader.value([]);
  reader.end();
  return { value, lines: reader.lines, repeated: reader.repeated };
}

class Reader {
  readonly lines = new Map<string, number>();
  readonly repeated: { name: string; line: number }[] = [];
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  value(path: readonly PropertyKey[]): unknown {
    this.#space();
    if (path.length > DEEPEST) throw this.#fault(`it is nested deeper than ${DEEPEST} levels`);
    this.lines.set(placeKey(path), this.#line);
    const next = this.#text[this.#at];
    if (next === '{') return this.#object(path);
    if (next === '[') return this.#list(path);
    return next === '"' ? this.#string() : this.#word();
  }

  end(): void {
    this.#space();
    if (this.#at < this.#text.length) throw this.#fault('something stands behind its end');
  }

  #object(path: readonly PropertyKey[]): unknown {
    const members = new Map<string, unknown>();
    this.#at++;
    for (let isFirst = true; !this.#closes('}', isFirst); isFirst = false) {
      this.#space();
      const line = this.#line;
      const name = this.#string();
      if (members.has(name)) this.repeated.push({ name, line });
      this.#sign(':');
      members.set(name, this.value([...path, name]));
      this.lines.set(placeKey([...path, name]), line);
    }
    return Object.fromEntries(members);
  }

  #list(path: readonly PropertyKey[]): unknown {
    const entries: unknown[] = [];
    this.#at++;
    for (let isFirst = true; !this.#closes(']', isFirst); isFirst = false) {
      entries.push(this.value([...path, entries.length]));
    }
    return entries;
  }

  /** Takes the sign that ends a collection, or the comma before its next entry. */
  #closes(sign: string, isFirst: boolean): boolean {
    this.#space();
    if (this.#text[this.#at] === sign) {
      this.#at++;
      return true;
    }
    if (!isFirst) this.#sign(',');
    return false;
  }

  #sign(sign: string): void {
    this.#space();
    if (this.#text[this.#at] !== sign) throw this.#fault(`a “${sign}” is missing`);
    this.#at++;
  }

  #string(): string {
    const [whole] = /^"(?:[^"\\\n]|\\.)*"/.exec(this.#text.slice(this.#at)) ?? [];
    if (whole === undefined) throw this.#fault('a text in double quotes is missing');
    return this.#parsed(whole) as string;
  }

  #word(): unknown {
    const [word] = /^[-+.\w]+/.exec(this.#text.slice(this.#at)) ?? [];
    if (word === undefined) throw this.#fault('a value is missing');
    return this.#parsed(word);
  }

  #parsed(piece: string): unknown {
    try {
      const value: unknown = JSON.parse(piece);
      this.#at += piece.length;
      return value;
    } catch {
      throw this.#fault(`${piece.slice(0, 40)} is no value of JSON`);
    }
  }

  #space(): void {
    for (let next = this.#text[this.#at]; next !== undefined && ' \t\r\n'.includes(next); next = this.#text[this.#at]) {
      if (next === '\n') this.#line++;
      this.#at++;
    }
  }

  #fault(message: string): JsonFault {
    return new JsonFault(message, this.#line);
  }
}
