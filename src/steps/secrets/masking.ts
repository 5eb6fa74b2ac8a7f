import { valueFilter } from './known-values';
import { createPlaceholders, type MaskedText, PLACEHOLDER_SIGN, withoutSecrets } from './placeholders';
import { maskedFile } from './secret-files';

/** What stands before all that a conversation shows: one name for one value in every file and every output, from its first word to its last. */
export interface Masking {
  /** A file as a review would show it; from now on its secrets are known in every other text. */
  file(text: string, path: string): MaskedText;
  /** Any other text. */
  text(text: string): string;
  /** A text in which nothing but secrets of the run itself can still stand. */
  own(text: string): string;
  /** What stands in a text for a secret that was held back, if anything does. */
  signIn(text: string): string | undefined;
}

const SIGNS = new RegExp(PLACEHOLDER_SIGN, 'g');

/** @param own takes the secrets of the run itself out of a text. */
export function createMasking(own: (text: string) => string): Masking {
  const placeholders = createPlaceholders();
  const known = new Map<string, string>();
  let hideKnown = valueFilter([]);
  return {
    file(text, path) {
      const masked = maskedFile(text, path, placeholders);
      const before = known.size;
      for (const part of masked.parts) known.set(part.value.trim(), part.placeholder);
      if (known.size > before) hideKnown = valueFilter(known);
      return masked;
    },
    text: (text) => withoutSecrets(hideKnown(own(text)), placeholders),
    own,
    signIn: (text) => text.match(SIGNS)?.find((sign) => placeholders.has(sign)),
  };
}
