import { madeOnce, madeOnceFor } from '../../made-once';
import type { NumberedLine } from '../diff/added-lines';
import type { LineSpan } from '../diff/line-span';
import { disguisedIn } from './disguise';
import { type Gist, isStatement, MAX_TOKENS, MIN_TOKENS, type ReadGist, readGist } from './gist';
import { hashAt, isWord, linesOf, type Tokens, tokenAt, tokensFrom, tokensOf } from './gist-tokens';

/** Lines that took the place of others: `same` but for comments and white space, or `edited` in a few words or around them. */
export interface Edit {
  kind: 'same' | 'edited';
  startLine: number;
  endLine: number;
}

/** Of the words of a line, so many may be others: renamed things and turned letters are no fix by themselves. */
const MAX_CHANGED_WORDS = 0.34;

/** The lines that come nearest to those of the gist; undefined when none does but for a few words. */
export function editIn(lines: readonly NumberedLine[], gist: Gist, path: string): Edit | undefined {
  return editAmong(tokensOf(lines, path), gist);
}

/** The same of lines that were read before. */
export function editAmong(tokens: Tokens, gist: Gist): Edit | undefined {
  return editOnce(tokens, gist);
}

/** How many of its words may be others. */
export function mostChanged(gist: Gist): number {
  return Math.max(1, Math.floor(readGist(gist).hashes.filter(isWord).length * MAX_CHANGED_WORDS));
}

/** The same files are asked about the same blockers by every part of a run. */
const editOnce = madeOnceFor((tokens: Tokens, gist: Gist): Edit | undefined => {
  const read = readGist(gist);
  const wanted = read.hashes;
  if (wanted.length < MIN_TOKENS.same) return wordAmong(tokens, read);
  const most = mostChanged(gist);
  let best = { changed: most + 1, at: 0 };
  const last = mayHold(tokens, wanted, most) ? tokens.count - wanted.length : -1;
  for (let at = 0; at <= last && best.changed > 0; at += 1) {
    const changed = changedWords(wanted, tokens, at, best.changed);
    if (changed < best.changed) best = { changed, at };
  }
  if (best.changed > most || (best.changed > 0 && wanted.length < MIN_TOKENS.edited)) {
    const disguised = disguisedIn(tokens, wanted);
    return disguised && { kind: 'edited', ...linesOf(disguised) };
  }
  const { startLine, endLine } = linesOf(tokensFrom(tokens, best.at, best.at + wanted.length));
  const isWhole = isAlone(tokens, { startLine, endLine }, wanted.length);
  const isSame = best.changed === 0 && isWhole && wanted.length < MAX_TOKENS;
  return { kind: isSame ? 'same' : 'edited', startLine, endLine };
});

export const hashesIn = madeOnce(
  (tokens: Tokens): ReadonlySet<string> => new Set(tokens.kinds.map(({ hash }) => hash)),
);

/** False where more of its words stand nowhere than may be others, or one of its signs. */
function mayHold(tokens: Tokens, wanted: readonly string[], most: number): boolean {
  const there = hashesIn(tokens);
  const absent = wanted.filter((hash) => !there.has(hash));
  return absent.length <= most && absent.every(isWord);
}

/** Of several lines, so much stands on although one between them was touched. */
const MIN_STANDING = 0.75;

/**
 * Lines from the first on of which most words stand in their order, up to the last two: something between them was taken out, put in or
 * written anew. What becomes of the first and the last is for `editAmong`.
 */
export function touchedAmong(tokens: Tokens, gist: Gist): Edit | undefined {
  const { hashes } = readGist(gist);
  const [beforeLast, last] = hashes.slice(-2);
  const first = tokens.numberAt[0] ?? 0;
  // Of the beginnings of what is wanted, how many words stand in their order up to here: the longest row that both have.
  const row: number[] = new Array(hashes.length + 1).fill(0);
  for (let at = 0; at < tokens.count; at += 1) {
    const hash = hashAt(tokens, at);
    let before = 0;
    for (const [index, wanted] of hashes.entries()) {
      const above = row[index + 1] ?? 0;
      row[index + 1] = hash === wanted ? before + 1 : Math.max(above, row[index] ?? 0);
      before = above;
    }
    const isEnd = (tokens.numberAt[at] ?? 0) > first && hash === last && hashAt(tokens, at - 1) === beforeLast;
    if (isEnd && (row.at(-1) ?? 0) >= hashes.length * MIN_STANDING)
      return { kind: 'edited', ...linesOf(tokensFrom(tokens, 0, at + 1)) };
  }
  return undefined;
}

/** How many different words and signs of the gist stand somewhere in the code. */
export function sharedWords(tokens: Tokens, gist: Gist): number {
  const there = hashesIn(tokens);
  return new Set(readGist(gist).hashes.filter((hash) => there.has(hash))).size;
}

/** The one word, as a call or as all of its line. */
function wordAmong(tokens: Tokens, wanted: ReadGist): Edit | undefined {
  const isWanted = (kind: number, at: number) =>
    tokens.kinds[kind]?.hash === wanted.whole &&
    isStatement(tokensFrom(tokens, at, at + 1), tokenAt(tokens, at + 1), wanted);
  const at = tokens.kindAt.findIndex(isWanted);
  if (at < 0) return undefined;
  const lines = linesOf(tokensFrom(tokens, at, at + 1));
  return { kind: isAlone(tokens, lines, 1) ? 'same' : 'edited', ...lines };
}

/** True where no more words and signs stand on the lines. */
function isAlone(tokens: Tokens, { startLine, endLine }: LineSpan, count: number): boolean {
  return tokens.numberAt.filter((number) => number >= startLine && number <= endLine).length === count;
}

/** How many words are others in the window; all of them where an operator is, or where there are more than were allowed. */
function changedWords(wanted: readonly string[], tokens: Tokens, at: number, limit: number): number {
  let changed = 0;
  for (const [index, hash] of wanted.entries()) {
    const given = hashAt(tokens, at + index) ?? '';
    if (given === hash) continue;
    changed += isWord(hash) && isWord(given) ? 1 : limit;
    if (changed >= limit) return limit;
  }
  return changed;
}
