import { madeOnce } from '../../made-once';

const ENGLISH = ['en'];

/** Made when they are asked for another language: they take as long as a hundred modules, and few reviews answer in one. */
const namesIn = madeOnce(
  (languages: string[]) => new Intl.DisplayNames(languages, { type: 'language', fallback: 'none' }),
);

/** What a language is called in English; undefined for a code of none. */
export function languageName(code: string): string | undefined {
  return code === 'en' ? 'English' : namesIn(ENGLISH).of(code);
}
