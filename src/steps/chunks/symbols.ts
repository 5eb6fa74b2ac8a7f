import type { ChangedFile } from '../diff/changed-file';
import type { Skeleton } from '../skeletons/skeleton';

/** Names that a file's change touches, and names its changed lines speak of. */
export interface FileSymbols {
  declared: ReadonlySet<string>;
  used: ReadonlySet<string>;
}

/** What so many changed lines name tells enough of which files belong together. */
const MAX_LINES = 2_000;
const NAME = /[A-Za-z_]\w{3,}/g;
/** Rows of a skeleton whose declaration the change touches, was re-signed or removed. */
const TOUCHED_ROW = /^[*~-]/;
/** What a row says of its declaration, in words. */
const DOC = / \/\/ .*$/;
const DECLARATION =
  /\b(?:class|interface|struct|enum|record|trait|function|func|fn|def|type|module|namespace)\s+(?:\([^)]*\)\s*)?([A-Za-z_]\w{3,})/g;
/** Words so common in signatures that sharing them says nothing. */
const COMMON = new Set(
  'public private protected internal static async await const readonly return string number boolean void import export from class interface namespace struct enum record function override virtual abstract final null undefined true false this self args removed task list Promise String Object'.split(
    ' ',
  ),
);

export function symbolsOf(file: ChangedFile, skeleton: Skeleton | undefined): FileSymbols {
  const declared = new Set<string>();
  const used = new Set<string>();
  for (const row of skeleton?.text.split('\n') ?? [])
    if (TOUCHED_ROW.test(row)) addNames(declared, row.replace(DOC, ''));
  let left = MAX_LINES;
  for (const { lines } of file.hunks) {
    for (const { kind, text } of lines) {
      if (kind === 'context' || text.length > 2000 || left <= 0) continue;
      left -= 1;
      addNames(used, text);
      for (const [, name] of text.matchAll(DECLARATION)) if (name) declared.add(name);
    }
  }
  return { declared, used };
}

function addNames(names: Set<string>, text: string): void {
  for (const [name] of text.matchAll(NAME)) if (!COMMON.has(name)) names.add(name);
}
