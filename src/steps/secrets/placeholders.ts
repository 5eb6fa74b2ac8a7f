import { NO_CLUES } from './clues';
import { findAll } from './find-secrets';
import type { FoundSecret } from './found-secret';
import type { WasShown } from './known-values';

/** What stands where a secret stood. Nobody may suggest code that holds one. */
export const PLACEHOLDER_SIGN = /\[secret: [a-z0-9-]{1,64}(?: \d{1,6})?\]/;

/** Names the secrets of one file: equal values have equal names on both sides, whatever run asks. */
export interface Placeholders {
  of(value: string, rule: string): string;
  has(name: string): boolean;
}

export function createPlaceholders(): Placeholders {
  const names = new Map<string, string>();
  const given = new Set<string>();
  const counts = new Map<string, number>();
  return {
    of(value, rule) {
      const known = names.get(value);
      if (known !== undefined) return known;
      const count = (counts.get(rule) ?? 0) + 1;
      counts.set(rule, count);
      const name = `[secret: ${rule}${count === 1 ? '' : ` ${count}`}]`;
      names.set(value, name);
      given.add(name);
      return name;
    },
    has: (name) => given.has(name),
  };
}

/** A text with placeholders, and what each of them stands for. */
export interface MaskedText {
  source: string;
  text: string;
  parts: readonly MaskedPart[];
}

/** A secret over several lines has a part in each of them. */
export interface MaskedPart {
  /** In the text with placeholders. */
  start: number;
  end: number;
  placeholder: string;
  value: string;
  /** Of the secret that it is a part of. */
  lines: number;
}

/** One placeholder in each line of a secret, so that no line moves. */
export function maskedText(source: string, found: readonly FoundSecret[], placeholders: Placeholders): MaskedText {
  const parts: MaskedPart[] = [];
  let [text, end] = ['', 0];
  for (const one of found) {
    const whole = source.slice(one.start, one.end);
    const placeholder = placeholders.of(whole, one.rule);
    const lines = [...whole.matchAll(/[^\r\n]+/g)].filter(([line]) => line.trim() !== '');
    for (const { index, 0: value } of lines) {
      text += source.slice(end, one.start + index);
      parts.push({
        start: text.length,
        end: text.length + placeholder.length,
        placeholder,
        value,
        lines: lines.length,
      });
      text += placeholder;
      end = one.start + index + value.length;
    }
  }
  return { source, text: text + source.slice(end), parts };
}

/** Any text that leaves the agent beside the diff: guidance, messages of tools, what was said before. */
export function withoutSecrets(
  text: string,
  placeholders = createPlaceholders(),
  wasShown: WasShown = () => false,
): string {
  const found = findAll(text, NO_CLUES, 'text').filter(({ start, end }) => !wasShown(text.slice(start, end)));
  return maskedText(text, found, placeholders).text;
}
