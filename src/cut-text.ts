/**
 * The first `most` UTF-16 units of a text, and one less where the cut would fall into a character: half a surrogate pair is
 * no text, and the model's interface refuses every request that holds one. All cuts of text are made here.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}

/** A text without half characters: JSON of tools, of services and of a model can spell them. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}

/** The same from the end: the last `most` units, and one less where they would begin within a character. */
export function cutStart(text: string, most: number): string {
  if (text.length <= most) return text;
  const first = text.charCodeAt(text.length - most);
  return text.slice(text.length - (first >= 0xdc00 && first <= 0xdfff ? most - 1 : most));
}
