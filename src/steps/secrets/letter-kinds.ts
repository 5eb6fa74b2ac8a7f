import { createLetterLoops, type LetterLoops } from '../../letter-loops';
import { madeOnce } from '../../made-once';

/** What a byte of a text may be, a bit for each. */
export const [OF_RUN, SIGN, LETTER, OF_VALUE] = [1, 2, 4, 8];

/** Bytes of a text that are looked through at once, so that a long one needs no room of its length. */
export const SLICE = 32_768;

export const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Which rules for passwords ask for, and which stand in no name; the others of a keyboard end a value somewhere. */
const SIGNS = '!#$%^*?&+~@';

/** By its code. A value in base64 or of letters alone is a run; what is no letter of ASCII may stand in a password. */
export const KINDS = Uint8Array.from({ length: 256 }, (_, code) => {
  const letter = String.fromCharCode(code);
  const [isLetter, isSign] = [LETTERS.includes(letter), SIGNS.includes(letter)];
  return (
    (isLetter || letter === '+' || letter === '/' ? OF_RUN : 0) |
    (isSign ? SIGN : 0) |
    (isLetter ? LETTER : 0) |
    (isLetter || isSign || '._-'.includes(letter) || code >= 128 ? OF_VALUE : 0)
  );
});

/** The loops over bytes, and where they have the table of kinds. */
export const kindLoops = madeOnce((kinds: Uint8Array): { loops: LetterLoops; kinds: number } => {
  const loops = createLetterLoops();
  const at = loops.keep(kinds.length);
  loops.bytes().set(kinds, at);
  return { loops, kinds: at };
});
