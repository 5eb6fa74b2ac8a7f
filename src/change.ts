import type { BlobId, CommitRange } from './ports/repository';
import type { ChangedFile } from './steps/diff/changed-file';
import { readPatch } from './steps/diff/read-patch';
import { readTreeChanges } from './steps/diff/read-tree-changes';
import type { Scope } from './steps/scope/scope';
import { scopeAttributes, scopeByAttributes } from './steps/scope/scope-by-attributes';
import { scopeByContent } from './steps/scope/scope-by-content';
import { scopeByPath } from './steps/scope/scope-by-path';
import type { Settings } from './steps/settings/settings';
import type { World } from './world';

/** The reviewed difference, what of it is in scope, and the content of those files on both sides. */
export interface Change {
  scope: Scope;
  /** All changed paths, in scope or not. */
  paths: ReadonlySet<string>;
  contents: ReadonlyMap<BlobId, Uint8Array>;
  /** Files that this pull request adds and whose name says that they hold secrets; their content was not fetched. */
  addedSecretPaths: readonly string[];
  notes: readonly string[];
}

const NO_BLOB = /^0+$/;
const SUBMODULE = '160000';

/** Trees first, then the exclusions, and only then the content of what is kept. */
export async function readChange(settings: Settings, { repository }: World, range: CommitRange): Promise<Change> {
  const changes = readTreeChanges(await repository.changes(range));
  const byPath = scopeByPath(changes, settings);
  const paths = byPath.kept.map(({ path }) => path);
  const attributes = await repository.attributes(range.base, paths, scopeAttributes);
  const rules = { useDefaultExclusions: settings.useDefaultExclusions, reincluded: byPath.reincluded };
  const byAttributes = scopeByAttributes(byPath.kept, attributes, rules);
  const files = readPatch(await repository.patch(range, byAttributes.kept));
  const blobs = files.filter(({ content }) => content === 'text').flatMap(blobsOf);
  const contents = await repository.read([...new Set(blobs)].filter((blob) => !NO_BLOB.test(blob)));
  const byContent = scopeByContent(files, contents, rules);
  const unused = byPath.unusedPatterns.map((pattern) => `The pattern "${pattern}" matched no changed file.`);
  return {
    scope: { files: byContent.files, skipped: [...byPath.skipped, ...byAttributes.skipped, ...byContent.skipped] },
    paths: new Set(changes.map(({ path }) => path)),
    contents,
    addedSecretPaths: byPath.secretPaths.filter((path) =>
      changes.some((one) => one.path === path && one.change === 'added'),
    ),
    notes: [...byPath.notes, ...unused, ...((await repository.notes?.()) ?? [])],
  };
}

/** Where a file took the place of a submodule, the old side is a commit of another repository, which nobody can read here. */
function blobsOf({ oldMode, oldBlob, newMode, newBlob }: ChangedFile): BlobId[] {
  return [...(oldMode === SUBMODULE ? [] : [oldBlob]), ...(newMode === SUBMODULE ? [] : [newBlob])];
}
