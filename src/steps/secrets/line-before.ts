/** What stands before a place on its line, as far as so many letters back. */
export function lineBefore(text: string, place: number, most: number): string {
  const before = text.slice(Math.max(0, place - most), place);
  return before.slice(before.lastIndexOf('\n') + 1);
}
