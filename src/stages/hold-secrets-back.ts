import { firstNamed } from '../first-named';
import type { BlobId } from '../ports/repository';
import type { ChangedFile, TreeChange } from '../steps/diff/changed-file';
import { readDifference } from '../steps/diff/read-difference';
import { textBlobs } from '../steps/diff/text-blobs';
import type { Change } from '../steps/scope/change';
import type { Gap } from '../steps/scope/gap';
import type { Scope, SkippedFile } from '../steps/scope/scope';
import { allClues, cluesIn } from '../steps/secrets/clues';
import type { Place } from '../steps/secrets/committed-secrets';
import { hideSecrets } from '../steps/secrets/hide-secrets';
import { isPublic } from '../steps/secrets/public-file';
import { findInSecretFile } from '../steps/secrets/secret-files';
import { holdsSecret, mayHoldSecret } from '../steps/secrets/secret-path';
import type { World } from '../world';
import { hideInReviewed } from './hide-in-reviewed';
import { type LeftAside, readUnreviewed, scanUnreviewed, unscanned } from './scan-unreviewed';

type Clean = Omit<Change, 'changes' | 'paths' | 'aside'>;

interface Read extends LeftAside {
  scope: Scope;
  /** Changed files whose name says that they hold secrets. */
  secretFiles: readonly TreeChange[];
  /** Names that the change brings. */
  newPaths: ReadonlySet<string>;
}

/** From here on nobody sees a secret but what looks at code on this machine and sends nothing. */
export async function holdSecretsBack(world: Pick<World, 'outliner' | 'signal'>, read: Read): Promise<Clean> {
  const { scope, contents, secretFiles } = read;
  const named = new Set(scope.files.filter(({ path }) => mayHoldSecret(path)));
  const files = scope.files.filter((file) => !named.has(file)).map(withoutSecretOrigin);
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
  // The reviewer is shown these paths, so that a word of one of them gives nothing away in another.
  const shown = clean.files.map(({ path }) => path).join('\n');
  const hideInPath = remembered((path) => hideInAnswer(path, (value) => shown.includes(value)));
  // Nobody reads these files, but their names are shown, sent and recorded, and those that they had before.
  const left = scope.skipped.map(({ missed, ...one }) => (missed && !open.has(one.path) ? { ...one, missed } : one));
  const skipped = [...left, ...[...named].map(skippedByName), ...clean.beyond.map(skippedForSecrets)].map((one) => ({
    ...one,
    path: hideInPath(one.path),
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
    hideInPath,
    heldBack: [...stays, ...unreviewed.files],
    addedSecretPaths: [
      ...secretFiles.filter(({ path, change }) => change === 'added' && !open.has(path)).map(({ path }) => path),
      ...[...named].flatMap(({ path, change }) => (change !== 'deleted' && holdsSecret(path) ? [path] : [])),
      ...scope.skipped.flatMap(({ path }) => (read.newPaths.has(path) && holdsSecret(path) ? [path] : [])),
      ...stays.filter(({ content }) => content === 'binary').map(({ path }) => path),
    ].map(hideInPath),
    gaps: [
      ...leadGaps(clean.leads),
      ...(read.mayHoldBlocker ? unreviewed.gaps : []),
      ...unscanned([...held.beyond, ...added.beyond]).gaps,
    ].map((gap) => ({
      ...gap,
      message: hideIn(gap.message),
    })),
    notes: [...replacedNotes(clean.replaced), ...movedNotes(clean.moved), ...unreviewed.notes].map(hideIn),
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
      message: `Not shown to the reviewer: a text at ${places}, which may be a secret and may as well name what runs.`,
      advice:
        'Read it yourself. If it is a secret, take it out of the code; if it is none, docs/troubleshooting.md says what helps.',
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

const MOST_NAMED = 3;

function movedNotes(moved: readonly Place[]): string[] {
  if (moved.length === 0) return [];
  const places = firstNamed(
    moved.map(({ path, line }) => `${path}:${line}`),
    MOST_NAMED,
  );
  return [`A secret that the repository held before moved with its file, and blocks nothing: ${places}.`];
}

function replacedNotes(replaced: ReadonlyMap<string, number>): string[] {
  if (replaced.size === 0) return [];
  const counts = [...replaced].map(([rule, count]) => `${count} (${rule})`).join(', ');
  return [`Values that look like secrets were replaced before anything was sent: ${counts}.`];
}
