import { holdsMark } from '../triage/code-mark';
import { placeOfGist, readGist } from '../triage/gist';
import { hashOfWord, SIGN_OF, tokensOf, wordsIn } from '../triage/gist-tokens';
import { soughtBy } from '../triage/known-code';
import type { Sought } from './sought-lines';

/** Letters that are looked at together with as many before them: more hold no lines that a finding is about. */
const STEP = 8_192;

/** What all of a run may take: steps that are read word by word, each some hundredths of a second, and words that are new, each some millionths. */
export interface Effort {
  steps: number;
  words: number;
  /** Of words that were seen, their hashes. */
  known: Map<string, string>;
}

/** So many words are known at once. */
const MOST_KNOWN = 100_000;

export function allEffort(): Effort {
  return { steps: 600, words: 4_000_000, known: new Map() };
}

function hashOf(word: string, effort: Effort): string {
  const known = effort.known.get(word);
  if (known !== undefined) return known;
  effort.words -= 1;
  if (effort.known.size >= MOST_KNOWN) effort.known.clear();
  const hash = hashOfWord(word);
  effort.known.set(word, hash);
  return hash;
}

/** But for the one that is a space in code. */
const UNSEEN = /(?:(?!\ufeff)\p{Default_Ignorable_Code_Point})+/gu;

export interface Seeker {
  add(text: string): void;
  end(): void;
  /** By `soughtBy`. */
  found: ReadonlySet<string>;
}

/**
 * Looks for lines in a text of any length that comes in pieces and is not kept. Nearly every step lacks a sign or a word of them, which
 * is found out at a hundredth of the cost of reading it.
 */
export function createSeeker(path: string, sought: readonly Sought[], effort: Effort): Seeker {
  const found = new Set<string>();
  const wanted = sought.map(wantedOf);
  let [last, rest] = [stepOf('', effort), ''];
  function look(text: string): void {
    const [before, now] = [last, stepOf(text, effort)];
    last = now;
    if (isSpent(effort)) return;
    const left = wanted.filter((one) => !found.has(one.name) && mayHold([before, now], one));
    if (left.length === 0) return;
    effort.steps -= 1;
    const lines = `${before.text}${text}`.split('\n');
    const holds = reader(lines, path);
    for (const one of left) if (holds(one.sought)) found.add(one.name);
  }
  return {
    found,
    add(text) {
      if (wanted.length === 0) return;
      // In a file that nobody reviews no finding tells of letters that nobody sees.
      rest += text.replace(UNSEEN, '');
      let from = 0;
      while (rest.length - from > 2 * STEP) {
        const to = endOfStep(rest, from + STEP);
        look(rest.slice(from, to));
        from = to;
      }
      rest = rest.slice(from);
    },
    end() {
      if (rest !== '') look(rest);
      rest = '';
    },
  };
}

/** Then nobody knows of what was not read. */
export function isSpent({ steps, words }: Pick<Effort, 'steps' | 'words'>): boolean {
  return steps <= 0 || words <= 0;
}

interface Wanted {
  name: string;
  sought: Sought;
  signs: readonly string[];
  words: readonly string[];
}

function wantedOf(sought: Sought): Wanted {
  const hashes = [...new Set(readGist(sought.gist).hashes)];
  return {
    ...{ name: soughtBy(sought), sought },
    signs: hashes.flatMap((hash) => SIGN_OF.get(hash) ?? []),
    words: hashes.filter((hash) => !SIGN_OF.has(hash)),
  };
}

interface Step {
  text: string;
  holdsSign(sign: string): boolean;
  holdsWord(hash: string): boolean;
}

function stepOf(text: string, effort: Effort): Step {
  const signs = new Map<string, boolean>();
  let words: ReadonlySet<string> | undefined;
  return {
    text,
    holdsSign(sign) {
      const known = signs.get(sign) ?? written(sign).some((one) => text.includes(one));
      signs.set(sign, known);
      return known;
    },
    holdsWord(hash) {
      words ??= new Set(wordsIn(text).map((word) => hashOf(word, effort)));
      return words.has(hash);
    },
  };
}

/** What a gist holds in one way may be written in another one. */
function written(sign: string): readonly string[] {
  if (sign === '.') return ['.', '['];
  return sign === '<' ? ['<', '>'] : [sign];
}

function mayHold(steps: readonly Step[], { signs, words }: Wanted): boolean {
  const inOne = (isThere: (step: Step) => boolean) => steps.some(isThere);
  return (
    signs.every((sign) => inOne((step) => step.holdsSign(sign))) &&
    words.every((hash) => inOne((step) => step.holdsWord(hash)))
  );
}

/** As they stand, and as code, with comments and without: nobody knows by what it is read. */
function reader(lines: readonly string[], path: string): (sought: Sought) => boolean {
  const numbered = lines.map((text, at) => ({ number: at + 1, text }));
  const made = new Map<string, ReturnType<typeof tokensOf>>();
  const tokens = (comments: 'keep' | 'leave') => {
    const known = made.get(comments) ?? tokensOf(numbered, path, comments);
    made.set(comments, known);
    return known;
  };
  return ({ mark, gist }) =>
    holdsMark(lines, mark) ||
    (gist !== '' && (['keep', 'leave'] as const).some((how) => placeOfGist(tokens(how), gist) !== undefined));
}

/** Behind a line, else behind a word. */
function endOfStep(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  if (feed >= 0 && feed < from + STEP) return feed + 1;
  const gap = text.slice(from, from + STEP).search(/[^\p{L}\p{N}_$]/u);
  return from + Math.max(0, gap);
}
