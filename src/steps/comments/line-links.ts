import type { LineRange } from '../../ports/code-host';
import { isWithin } from '../diff/line-span';
import { escapeMarkdown } from './escape';
import { type LinkBase, linesUrl } from './links';

/** Where a text stands: numbers without a file are lines of this one. */
export interface TextPlace {
  path: string;
  side: LineRange['side'];
  /** Of the finding; on the old side no other line is sure to be meant as an old one. */
  range?: LineRange;
}

const RANGE = String.raw`\s*(?:[-–—‑−]|\.\.|to|through|until|bis)\s*`;
const NUMBER = String.raw`\d{1,6}(?:${RANGE}\d{1,6})?`;
const LINE_WORDS = new RegExp(String.raw`\blines?\s+${NUMBER}(?:(?:,\s*|,?\s+and\s+)(?:lines?\s+)?${NUMBER}\b)*`, 'gi');
const ONE_PLACE = new RegExp(String.raw`(?:\blines?\s+)?(\d{1,6})(?:${RANGE}(\d{1,6}))?`, 'gi');
const EXTENSIONS =
  'tsx?|jsx?|[mc][tj]s|vue|svelte|py|rb|erb|cs|cshtml|razor|vb|fs|java|kts?|scala|groovy|gradle|go|rs|c|cc|cpp|h|hpp|m|mm|swift|php|lua|pl|exs?|dart|sql|ya?ml|json|xml|html?|s?css|less|md|txt|sh|ps[md]?1|tf|bicep|toml|ini|conf|csproj|props|proto|graphql';
/** Names of files whatever stands around them: by their ending, hidden ones, and those that have none. */
const FILE_NAME = new RegExp(
  String.raw`(?:\w\.(?:${EXTENSIONS})|(?:^|/)\.[\w.-]+|(?:^|/)(?:(?:Docker|Container|Make|Jenkins|Gem|Rake|Vagrant|Proc|Brew|Pod|Fast|Just|Tilt|Pip|Caddy)file|BUILD|WORKSPACE|README|LICENSE))$`,
);
const TOKEN = '[^\\s`"\'()\\[\\]{}<>,;:]+';
const TOKENS = new RegExp(TOKEN, 'g');
const FILE_BEFORE = new RegExp(
  `(${TOKEN})[\`"']?\\)?[,:]?\\s*(\\(|at |on |in )?(?:the )?(?:new |old |added |removed )?$`,
  'i',
);
const FILE_BEHIND = new RegExp(`^\\s*(?:(?:\\),?\\s*|,\\s*)?(?:of|in)\\s+(?:the file\\s+)?|\\()[\`"']?(${TOKEN})`, 'i');
const NAMED_BEHIND = new RegExp(`^\\s*,\\s*[\`"']?(${TOKEN})`);
const OLD = /\b(?:old|removed)\s+$/i;
const OLD_BEHIND = /^\s*(?:before the change|of the old)/i;
const SENTENCE_END = /[.!?]["')\]`]{0,4}\s+(?![\p{Ll}\s])|\n/gu;
const PRIVATE_USE = /[\ue000-\uf8ff]/g;
const MAX_LINKS = 20;
/** How far before a number the name of its file is looked for. */
const MAX_BEFORE = 300;

/**
 * Escaped text in which "line 12", "lines 3-5 and 9" and "post.rb line 133" lead to those lines. What names a file that is
 * not one of the change, or may mean another one than it stands in, stays text.
 */
export function linkLines(text: string, place: TextPlace, links: LinkBase): string {
  if (linesUrl(links, place.path) === '') return escapeMarkdown(text);
  const plain = text.replace(PRIVATE_USE, '');
  const spans = [...plain.matchAll(/`[^`\n]+`/g)].map((span) => [span.index, span.index + span[0].length] as const);
  const urls: string[] = [];
  const seen = new Set<string>();
  // One private character stands for each link while the text is escaped; text by others keeps none of them.
  const mark = (words: string, url: string): string => {
    if (url === '' || seen.has(url) || urls.length >= MAX_LINKS) return words;
    seen.add(url);
    urls.push(`[${words.replace(/\s+/g, ' ')}](${url})`);
    return String.fromCharCode(0xe000 + urls.length - 1);
  };
  const marked = plain.replace(LINE_WORDS, (words, at: number) => {
    if (spans.some(([start, end]) => at >= start && at < end)) return words;
    const [before, behind] = [sentenceBefore(plain, at), plain.slice(at + words.length)];
    const path = fileMeant(before, behind, place, links);
    return path === undefined
      ? words
      : words.replace(ONE_PLACE, (one, first, last) =>
          mark(one, urlOf(path, { first, last, before, behind }, place, links)),
        );
  });
  return escapeMarkdown(marked).replace(PRIVATE_USE, (character) => urls[character.charCodeAt(0) - 0xe000] ?? '');
}

interface Numbers {
  first: string;
  last: string | undefined;
  before: string;
  behind: string;
}

function urlOf(
  path: string,
  { first, last = first, before, behind }: Numbers,
  place: TextPlace,
  links: LinkBase,
): string {
  const [startLine, endLine] = [Number(first), Number(last)];
  if (startLine < 1 || endLine < startLine) return '';
  const isSaidOld = OLD.test(before) || OLD_BEHIND.test(behind);
  const isInside = path === place.path && place.range && isWithin({ startLine, endLine }, place.range);
  if (path === place.path && place.side === 'old' && !isInside && !isSaidOld) return '';
  const side = isSaidOld || (isInside && place.side === 'old') ? 'old' : 'new';
  return linesUrl(links, path, { side, startLine, endLine });
}

/** The path that a number belongs to; undefined where nobody can be sure. */
function fileMeant(before: string, behind: string, { path }: TextPlace, { paths }: LinkBase): string | undefined {
  const isFile = (name: string) => isFileName(name, path, paths);
  const isOther = (name: string) => isFile(name) && changedPath(name, path, paths) !== path;
  const namedBehind = FILE_BEHIND.exec(behind)?.[1];
  if (namedBehind !== undefined && isFile(namedBehind)) return changedPath(namedBehind, path, paths);
  const [, named = '', link] = FILE_BEFORE.exec(before) ?? [];
  // Right before the number even an ending that nobody knows is one: "schema.prisma line 4", not "order.total on line 4".
  if (isFile(named) || (link === undefined && /\.\p{L}\w*$/u.test(named))) return changedPath(named, path, paths);
  const tokens = before.match(TOKENS)?.map((token) => token.replace(/[.!?]{1,9}$/, '')) ?? [];
  const isDoubtful = tokens.some(isOther) || isOther(NAMED_BEHIND.exec(behind)?.[1] ?? '');
  return isDoubtful ? undefined : path;
}

function isFileName(name: string, own: string, paths: ReadonlySet<string> = new Set()): boolean {
  if (FILE_NAME.test(name)) return true;
  return /[./]/.test(name) && [own, ...paths].some((path) => path === name || path.endsWith(`/${name}`));
}

/** The one changed file that a name can mean. */
function changedPath(name: string, own: string, paths: ReadonlySet<string> = new Set()): string | undefined {
  const isMeant = (path: string) => path === name || path.endsWith(`/${name}`);
  if (isMeant(own)) return own;
  const meant = [...paths].filter(isMeant);
  return meant.length === 1 ? meant[0] : undefined;
}

/** A full stop before a small letter is that of an abbreviation. */
function sentenceBefore(text: string, at: number): string {
  const ends = [...text.matchAll(SENTENCE_END)].map(({ 0: end, index }) => index + end.length);
  return text.slice(Math.max(ends.findLast((end) => end <= at) ?? 0, at - MAX_BEFORE), at);
}
