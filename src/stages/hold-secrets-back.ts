import type { BlobId, CommitRange, Repository } from '../ports/repository';
import type { ChangedFile, TreeChange } from '../steps/diff/changed-file';
import { readPatch } from '../steps/diff/read-patch';
import { textBlobs } from '../steps/diff/text-blobs';
import type { Change } from '../steps/scope/change';
import type { Scope, SkippedFile } from '../steps/scope/scope';
import { findSecrets } from '../steps/secrets/find-secrets';
import { hideSecrets, type WithoutSecrets } from '../steps/secrets/hide-secrets';
import { findInSecretFile } from '../steps/secrets/secret-files';

type Clean = Omit<Change, 'changes' | 'paths' | 'aside' | 'gaps'>;

interface Read {
  repository: Repository;
  range: CommitRange;
  scope: Scope;
  contents: ReadonlyMap<BlobId, Uint8Array>;
  /** Changed files whose name says that they hold secrets. */
  secretFiles: readonly TreeChange[];
}

/** From here on nobody sees a secret but what looks at code on this machine and sends nothing. */
export async function holdSecretsBack(read: Read): Promise<Clean> {
  const { scope, contents, secretFiles } = read;
  const [named, files] = partition(scope.files, ({ path, oldPath = '' }) => isSecret(path) || isSecret(oldPath));
  const clean = hideSecrets(files, contents);
  const held = await readSecretFiles(read);
  return {
    scope: { files: clean.files, skipped: [...scope.skipped, ...named.map(skippedByName)] },
    contents: new Map([...clean.contents, ...held.contents]),
    originals: contents,
    committed: [...clean.committed, ...held.committed],
    hideIn: (text) => clean.hideIn(held.hideIn(text)),
    heldBack: held.files,
    addedSecretPaths: [
      ...secretFiles.filter(({ change }) => change === 'added').map(({ path }) => path),
      ...named.filter(({ change }) => change !== 'deleted').map(({ path }) => path),
      ...held.files.filter(({ content }) => content === 'binary').map(({ path }) => path),
    ],
    notes: replacedNotes(clean.replaced),
  };
}

/** A path is shown with everything that is said of a file, so a file whose path holds a secret is not shown at all. */
function isSecret(path: string): boolean {
  return findSecrets(path).some(({ isCertain }) => isCertain);
}

function skippedByName({ path, added, removed }: ChangedFile): SkippedFile {
  return { path, reason: 'secret in its name', added, removed };
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

/** Adding such a file is reported as it is; what a change puts into one that was there has to be looked for. */
async function readSecretFiles({ repository, range, secretFiles }: Read): Promise<WithoutSecrets> {
  const changed = secretFiles.filter(({ change }) => change !== 'added' && change !== 'deleted');
  if (changed.length === 0) return hideSecrets([], new Map());
  const paths = new Set(changed.map(({ path }) => path));
  const files = readPatch(await repository.patch(range, changed)).filter(({ path }) => paths.has(path));
  return hideSecrets(files, await repository.read(textBlobs(files)), findInSecretFile);
}

function replacedNotes(replaced: ReadonlyMap<string, number>): string[] {
  if (replaced.size === 0) return [];
  const counts = [...replaced].map(([rule, count]) => `${count} (${rule})`).join(', ');
  return [`Values that look like secrets were replaced before anything was sent: ${counts}.`];
}
