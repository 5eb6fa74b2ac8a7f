/** What a terminal would obey: escape sequences, and characters that hide or turn text around. Line ends and tabs stay. */
const OBEYED = /(?![\n\t])\p{Cc}|[\u200b\u2060-\u2064\u{E0000}-\u{E007F}]|\p{Bidi_Control}/gu;

/** What may stand behind a character that we have written ourselves: a colour, each at most so long, and the end of a line. */
const OURS: Readonly<Record<string, RegExp>> = { '\u001b': /^\[[\d;]{0,9}m/, '\r': /^\n/ };

/** The same text with everything a terminal would obey written out. */
export function harmless(text: string): string {
  return text.replace(OBEYED, writtenOut);
}

/** The same for a text of ours; what others wrote in it is harmless already, and this is the last door. */
export function harmlessButOurs(text: string): string {
  return text.replace(OBEYED, (character, at: number) =>
    OURS[character]?.test(text.slice(at + 1, at + 12)) ? character : writtenOut(character),
  );
}

/** The same for JSON, which means what it did. */
export function harmlessJson(json: string): string {
  return json.replace(OBEYED, (character) => character.split('').map(escaped).join(''));
}

function writtenOut(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
