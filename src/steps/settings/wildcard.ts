import { cutText } from '../../cut-text';

const MAX_LENGTH = 1000;

/** `*` stands for anything, a slash too, and `?` for one character: titles and names are no paths. Case says nothing. */
export function meets(text: string, pattern: string): boolean {
  return text !== '' && isMet(cutText(text, MAX_LENGTH).toLowerCase(), pattern.toLowerCase());
}

/** Goes back to the last star alone, so that no pattern takes longer than text times pattern. */
function isMet(text: string, pattern: string): boolean {
  let [at, from, star, tried] = [0, 0, -1, 0];
  while (at < text.length) {
    const sign = pattern[from];
    if (sign === '*') [star, tried, from] = [from, at, from + 1];
    else if (sign !== undefined && (sign === '?' || sign === text[at])) [at, from] = [at + 1, from + 1];
    else if (star < 0) return false;
    else [tried, at, from] = [tried + 1, tried + 1, star + 1];
  }
  return /^\**$/.test(pattern.slice(from));
}
