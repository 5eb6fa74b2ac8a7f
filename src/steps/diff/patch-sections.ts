import type { RawEntry } from './raw-entries';

/** Sections of a patch by their first line; a type change has two with the same one. */
export type PatchSections = ReadonlyMap<string, readonly Buffer[]>;

const SECTION_START = Buffer.from('\ndiff --git ');

const LINE_FEED = 0x0a;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters git quotes
const NEEDS_QUOTES = /[\x01-\x1f"\\\x7f]/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters git quotes
const SPECIAL = /[\x01-\x1f"\\\x7f]/g;

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

/**
 * Cuts a patch in front of each `diff --git `. Lines of content begin with a sign and git quotes line feeds in paths,
 * so nothing a file holds can look like a cut.
 */
export function splitPatch(patch: Buffer): PatchSections {
  const sections = new Map<string, Buffer[]>();
  for (let start = 0; start < patch.length; ) {
    const next = patch.indexOf(SECTION_START, start);
    const end = next < 0 ? patch.length : next + 1;
    const section = patch.subarray(start, end);
    const lineEnd = section.indexOf(LINE_FEED);
    const firstLine = section.subarray(0, lineEnd < 0 ? section.length : lineEnd).toString('latin1');
    const same = sections.get(firstLine);
    if (same) same.push(section);
    else sections.set(firstLine, [section]);
    start = end;
  }
  return sections;
}

/** The first line that git writes for an entry, so that a section is matched by the bytes of its paths. */
export function firstLineOf(entry: RawEntry): string {
  const newPath = entry.path.toString('latin1');
  const oldPath = entry.oldPath?.toString('latin1') ?? newPath;
  return `diff --git ${quoted(`a/${oldPath}`)} ${quoted(`b/${newPath}`)}`;
}

/** C-style quoting as git does it with `core.quotePath=false`: bytes above 127 stand as they are. */
function quoted(path: string): string {
  if (!NEEDS_QUOTES.test(path)) return path;
  return `"${path.replace(SPECIAL, (character) => ESCAPES[character] ?? octal(character))}"`;
}

function octal(character: string): string {
  return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
}
