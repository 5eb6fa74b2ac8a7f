/** What a terminal would obey: escape sequences, and characters that hide or turn text around. Line ends and tabs stay. */
const OBEYED = /(?![\n\t])\p{Cc}|[\u200b\u2060-\u2064\u{E0000}-\u{E007F}]|\p{Bidi_Control}/gu;

/** Text of a review as a terminal shows it: without markup, hidden notes, and anything that a terminal would obey. */
export function plainText(markdown: string): string {
  const shown = markdown
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<details><summary>(.*?)<\/summary>/g, '$1:')
    .replace(/<\/details>|<br\/?>/g, '')
    .replace(/\[([^\]\n]*)\]\([^)\s]*\)/g, '$1')
    .replace(/^#{1,6} /gm, '')
    .replace(/\*\*(?=\S)(.+?)\*\*/g, '$1')
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\n{3,}/g, '\n\n');
  return harmless(shown).trim();
}

/** The same text with everything a terminal would obey written out. */
export function harmless(text: string): string {
  return text.replace(OBEYED, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
