/** Text as the grammar is to see it: the same rows, with what it cannot read blanked. */
export function maskedText(mask: string | undefined, text: string): string {
  return mask === 'macros' ? withoutMacros(text) : text;
}

function withoutMacros(text: string): string {
  return text;
}
