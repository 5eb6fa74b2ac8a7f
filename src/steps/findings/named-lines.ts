/** Words for a line of code before its number, in the languages that reviewers answer in. */
const BEFORE =
  /(?<![\p{L}\p{N}])(?:lines?|zeilen?|lignes?|l[íi]neas?|linhas?|righ?[ae]|regels?|rade?n?|linjen?|lini[aię]|wiersz\p{L}{0,3}|řád\p{L}{1,5}|satır\p{L}{0,4}|строк\p{L}{1,3}|рядк\p{L}{1,3}|第|行|줄|[LR])\s{0,3}(\d{1,6})(?:\s{0,2}(?:-|–|to|and|und|bis|et|y|e|à|a|到|,)\s{0,2}(\d{1,6}))?/giu;
/** The same behind it. */
const BEHIND = /(?<!\d)(\d{1,6})(?:\s?[-–~]\s?(\d{1,6}))?\s?(?:行|줄|행|번째\s?줄)/gu;

/** The numbers that a reason calls lines, in their order; other numbers in it are no lines. */
export function namedLines(reason: string): number[] {
  const found = [...reason.matchAll(BEFORE), ...reason.matchAll(BEHIND)].sort((a, b) => a.index - b.index);
  return found.flatMap(([, first, last]) => [first, last].flatMap((digits) => (digits ? [Number(digits)] : [])));
}
