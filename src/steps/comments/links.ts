import type { LineRange } from '../../ports/code-host';

/** Where links lead: pages of the collection itself, nowhere else. */
export interface LinkBase {
  /** Page of the pull request, from the collection's own url; empty where there is none. */
  webUrl: string;
  /** Commits of the two sides. */
  base: string;
  source: string;
  /** All changed files: the only ones that a name in a text can lead to. */
  paths?: ReadonlySet<string>;
}

/** An address of the web as a link of Markdown holds it; empty for any other, since a record may come from anywhere. */
export function webAddress(url: string): string {
  if (!/^https?:\/\/[^\s<>\p{Cc}\p{Cf}]+$/iu.test(url)) return '';
  return url.replace(/[()]/g, percent);
}

/** Address of lines of a file as they were reviewed; empty where there is no page to lead to. */
export function linesUrl({ webUrl, base, source }: LinkBase, path: string, range?: LineRange): string {
  const page = webAddress(webUrl);
  const repository = page.replace(/\/pullrequest\/\d+$/i, '');
  if (repository === page) return '';
  const file = `${repository}?path=${encode(`/${path}`)}&version=GC${range?.side === 'old' ? base : source}`;
  if (range === undefined) return file;
  return `${file}&line=${range.startLine}&lineEnd=${range.endLine + 1}&lineStartColumn=1&lineEndColumn=1&_a=contents`;
}

/** Parentheses would end a Markdown link. */
function encode(text: string): string {
  const whole = text.replace(/[\ud800-\udfff]/gu, '\ufffd');
  return encodeURIComponent(whole).replace(/[!'()*]/g, percent);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16)}`;
}
