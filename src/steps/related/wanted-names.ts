import type { Outline, OutlinedFile, OutlineEntry } from '../../ports/outliner';
import type { ChangedFile } from '../diff/changed-file';
import { BODIES, calledNames } from '../skeletons/called-bodies';

/** Changed files by the name that they share with code elsewhere. */
export type NamesInChange = ReadonlyMap<string, readonly string[]>;

export interface WantedNames {
  /** What added lines call and no changed file declares. */
  called: NamesInChange;
  /** What the change signs otherwise or removes. */
  altered: NamesInChange;
}

/** Shorter names are found everywhere and tell nothing. */
const MIN_LENGTH = 4;

const KEYWORDS = new Set(
  'await case catch constructor defined except foreach function given import lock match nameof require return sizeof super switch throw typeof until using when while with yield'.split(
    ' ',
  ),
);

export function wantedNames(files: readonly ChangedFile[], outlines: ReadonlyMap<string, OutlinedFile>): WantedNames {
  const declared = new Set([...outlines.values()].flatMap(({ after }) => entriesOf(after).map(({ name }) => name)));
  const called = files.map(
    (file) => [file.path, [...calledNames(file)].filter((name) => !declared.has(name))] as const,
  );
  const altered = files.map((file) => [file.path, alteredNames(outlines.get(file.path))] as const);
  return { called: byName(called), altered: byName(altered) };
}

/** Of declarations of the base side that the new side has not, or not with that signature. */
function alteredNames(outlined: OutlinedFile | undefined): string[] {
  if (outlined?.before === undefined) return [];
  const now = new Set(entriesOf(outlined.after).filter(isCallable).map(signed));
  return entriesOf(outlined.before)
    .filter((entry) => isCallable(entry) && !now.has(signed(entry)))
    .map(({ name }) => name);
}

function isCallable({ kind }: OutlineEntry): boolean {
  return BODIES.has(kind);
}

function signed({ name, signature }: OutlineEntry): string {
  return `${name}\n${signature}`;
}

function entriesOf(outline: Outline): readonly OutlineEntry[] {
  return outline.kind === 'outline' ? outline.entries : [];
}

function byName(entries: readonly (readonly [path: string, names: readonly string[]])[]): NamesInChange {
  const paths = new Map<string, string[]>();
  for (const [path, names] of entries) {
    for (const name of new Set(names)) {
      if (name.length < MIN_LENGTH || KEYWORDS.has(name)) continue;
      paths.set(name, [...(paths.get(name) ?? []), path]);
    }
  }
  return paths;
}
