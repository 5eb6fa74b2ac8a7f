/** A page of the documentation, as messages name it. */
const PAGE = /(?<![\w/\\-])docs\/[\w-]+(?:\.schema)?\.(?:md|json)\b/g;

/** The text with every page in it named another way. */
export function withPages(text: string, nameOf: (page: string) => string): string {
  return text.replace(PAGE, (page) => nameOf(page));
}

/** Where the pages lie that came along, said where one of these texts names one. */
export function wherePagesLie(texts: readonly string[], folder: string | undefined): string[] {
  const isNamed = texts.some((text) => text.search(PAGE) >= 0);
  return folder !== undefined && isNamed ? [`The pages of Second Pass lie on this agent in ${folder}`] : [];
}
