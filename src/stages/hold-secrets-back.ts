import { firstNamed } from '../first-named';
import type { BlobId, CommitRange, Repository } from '../ports/repository';
import { showsNothing } from '../steps/diff/added-whole';
import type { ChangedFile, TreeChange } from '../steps/diff/changed-file';
import { readDifference } from '../steps/diff/read-difference';
import { textBlobs } from '../steps/diff/text-blobs';
import type { Change } from '../steps/scope/change';
import type { Gap } from '../steps/scope/gap';
import type { Scope, SkippedFile } from '../steps/scope/scope';
import { allClues, type Clues, cluesIn, NO_CLUES } from '../steps/secrets/clues';
import { findSecrets } from '../steps/secrets/find-secrets';
import type { FoundSecret } from '../steps/secrets/found-secret';
import { hideSecrets, type Place, type WithoutSecrets } from '../steps/secrets/hide-secrets';
import { isPublic } from '../steps/secrets/public-file';
import { fetchable, MAX_ALL, MOST_MOVED, scannable } from '../steps/secrets/scan-limits';
import { findInSecretFile } from '../steps/secrets/secret-files';
import type { World } from '../world';
import { hideInReviewed } from './hide-in-reviewed';
import { readLeftOut } from './read-left-out';

type Clean = Omit<Change, 'changes' | 'paths' | 'aside'>;

interface Read {
  repository: Repository;
  range: CommitRange;
  scope: Scope;
  contents: ReadonlyMap<BlobId, Uint8Array>;
  /** Changed files whose name says that they hold secrets. */
  secretFiles: readonly TreeChange[];
  /** Files whose content decided that nobody reviews them. */
  aside: readonly ChangedFile[];
  /** Names that the change brings. */
  newPaths: ReadonlySet<string>;
  /** Excluded files that are to be looked through all the same. */
  excluded: readonly TreeChange[];
  /** A secret that blocked, or what an enforced rule reported, may have moved into one of these. */
  mayHoldBlocker: boolean;
}

/** From here on nobody sees a secret but what looks at code on this machine and sends nothing. */
export async function holdSecretsBack(world: Pick<World, 'outliner' | 'signal'>, read: Read): Promise<Clean> {
  const { scope, contents, secretFiles } = read;
  const named = scope.files.filter(({ path }) => mayHoldSecret(path));
  const files = scope.files.filter((file) => !named.includes(file)).map(withoutSecretOrigin);
  const secret = await readSecretFiles(read);
  const open = new Set(secret.added.filter(isPublic).map(({ path }) => path));
  const looked = await readUnreviewed(read);
  // What is half of a secret in one file is whole by what stands in another.
  const clues = allClues([
    cluesIn(scope.files, contents),
    cluesIn([...secret.added, ...secret.changed], secret.contents),
    cluesIn(looked.within, new Map()),
  ]);
  const held = hideSecrets(secret.changed, secret.contents, { findIn: findInSecretFile, clues });
  const stays = held.files.filter(({ change }) => change !== 'deleted');
  const added = hideSecrets(secret.added, new Map(), { findIn: findInSecretFile, clues });
  const unreviewed = await scanUnreviewed(read, looked, clues);
  // What is a secret in a file that nobody sees is one in those that are shown.
  const known = [held, added, unreviewed].flatMap(({ values }) => values);
  const clean = await hideInReviewed(world, { files, contents, clues, known });
  const all = [...[unreviewed, added, held].filter((one) => one.files.length > 0), clean];
  const hideIn = (said: string) => all.reduce((text, one) => one.hideIn(text), said);
  const hideInAnswer: Clean['hideInAnswer'] = (said, wasShown) =>
    all.reduce((text, one) => one.hideInAnswer(text, wasShown), said);
  const hideInPath = remembered(hideIn);
  // Nobody reads these files, but their names are shown, sent and recorded, and those that they had before.
  const left = scope.skipped.map(({ missed, ...one }) => (missed && !open.has(one.path) ? { ...one, missed } : one));
  const skipped = [...left, ...named.map(skippedByName), ...clean.beyond.map(skippedForSecrets)].map((one) => ({
    ...one,
    path: hideIn(one.path),
    ...(one.rule !== undefined && { rule: hideIn(one.rule) }),
  }));
  return {
    scope: { files: clean.files, skipped },
    contents: new Map([...clean.contents, ...held.contents, ...unreviewed.contents]),
    originals: contents,
    committed: [...clean.committed, ...held.committed, ...unreviewed.committed].map((one) => ({
      ...one,
      path: hideInPath(one.path),
    })),
    hideIn,
    hideInAnswer,
    heldBack: [...stays, ...unreviewed.files],
    addedSecretPaths: [
      ...secretFiles.filter(({ path, change }) => change === 'added' && !open.has(path)).map(({ path }) => path),
      ...named.flatMap(({ path, change }) => (change !== 'deleted' && holdsSecret(path) ? [path] : [])),
      ...scope.skipped.flatMap(({ path }) => (read.newPaths.has(path) && holdsSecret(path) ? [path] : [])),
      ...stays.filter(({ content }) => content === 'binary').map(({ path }) => path),
    ].map(hideIn),
    gaps: [
      ...leadGaps(clean.leads),
      ...(read.mayHoldBlocker ? unreviewed.gaps : []),
      ...unscanned([...held.beyond, ...added.beyond]).gaps,
    ].map((gap) => ({
      ...gap,
      message: hideIn(gap.message),
    })),
    notes: [...replacedNotes(clean.replaced), ...unreviewed.notes].map(hideIn),
  };
}

/** What is hidden and may lead to what is loaded, called or run has been read by nobody. */
function leadGaps(leads: readonly Place[]): Gap[] {
  if (leads.length === 0) return [];
  const places = firstNamed(
    leads.map(({ path, line }) => `${path}:${line}`),
    MOST_NAMED,
  );
  return [
    {
      code: 'hidden-text',
      message: `Not shown to the reviewer, since it may be a secret, and may as well say what is loaded, called or run: a text at ${places}.`,
      advice: 'Read it yourself. What is no secret is shown under another name, what is one belongs in no code.',
    },
  ];
}

/** One file may hold a hundred thousand secrets, and has one path. */
function remembered(hideIn: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const hidden = known.get(text) ?? hideIn(text);
    known.set(text, hidden);
    return hidden;
  };
}

/** A path is shown with everything that is said of a file, so a file whose path holds a secret is not shown at all. */
function mayHoldSecret(path: string): boolean {
  return secretsIn(path).length > 0;
}

function holdsSecret(path: string): boolean {
  return secretsIn(path).some(({ isCertain }) => isCertain);
}

function secretsIn(path: string): FoundSecret[] {
  return findSecrets(path, NO_CLUES, 'text');
}

function skippedByName({ path, added, removed, change }: ChangedFile): SkippedFile {
  const skip = { path, reason: 'secret in its name', added, removed };
  return change === 'deleted' ? skip : { ...skip, missed: true };
}

/** Its lines cannot be shown without them. */
function skippedForSecrets({ path, added, removed }: ChangedFile): SkippedFile {
  return { path, reason: 'more that may be secrets than can be taken out', added, removed, missed: true };
}

/** A file that had such a name is reviewed under its new one, as if it came from nowhere. */
function withoutSecretOrigin(file: ChangedFile): ChangedFile {
  const { oldPath, formerPath, ...rest } = file;
  const former = oldPath ?? formerPath;
  return former !== undefined && mayHoldSecret(former) ? rest : file;
}

interface SecretFiles {
  /** Reported as they are; what they hold is only kept out of everything else. */
  added: readonly ChangedFile[];
  /** What a change puts into one that was there has to be looked for, and what it takes out of one is known. */
  changed: readonly ChangedFile[];
  contents: ReadonlyMap<BlobId, Uint8Array>;
}

async function readSecretFiles({ repository, range, secretFiles }: Read): Promise<SecretFiles> {
  if (secretFiles.length === 0) return { added: [], changed: [], contents: new Map() };
  const paths = new Set(secretFiles.map(({ path }) => path));
  const files = readDifference(await repository.patch(range, secretFiles), secretFiles).filter(({ path }) =>
    paths.has(path),
  );
  const changed = files.filter(({ change }) => change !== 'added');
  const contents = changed.length === 0 ? new Map() : await repository.read(textBlobs(changed));
  return { added: files.filter(({ change }) => change === 'added'), changed, contents };
}

interface Unreviewed {
  within: readonly ChangedFile[];
  beyond: readonly TreeChange[];
}

/** What nobody reviews may hold a secret all the same: its added lines are looked through on this machine, and go nowhere. */
async function readUnreviewed({ repository, range, aside, excluded, mayHoldBlocker }: Read): Promise<Unreviewed> {
  const dark = mayHoldBlocker ? aside.filter(showsNothing) : [];
  const wanted = fetchable([...dark, ...excluded], mayHoldBlocker ? MOST_MOVED : undefined);
  const { files, unread } = await readLeftOut(repository, range, wanted.within);
  const shown = aside.filter((file) => !dark.includes(file));
  const { within, beyond } = scannable([...shown, ...files], mayHoldBlocker ? MAX_ALL : undefined);
  // What goes away brings nothing.
  const missed = [...wanted.beyond, ...beyond, ...unread].filter(({ change }) => change !== 'deleted');
  return { within, beyond: missed };
}

async function scanUnreviewed(
  { repository, contents }: Read,
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

function contentsOf(files: readonly ChangedFile[], contents: Read['contents']): [BlobId, Uint8Array][] {
  return files
    .flatMap(({ oldBlob, newBlob }) => [oldBlob, newBlob])
    .flatMap((blob) => {
      const bytes = contents.get(blob);
      return bytes === undefined ? [] : [[blob, bytes] as [BlobId, Uint8Array]];
    });
}

function unscanned(files: readonly TreeChange[]): Pick<Change, 'notes' | 'gaps'> {
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

function replacedNotes(replaced: ReadonlyMap<string, number>): string[] {
  if (replaced.size === 0) return [];
  const counts = [...replaced].map(([rule, count]) => `${count} (${rule})`).join(', ');
  return [`Values that look like secrets were replaced before anything was sent: ${counts}.`];
}
