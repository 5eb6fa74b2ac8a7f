const NAMES = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/** What a language is called in English; undefined for a code of none. */
export function languageName(code: string): string | undefined {
  return NAMES.of(code);
}
