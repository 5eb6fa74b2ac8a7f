import { endOfString } from '../alerts/json-string';

/**
 * The first name that an object of a JSON text has twice: readers keep the last of both, and what stood under the first would be
 * lost without a word. The text is known to be JSON.
 */
export function repeatedMember(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '{' || sign === '[') open.push(new Set());
    else if (sign === '}' || sign === ']') open.pop();
    if (sign !== '"') continue;
    const end = endOfString(text, at);
    const names = open.at(-1);
    if (isName(text, end) && names) {
      const name: string = JSON.parse(text.slice(at, end + 1));
      if (names.has(name)) return name;
      names.add(name);
    }
    at = end;
  }
  return undefined;
}

function isName(text: string, end: number): boolean {
  let at = end + 1;
  while (/\s/.test(text.charAt(at))) at += 1;
  return text[at] === ':';
}
