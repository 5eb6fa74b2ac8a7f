import { matchAt } from './match-at';

/** What is used where a reference leads nowhere, and how sure its place is. */
export interface DefaultValue {
  start: number;
  end: number;
  isQuoted: boolean;
  /** One of two that a condition picks: texts of pages stand there as well. */
  isChosen: boolean;
}

/** So far behind a name its default may stand. */
const WIDEST = 240;
/** What holds a name, and its default too. */
const AROUND = /(?:\$\{[\w.]{0,80}|\bcoalesce\([^()\n"'`]{0,100})$/i;

/** `${NAME:-value}` of shells and of Compose, `${NAME:value}` of Spring. */
const IN_BRACES = /\$\{[\w.]{1,80}(?::[-=]?|[-=])["']?(?<secret>[^\s"'`{}$\\]{6,512})["']?\}/g;
/** What leads to the default in quotes: operators, filters of templates, arguments, the second one of what looks something up, and both ends of a condition. */
const BEFORE_QUOTES =
  /(?<lead>\|\||\?\?|\?:|\bor\b|\belse\b(?:[ \t]{0,4}\{)?|\bdefault(?:[ \t]{0,2}[(=:])?|\bcoalesce\([^\n"'`]{0,100},|\$\{[\w.:/-]{1,80},|\b\w{0,16}(?:get|env|fetch|lookup|find|config|setting|propert|option|default|param)\w{0,16}\([ \t]{0,4}["'][\w.:-]{1,60}["'],(?:[ \t]{0,4}\w{1,12}[=:])?|\?(?:[^\n?:,"'`]{0,80}:|[^\n?:,]{1,80}["'`][ \t]{0,4}:)?)[ \t]{0,4}(?<quote>\\{0,3}["'`])(?<secret>[^\n"'`\\]{6,512})\k<quote>/gi;

/** The defaults beside the reference that stands behind a name, or holds it, on one line. */
export function defaultsBeside(text: string, line: string, at: number, end: number): DefaultValue[] {
  const around = AROUND.exec(line)?.[0] ?? '';
  const from = around === '' ? end : at - around.length;
  const rest = text.slice(from, end + WIDEST).split('\n', 1)[0] ?? '';
  if (!/[|?$(]|\b(?:or|else|default)\b/i.test(rest)) return [];
  return [IN_BRACES, BEFORE_QUOTES].flatMap((pattern) =>
    [...rest.matchAll(pattern)].flatMap((match) => {
      const { lead = '', secret = '' } = match.groups ?? {};
      if (!isOfSame(rest.slice(0, match.index), lead)) return [];
      const start = from + match.index + match[0].lastIndexOf(secret);
      return [
        {
          start,
          end: start + secret.length,
          isQuoted: lead !== '',
          isChosen: /^\?(?![?:]$)|^\w+\([ \t]*["']/.test(lead),
        },
      ];
    }),
  );
}

/** Whether nothing ends before it what the name is said of; of calls, arguments belong to it. */
function isOfSame(between: string, lead: string): boolean {
  const ends = /^(?:default|coalesce|\$)/i.test(lead) ? /;/ : /[;,]/;
  return !ends.test(between.replace(/\([^()]{0,120}\)/g, ''));
}

const REFERENCE =
  /\$\{[^{}]{1,200}\}|\$\([^()]{1,200}\)|\{\{[^{}]{1,200}\}\}|@[\w.]{1,80}@|%\w{1,64}%|#\{[^{}]{1,80}\}#?/g;
const BARE = /["']?[ \t]{0,8}(?::?=|:[ \t])[ \t]{0,8}["']?(?<secret>[^\s"'`]{6,512})/y;

/** What a value holds beside the references in it. */
export function partsBesideReferences(text: string, end: number): { start: number; end: number }[] {
  const match = matchAt(BARE, text, end);
  const value = match?.groups?.secret ?? '';
  const references = [...value.matchAll(REFERENCE)];
  if (!match || references.length === 0) return [];
  const from = end + match[0].length - value.length;
  const bounds = references.flatMap(({ index, 0: whole }) => [index, index + whole.length]);
  return [0, ...bounds].flatMap((start, at, all) => {
    const last = all[at + 1] ?? value.length;
    const sign = /^[-_.:]?/.exec(value.slice(start))?.[0].length ?? 0;
    return at % 2 === 0 && last - start > sign ? [{ start: from + start + sign, end: from + last }] : [];
  });
}
