import type { BlobId, CommitRange, Repository } from '../ports/repository';
import type { ChangedFile, TreeChange } from '../steps/diff/changed-file';
import { readPatch } from '../steps/diff/read-patch';
import { textBlobs } from '../steps/diff/text-blobs';
import type { Change } from '../steps/scope/change';
import type { Scope, SkippedFile } from '../steps/scope/scope';
import { findSecrets } from '../steps/secrets/find-secrets';
import { hideSecrets, type WithoutSecrets } from '../steps/secrets/hide-secrets';
import { fetchable, scannable } from '../steps/secrets/scan-limits';
import { findInSecretFile } from '../steps/secrets/secret-files';

type Clean = Omit<Change, 'changes' | 'paths' | 'aside' | 'gaps'>;

interface Read {
  repository: Repository;
  range: CommitRange;
  scope: Scope;
  contents: ReadonlyMap<BlobId, Uint8Array>;
  /** Changed files whose name says that they hold secrets. */
  secretFiles: readonly TreeChange[];
  /** Files whose content decided that nobody reviews them. */
  aside: readonly ChangedFile[];
  /** Excluded files that are to be looked through all the same. */
  excluded: readonly TreeChange[];
}

/** From here on nobody sees a secret but what looks at code on this machine and sends nothing. */
export async function holdSecretsBack(read: Read): Promise<Clean> {
  const { scope, contents, secretFiles } = read;
  const named = scope.files.filter(({ path, oldPath = '' }) => isSecret(path) || isSecret(oldPath));
  const files = scope.files.filter((file) => !named.includes(file));
  const clean = hideSecrets(files, contents);
  const held = await readSecretFiles(read);
  const unreviewed = await scanUnreviewed(read);
  const hideIn = (text: string) => clean.hideIn(held.hideIn(unreviewed.hideIn(text)));
  // Nobody reads these files, but their names are shown, sent and recorded.
  const skipped = [...scope.skipped, ...named.map(skippedByName)].map((one) => ({ ...one, path: hideIn(one.path) }));
  return {
    scope: { files: clean.files, skipped },
    contents: new Map([...clean.contents, ...held.contents, ...unreviewed.contents]),
    originals: contents,
    committed: [...clean.committed, ...held.committed, ...unreviewed.committed].map((one) => ({
      ...one,
      path: hideIn(one.path),
    })),
    hideIn,
    heldBack: [...held.files, ...unreviewed.files],
    addedSecretPaths: [
      ...secretFiles.filter(({ change }) => change === 'added').map(({ path }) => path),
      ...named.filter(({ change }) => change !== 'deleted').map(({ path }) => path),
      ...held.files.filter(({ content }) => content === 'binary').map(({ path }) => path),
    ].map(hideIn),
    notes: [...replacedNotes(clean.replaced), ...unreviewed.notes].map(hideIn),
  };
}

/** A path is shown with everything that is said of a file, so a file whose path holds a secret is not shown at all. */
function isSecret(path: string): boolean {
  return findSecrets(path).some(({ isCertain }) => isCertain);
}

function skippedByName({ path, added, removed }: ChangedFile): SkippedFile {
  return { path, reason: 'secret in its name', added, removed };
}

/** Adding such a file is reported as it is; what a change puts into one that was there has to be looked for. */
async function readSecretFiles({ repository, range, secretFiles }: Read): Promise<WithoutSecrets> {
  const changed = secretFiles.filter(({ change }) => change !== 'added' && change !== 'deleted');
  if (changed.length === 0) return hideSecrets([], new Map());
  const paths = new Set(changed.map(({ path }) => path));
  const files = readPatch(await repository.patch(range, changed)).filter(({ path }) => paths.has(path));
  return hideSecrets(files, await repository.read(textBlobs(files)), findInSecretFile);
}

/** What nobody reviews may hold a secret all the same: its added lines are looked through on this machine, and go nowhere. */
async function scanUnreviewed(read: Read): Promise<WithoutSecrets & Pick<Change, 'notes'>> {
  const { repository, range, aside, excluded, contents } = read;
  const wanted = fetchable(excluded);
  const fetched = wanted.within.length === 0 ? [] : readPatch(await repository.patch(range, wanted.within));
  const { within, beyond } = scannable([...aside, ...fetched]);
  const scanned = hideSecrets(within, new Map(contentsOf(within, contents)));
  const named = new Set(scanned.committed.map(({ path }) => path));
  const flagged = within.filter(({ path }) => named.has(path));
  const whole = flagged.length === 0 ? new Map() : await repository.read(textBlobs(flagged));
  const exact = hideSecrets(flagged, new Map([...whole, ...contentsOf(flagged, contents)]));
  const files = [...scanned.files.filter(({ path }) => !named.has(path)), ...exact.files];
  const clean = new Map([...scanned.contents, ...exact.contents]);
  return {
    ...exact,
    files,
    contents: clean,
    hideIn: scanned.hideIn,
    notes: unscannedNotes([...wanted.beyond, ...beyond]),
  };
}

function contentsOf(files: readonly ChangedFile[], contents: Read['contents']): [BlobId, Uint8Array][] {
  return files
    .flatMap(({ oldBlob, newBlob }) => [oldBlob, newBlob])
    .flatMap((blob) => {
      const bytes = contents.get(blob);
      return bytes === undefined ? [] : [[blob, bytes] as [BlobId, Uint8Array]];
    });
}

function unscannedNotes(files: readonly TreeChange[]): string[] {
  if (files.length === 0) return [];
  const names = files.slice(0, 3).map(({ path }) => path);
  const more = files.length > names.length ? ` and ${files.length - names.length} more` : '';
  return [`Not looked through for secrets, being too large or too many, and not reviewed: ${names.join(', ')}${more}.`];
}

function replacedNotes(replaced: ReadonlyMap<string, number>): string[] {
  if (replaced.size === 0) return [];
  const counts = [...replaced].map(([rule, count]) => `${count} (${rule})`).join(', ');
  return [`Values that look like secrets were replaced before anything was sent: ${counts}.`];
}
