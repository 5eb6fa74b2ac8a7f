import { createLetterLoops } from '../../letter-loops';
import { createPlainLetters, roomForLetters } from './plain-letters';
import { exactForms, insideBase64, MIN_SECRET, plainForms } from './secret-forms';
import { createWindowSet } from './window-set';

export interface Mask {
  /** From now on the value is unprintable, whole, encoded, or in part. Values under five characters are ignored. */
  add(secret: string): void;
  /** The text with a sign, `***` if none is given, wherever something of a secret stood. */
  hide(text: string, sign?: string): string;
  /** True when something of a secret stands in the text. */
  finds(text: string): boolean;
}

/** A part this long of a key is worth hiding: an error message often quotes the first or last characters. */
const WINDOW = 12;

/** Letters and digits that follow each other whatever stands between them; ordinary prose does not hold so many of a key. */
const PLAIN_WINDOW = 16;
const MIN_PLAIN = 12;

/** Shorter texts are looked through as fast as they are known again; all that are known may not fill the memory. */
const WORTH_KNOWING = 1024;
const MOST_KNOWN = 16 * 1024 * 1024;

/** Letters of secrets, the run's own first, that are looked for in every disguise, and in base64: an earlier step may make a secret of megabytes. */
const MOST_DISGUISED = 65_536;
const MOST_ENCODED = 524_288;

/** The head of a token is the same in all tokens of its kind, and stands in manuals. */
const TOKEN_HEAD = /^eyJ[\w-]{10,300}\.(?=eyJ)/;

/** Hides known secrets: the agent masks only whole values, and only in the log. */
export function createMask(): Mask {
  // Made with the first secret, since it has a memory of its own.
  let search: Search | undefined;
  const clean = createCleanTexts();
  const foundIn = (text: string) => {
    if (search === undefined || clean.has(text)) return [];
    const found = search.find(text);
    if (found.length === 0) clean.add(text);
    return found;
  };
  return {
    add(secret) {
      clean.clear();
      search ??= createSearch();
      for (const line of secret.split(/\r\n|\r|\n/)) {
        const own = line.replace(TOKEN_HEAD, '');
        if (own.length >= MIN_SECRET) search.add(own);
      }
    },
    hide: (text, sign = '***') => cover(text, foundIn(text), sign),
    finds: (text) => foundIn(text).length > 0,
  };
}

interface Search {
  add(secret: string): void;
  find(text: string): [from: number, to: number][];
}

function createSearch(): Search {
  const loops = createLetterLoops();
  const plainLetters = createPlainLetters(loops);
  const exact = createWindowSet(WINDOW, loops);
  const plain = createWindowSet(PLAIN_WINDOW, loops);
  let letters = 0;
  return {
    add(secret) {
      letters += secret.length;
      if (letters > MOST_DISGUISED) {
        exact.add(letters > MOST_ENCODED ? [secret] : [secret, ...insideBase64(Buffer.from(secret))]);
        return;
      }
      exact.add([...exactForms(secret)]);
      const wholes = wordsAlone(plainLetters.of(secret));
      const forms = [...plainForms(secret, plainLetters.of)].filter((form) => form.length >= MIN_PLAIN);
      for (const form of forms) if (wholes.includes(form)) plain.addWhole(form);
      plain.add(forms.filter((form) => !wholes.includes(form)));
    },
    find(text) {
      // Most texts are a word; the letters of a secret alone are never fewer than those of its shortest piece.
      if (text.length < exact.shortest()) return [];
      const at = loops.put(text, roomForLetters(text));
      const found = [...exact.find(at, at + 2 * text.length), ...plainLetters.places(text, at, plain.find)];
      return found.sort((left, right) => left[0] - right[0]);
    },
  };
}

/** A secret of words alone is hidden where all of it stands: pieces of it may be those of any sentence. */
function wordsAlone(text: string): string[] {
  const isWords = !/\d/.test(text) || !/[a-z]/.test(text);
  return isWords ? [text, [...text].reverse().join('')] : [];
}

function cover(text: string, ranges: readonly [number, number][], sign: string): string {
  let [shown, end] = ['', 0];
  for (const [from, to] of ranges) {
    if (from > end || (from === 0 && end === 0)) shown += text.slice(end, from) + sign;
    end = Math.max(end, to);
  }
  return shown + text.slice(end);
}

/** Texts in which nothing stood: the critique is sent what the sweep was sent, and each request is looked through once more as it leaves. */
function createCleanTexts() {
  const texts = new Set<string>();
  let letters = 0;
  return {
    has: (text: string) => text.length >= WORTH_KNOWING && texts.has(text),
    add(text: string) {
      if (text.length < WORTH_KNOWING || letters + text.length > MOST_KNOWN) return;
      letters += text.length;
      texts.add(text);
    },
    clear() {
      letters = 0;
      texts.clear();
    },
  };
}
