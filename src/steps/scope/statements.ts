/** One statement of a program, on one line, with what it gives a name to. */
export interface Statement {
  text: string;
  /** What stands behind a sign of assignment; all of it, where there is none. */
  value: string;
  /** What is spoken of there. */
  words: readonly string[];
  /** What it assigns to, and parameters of what it declares in passing. */
  assigned: readonly string[];
  declared?: Declared;
}

export interface Declared {
  name: string;
  parameters: readonly string[];
}

/** Longer ones are tables. */
const MAX_LINES = 10;
const MAX_LENGTH = 1_500;

const WORD = /[A-Za-z_]\w{0,80}/g;
const COMMENT = /^\s{0,80}(?:#(?!!)|\/\/(?!go:)|\*\s|--\s)/;
/** What follows stands in a body, not in the call. */
const OPENS_BODY = /(?:[{:]|=>|\bdo|\bthen)\s{0,8}$/;
const GOES_ON = /(?:[\\|=+,]|&&)\s{0,8}$|^\s{0,40}\/\/go:embed\s/;

const ASSIGNS = /(?<![=!<>~*/%^&|-])=(?![=>~])/;
const CONDITION = /^\s{0,200}(?:if|while|\}\s{0,4}else\s{1,4}if)\s{0,4}\(/;
const NAMED_SO =
  /\bas\s{1,4}(\w{1,80})|\bfor\s{1,4}\(?\s{0,4}(?:(?:const|let|var|auto|my)\s{1,4})?(\w{1,80})\s{1,4}(?:in|of|:)/g;
const TAKEN =
  /(?:\(([\w\s,:]{0,120})\)|\b(\w{1,80}))\s{0,4}=>|\bfunction\s{0,4}\(([\w\s,$]{0,120})\)|\|([\w\s,]{1,60})\||\blambda\s{1,4}([\w\s,]{1,60}):|\b(?:my\s{1,4}\$|var\s{1,4})(\w{1,80})|\bimport\s{1,4}([\w\s,{}*]{1,120})\bfrom\b/g;

const DECLARES =
  /\b(?:def|function|func|fn|sub|fun)\s{1,4}(\w{1,80})[!?]?\s{0,4}\(([^()]{0,200})\)|(?:^|\s)(\w{1,80})\s{0,4}[:=]\s{0,4}(?:async\s{0,4})?(?:function\s{0,4})?\(([^()]{0,200})\)\s{0,4}(?:=>|\{)|^\s{0,40}(?!(?:return|eval|\w{1,12}_eval|await|yield|else|new|throw|echo|print|exec|do|in)\b)(?:[\w<>[\]*&:]{1,60}\s{1,4}){1,6}\*?(\w{1,80})\s{0,4}\(([^();]{0,200})\)\s{0,4}\{?$/;

export function statementsOf(text: string): readonly Statement[] {
  return joined(text.split('\n')).map((one) => {
    const declared = declaredIn(one);
    const { assigned, value } = assignmentIn(one);
    return {
      text: one,
      value,
      words: wordsIn(value),
      assigned: [...assigned, ...takenIn(one)],
      ...(declared && { declared }),
    };
  });
}

export function wordsIn(text: string): readonly string[] {
  return text.match(WORD) ?? [];
}

/** A call over several lines is one statement, without the bodies in it. */
function joined(lines: readonly string[]): readonly string[] {
  const statements: string[] = [];
  let [held, count, depth] = ['', 0, 0];
  for (const line of lines) {
    if (line.length > MAX_LENGTH || COMMENT.test(line)) continue;
    held = held === '' ? line : `${held} ${line.trim()}`;
    count += 1;
    depth += bracketsIn(line);
    const isWhole = (depth <= 0 && !GOES_ON.test(line)) || OPENS_BODY.test(line);
    if (!isWhole && count < MAX_LINES && held.length < MAX_LENGTH) continue;
    if (held.trim() !== '') statements.push(held);
    [held, count, depth] = ['', 0, 0];
  }
  return held.trim() === '' ? statements : [...statements, held];
}

function bracketsIn(line: string): number {
  let depth = 0;
  for (const letter of line) {
    if (letter === '(' || letter === '[') depth += 1;
    if (letter === ')' || letter === ']') depth -= 1;
  }
  return depth;
}

function assignmentIn(text: string): Pick<Statement, 'assigned' | 'value'> {
  const at = text.search(ASSIGNS);
  const left = text.slice(0, Math.max(0, at)).replace(CONDITION, '');
  if (at < 0 || bracketsIn(left) > 0) return { assigned: [], value: text };
  const [name = ''] = left.split(/:(?!:)/);
  const words = wordsIn(name);
  // A part of it is another one then, and the rest what it was.
  if (name.includes('[')) return { assigned: words, value: text };
  return { assigned: /[,{]/.test(name) ? words : words.slice(-1), value: text.slice(at + 1) };
}

function takenIn(text: string): readonly string[] {
  const names = [...text.matchAll(NAMED_SO)].flatMap(([, one, other]) => one ?? other ?? []);
  const parameters = [...text.matchAll(TAKEN)].flatMap((match) => wordsIn(match.slice(1).join(' ')));
  return [...names, ...parameters];
}

function declaredIn(text: string): Declared | undefined {
  const match = DECLARES.exec(text);
  if (!match) return undefined;
  const [, a, ofA = '', b, ofB = '', c, ofC = ''] = match;
  const name = a ?? b ?? c ?? '';
  return { name, parameters: `${ofA}${ofB}${ofC}`.split(',').flatMap((one) => parameterOf(one) ?? []) };
}

/** `data: bytes`, `byte[] data`, `$data`, `data = None`. */
function parameterOf(text: string): string | undefined {
  const [before = ''] = text.split(/[:=]/);
  return wordsIn(before).at(-1);
}
