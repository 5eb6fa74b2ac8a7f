import { blanked, type Lexis } from './lexical/blanked';

/** Name of the class that is put around a code block so that its members are members. */
export const CODE_BLOCK = 'RazorCodeBlock__';

const CSHARP: Lexis = {
  lineComments: ['//'],
  blockComments: [
    ['/*', '*/'],
    ['@*', '*@'],
  ],
  literals: [
    { open: '"""', close: '"""', escapedBy: null, manyLines: true },
    { open: '@"', close: '"', escapedBy: null, manyLines: true },
    { open: '"', close: '"', escapedBy: '\\', manyLines: false },
  ],
};
const START = /@(?:code|functions)\b[ \t]*\r?\n?[ \t]*\{/g;

/** Everything but `@code { ... }` blanked, and each block made a class on the row where its brace opens. */
export function onlyCodeBlocks(text: string): string {
  const code = blanked(text, CSHARP);
  const pieces: string[] = [];
  let from = 0;
  for (const start of text.matchAll(START)) {
    if (start.index < from) continue;
    const brace = start.index + start[0].length - 1;
    const end = closingBrace(code, brace);
    pieces.push(rowsOnly(text.slice(from, brace)), ` class ${CODE_BLOCK} `, text.slice(brace, end + 1));
    from = end + 1;
  }
  return pieces.join('') + rowsOnly(text.slice(from));
}

function closingBrace(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if (code[at] === '{') depth++;
    else if (code[at] === '}' && --depth === 0) return at;
  }
  return code.length - 1;
}

function rowsOnly(text: string): string {
  return text.replace(/[^\n]+/g, '');
}
