import { findAll } from './find-secrets';
import type { FoundSecret } from './found-secret';

/** What stands where a secret stood. Nobody may suggest code that holds one. */
export const PLACEHOLDER_SIGN = /\[secret: [a-z0-9-]{1,64}(?: \d{1,6})?\]/;

/** Names the secrets of one file: equal values have equal names on both sides, whatever run asks. */
export interface Placeholders {
  of(value: string, rule: string): string;
}

export function createPlaceholders(): Placeholders {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  return {
    of(value, rule) {
      const known = names.get(value);
      if (known !== undefined) return known;
      const count = (counts.get(rule) ?? 0) + 1;
      counts.set(rule, count);
      const name = `[secret: ${rule}${count === 1 ? '' : ` ${count}`}]`;
      names.set(value, name);
      return name;
    },
  };
}

/** The text with placeholders; a secret over several lines has one in each, so that no line moves. */
export function withPlaceholders(text: string, found: readonly FoundSecret[], placeholders: Placeholders): string {
  let [shown, end] = ['', 0];
  for (const { start, end: next, rule } of found) {
    const value = text.slice(start, next);
    shown += text.slice(end, start) + replaced(value, placeholders.of(value, rule));
    end = next;
  }
  return shown + text.slice(end);
}

function replaced(value: string, placeholder: string): string {
  return value.replace(/[^\r\n]+/g, (line) => (line.trim() === '' ? line : placeholder));
}

/** Any text that leaves the agent beside the diff: guidance, messages of tools, what was said before. */
export function withoutSecrets(text: string): string {
  const found = findAll(text);
  return found.length === 0 ? text : withPlaceholders(text, found, createPlaceholders());
}
