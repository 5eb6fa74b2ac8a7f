let names: Intl.DisplayNames | undefined;

/** What a language is called in English; undefined for a code of none. */
export function languageName(code: string): string | undefined {
  // Made when it is asked: it takes as long as a hundred modules, and few reviews answer in another language.
  names ??= new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  return names.of(code);
}
