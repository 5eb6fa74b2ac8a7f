/** What an expression may look at, by the names of its contexts. */
export type Contexts = Readonly<Record<string, unknown>>;

/** What a pipeline's own functions are; `succeeded` and its like depend on the stage. */
export type Functions = Readonly<Record<string, (...values: unknown[]) => unknown>>;

const COMPARING: Functions = {
  eq: (left, right) => same(left, right),
  ne: (left, right) => !same(left, right),
  contains: (text, part) => textOf(text).toLowerCase().includes(textOf(part).toLowerCase()),
  startswith: (text, part) => textOf(text).toLowerCase().startsWith(textOf(part).toLowerCase()),
  and: (...values) => values.every(isTrue),
  or: (...values) => values.some(isTrue),
  not: (value) => !isTrue(value),
};

/** The value of an expression in the language of pipelines, as far as pipelines of ours use it; a path that leads nowhere is empty. */
export function evaluate(text: string, contexts: Contexts, functions: Functions = {}): unknown {
  const tokens = tokensOf(text);
  const known = { ...COMPARING, ...functions };
  const value = expression(tokens, contexts, known);
  if (tokens.length > 0) throw new Error(`The expression ${text} goes on with ${tokens[0]}.`);
  return value;
}

export function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0;
}

/** As it is put into a text. Only a plain value can be. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') throw new Error('An object cannot be put into a text.');
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}

const TOKEN = /\s*('(?:[^']|'')*'|[A-Za-z_][\w-]*|\d+(?:\.\d+)?|[().,[\]])/y;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== ''; at = TOKEN.lastIndex) {
    const [, token] = TOKEN.exec(text) ?? [];
    if (token === undefined) throw new Error(`The expression ${text} cannot be read.`);
    tokens.push(token);
  }
  return tokens;
}

function expression(tokens: string[], contexts: Contexts, functions: Functions): unknown {
  const token = tokens.shift();
  if (token === undefined) throw new Error('The expression breaks off.');
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (/^\d/.test(token)) return Number(token);
  if (/^(true|false)$/i.test(token)) return /^true$/i.test(token);
  if (tokens[0] === '(') return call(token, tokens, contexts, functions);
  return path(contexts[token], tokens, contexts, functions);
}

function call(name: string, tokens: string[], contexts: Contexts, functions: Functions): unknown {
  const work = functions[name.toLowerCase()];
  if (work === undefined) throw new Error(`There is no function ${name}.`);
  const values: unknown[] = [];
  do {
    tokens.shift();
    if (tokens[0] !== ')') values.push(expression(tokens, contexts, functions));
  } while (tokens[0] === ',');
  expect(tokens, ')');
  return work(...values);
}

function path(value: unknown, tokens: string[], contexts: Contexts, functions: Functions): unknown {
  if (tokens[0] === '.') {
    tokens.shift();
    return path(memberOf(value, tokens.shift()), tokens, contexts, functions);
  }
  if (tokens[0] !== '[') return value;
  tokens.shift();
  const name = expression(tokens, contexts, functions);
  expect(tokens, ']');
  return path(memberOf(value, textOf(name)), tokens, contexts, functions);
}

function memberOf(value: unknown, name: string | undefined): unknown {
  if (value === null || typeof value !== 'object' || name === undefined) return undefined;
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

function expect(tokens: string[], wanted: string): void {
  const token = tokens.shift();
  if (token !== wanted) throw new Error(`The expression has ${token} where ${wanted} is wanted.`);
}

/** Texts are the same in any case. */
function same(left: unknown, right: unknown): boolean {
  return textOf(left).toLowerCase() === textOf(right).toLowerCase();
}
