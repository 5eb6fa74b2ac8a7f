import type { BlobId } from '../../ports/repository';
import type { ChangedFile, DiffLine } from '../diff/changed-file';
import type { LinePart } from './clean-text';

/** A place in a file, on its source side. */
export interface Place {
  path: string;
  line: number;
}

/** A secret that the change adds beyond doubt. */
export interface CommittedSecret extends Place {
  rule: string;
  /** The line as everybody downstream sees it. */
  text: string;
}

/** What the change adds, and what came along with a file and was there before. */
interface Committed {
  committed: readonly CommittedSecret[];
  moved: readonly Place[];
}

export type PartsOf = (line: DiffLine) => readonly LinePart[];

/** One for each line that the change adds with a secret; one over several lines counts in the first of them. */
export function committedIn(
  path: string,
  added: readonly DiffLine[],
  partsOf: PartsOf,
  isKnown: (placeholder: string) => boolean,
): Committed {
  const seen = new Set<string>();
  const committed: CommittedSecret[] = [];
  const moved: Place[] = [];
  for (const line of added) {
    const fresh = partsOf(line).filter(({ placeholder, isCertain }) => isCertain && !seen.has(placeholder));
    if (fresh.length === 0) continue;
    for (const { placeholder } of fresh) seen.add(placeholder);
    const place = { path, line: line.newLine ?? 1 };
    const own = fresh.filter(({ placeholder }) => !isKnown(placeholder));
    const rules = [...new Set(own.map(({ rule }) => rule))];
    if (own.length === 0) moved.push(place);
    else committed.push({ ...place, rule: rules.slice(0, MOST_RULES).join(', '), text: line.text });
  }
  return { committed, moved };
}

/** Of one line are named. */
const MOST_RULES = 3;

/** Of a file that is shown as if it were new, the secrets of which every line stood in it before. */
export function cameAlong(
  { formerBlob = '', hunks }: ChangedFile,
  contents: ReadonlyMap<BlobId, Uint8Array>,
  partsOf: PartsOf,
): (placeholder: string) => boolean {
  const former = contents.get(formerBlob);
  if (!former) return () => false;
  const known = new Set(Buffer.from(former).toString('utf8').split('\n'));
  const added = hunks.flatMap(({ lines }) => lines.filter(({ text, kind }) => kind === 'added' && !known.has(text)));
  const fresh = new Set(added.flatMap((line) => partsOf(line).map(({ placeholder }) => placeholder)));
  return (placeholder) => !fresh.has(placeholder);
}
