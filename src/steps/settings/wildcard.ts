import { Minimatch } from 'minimatch';
import { cutText } from '../../cut-text';

const OPTIONS = { nocase: true, nonegate: true, nocomment: true, noext: true, nobrace: true, dot: true };

const MAX_LENGTH = 1000;

/** `*` stands for anything here, a slash too: titles and names are no paths. */
export function meets(text: string, pattern: string): boolean {
  const flat = (words: string) => words.replaceAll('/', '\u0001');
  return text !== '' && new Minimatch(flat(pattern), OPTIONS).match(flat(cutText(text, MAX_LENGTH)));
}
