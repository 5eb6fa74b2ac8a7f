import { firstNamed } from '../first-named';
import type { BlobId, CommitRange, Repository } from '../ports/repository';
import { showsNothing } from '../steps/diff/added-whole';
import type { ChangedFile, TreeChange } from '../steps/diff/changed-file';
import { textBlobs } from '../steps/diff/text-blobs';
import type { Change } from '../steps/scope/change';
import type { Clues } from '../steps/secrets/clues';
import { hideSecrets, type WithoutSecrets } from '../steps/secrets/hide-secrets';
import { fetchable, MAX_ALL, MOST_MOVED, scannable } from '../steps/secrets/scan-limits';
import { readLeftOut } from './read-left-out';

/** Files out of the reviewed ones, of which some may have to be looked through all the same. */
export interface LeftAside {
  repository: Repository;
  range: CommitRange;
  /** What is known of both sides of some of them. */
  contents: ReadonlyMap<BlobId, Uint8Array>;
  /** Files whose content decided that nobody reviews them. */
  aside: readonly ChangedFile[];
  /** Excluded files that are to be looked through all the same. */
  excluded: readonly TreeChange[];
  /** A secret that blocked, or what an enforced rule reported, may have moved into one of these. */
  mayHoldBlocker: boolean;
}

export interface Unreviewed {
  within: readonly ChangedFile[];
  beyond: readonly TreeChange[];
}

/** What nobody reviews may hold a secret all the same: its added lines are looked through on this machine, and go nowhere. */
export async function readUnreviewed({
  repository,
  range,
  contents,
  aside,
  excluded,
  mayHoldBlocker,
}: LeftAside): Promise<Unreviewed> {
  const isDark = (file: ChangedFile) => mayHoldBlocker && showsNothing(file);
  const dark = aside.filter(isDark);
  const wanted = fetchable([...dark, ...excluded], mayHoldBlocker ? MOST_MOVED : undefined);
  const { files, unread } = await readLeftOut(repository, range, wanted.within);
  const shown = aside.filter((file) => !isDark(file));
  const { within, beyond } = scannable([...shown, ...files], mayHoldBlocker ? MAX_ALL : undefined, contents);
  // What goes away brings nothing.
  const missed = [...wanted.beyond, ...beyond, ...unread].filter(({ change }) => change !== 'deleted');
  return { within, beyond: missed };
}

export async function scanUnreviewed(
  { repository, contents }: Pick<LeftAside, 'repository' | 'contents'>,
  { within, beyond }: Unreviewed,
  clues: Clues,
): Promise<WithoutSecrets & Pick<Change, 'notes' | 'gaps'>> {
  const scanned = hideSecrets(within, new Map(contentsOf(within, contents)), { clues });
  const named = new Set(scanned.committed.map(({ path }) => path));
  const flagged = within.filter(({ path }) => named.has(path));
  const whole = flagged.length === 0 ? new Map() : await repository.read(textBlobs(flagged));
  const exact = hideSecrets(flagged, new Map([...whole, ...contentsOf(flagged, contents)]), { clues });
  const files = [...scanned.files.filter(({ path }) => !named.has(path)), ...exact.files];
  const clean = new Map([...scanned.contents, ...exact.contents]);
  const { hideIn, hideInAnswer } = scanned;
  const missed = unscanned([...beyond, ...scanned.beyond, ...exact.beyond]);
  return { ...exact, files, contents: clean, hideIn, hideInAnswer, ...missed };
}

function contentsOf(files: readonly ChangedFile[], contents: LeftAside['contents']): [BlobId, Uint8Array][] {
  return files
    .flatMap(({ oldBlob, newBlob }) => [oldBlob, newBlob])
    .flatMap((blob) => {
      const bytes = contents.get(blob);
      return bytes === undefined ? [] : [[blob, bytes] as [BlobId, Uint8Array]];
    });
}

export function unscanned(files: readonly TreeChange[]): Pick<Change, 'notes' | 'gaps'> {
  if (files.length === 0) return { notes: [], gaps: [] };
  const names = firstNamed(
    files.map(({ path }) => path),
    MOST_NAMED,
  );
  const message = `Not looked through for secrets, being too large or too many, and not reviewed: ${names}.`;
  const advice = 'Take them into a pull request of their own: what has blocked here may have moved into one of them.';
  return { notes: [message], gaps: [{ code: 'not-looked-through', message, advice }] };
}

const MOST_NAMED = 3;
