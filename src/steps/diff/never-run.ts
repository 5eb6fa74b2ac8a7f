/** A condition that never holds, in whatever language. */
const NEVER =
  /(?<!\}[ \t]{0,9})\b(?:if|while|elseif|elsif|elif)\b[ \t]{0,9}\(?[ \t]{0,9}(?:\$?false|0|nil|null|none)\b[ \t]{0,9}(?:$|[){:;,]|then\b|do\b|and\b|&&|-and\b)/i;

/** What leaves the block it stands in, alone on its line. */
const LEAVES = /^[ \t]*(?:return|throw|raise|exit|die|break|continue|goto)\b(?!.*\b(?:if|unless|when)\b)/i;

/** What is reached all the same. */
const REACHED =
  /^[ \t]*(?:[}\])]|end|else|elif|elsif|case|when|default|catch|rescue|finally|ensure|except|[\w$]+[ \t]*:|<\/|\|)/i;

/** Indexes of lines that no program may ever run, as their neighbours and their indentation tell where no parser reads the language. */
export function neverRun(lines: readonly string[]): number[] {
  const first = lines.findIndex((line) => NEVER.test(line));
  const dead = first < 0 ? [] : Array.from({ length: lines.length - first }, (_, at) => first + at);
  let depth: number | undefined;
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    if (depth !== undefined && (depthOf(line) < depth || REACHED.test(line))) depth = undefined;
    if (depth !== undefined) dead.push(at);
    else if (LEAVES.test(line)) depth = depthOf(line);
  }
  return dead;
}

function depthOf(line: string): number {
  return line.length - line.trimStart().length;
}
