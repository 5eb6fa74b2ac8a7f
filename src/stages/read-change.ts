import type { BlobId, CommitRange } from '../ports/repository';
import type { ChangedFile } from '../steps/diff/changed-file';
import { readPatch } from '../steps/diff/read-patch';
import { readTreeChanges } from '../steps/diff/read-tree-changes';
import type { Change } from '../steps/scope/change';
import type { Scope } from '../steps/scope/scope';
import { SCOPE_ATTRIBUTES, scopeByAttributes } from '../steps/scope/scope-by-attributes';
import { scopeByContent } from '../steps/scope/scope-by-content';
import { scopeByPath } from '../steps/scope/scope-by-path';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';

const NO_BLOB = /^0+$/;
const SUBMODULE = '160000';
/** A log names so many reasons; the tracking comment names every file with its own. */
const MAX_REASONS = 6;

/** Trees first, then the exclusions, and only then the content of what is kept. */
export async function readChange(settings: Settings, { repository, log }: World, range: CommitRange): Promise<Change> {
  const changes = readTreeChanges(await repository.changes(range));
  const byPath = scopeByPath(changes, settings);
  for (const warning of byPath.warnings) log.warn(warning);
  const paths = byPath.kept.map(({ path }) => path);
  const attributes = await repository.attributes(range.base, paths, SCOPE_ATTRIBUTES);
  const rules = { useDefaultExclusions: settings.useDefaultExclusions, reincluded: byPath.reincluded };
  const byAttributes = scopeByAttributes(byPath.kept, attributes, rules);
  const files = readPatch(await repository.patch(range, byAttributes.kept));
  const blobs = files.filter(({ content }) => content === 'text').flatMap(blobsOf);
  const contents = await repository.read([...new Set(blobs)].filter((blob) => !NO_BLOB.test(blob)));
  const byContent = scopeByContent(files, contents, rules);
  const unused = byPath.unusedPatterns.map((pattern) => `The pattern "${pattern}" matched no changed file.`);
  const scope = {
    files: byContent.files,
    skipped: [...byPath.skipped, ...byAttributes.skipped, ...byContent.skipped],
  };
  log.info(scopeLine(scope));
  return {
    scope,
    changes,
    aside: files.filter(({ path }) => byContent.skipped.some((skipped) => skipped.path === path)),
    paths: new Set(changes.map(({ path }) => path)),
    contents,
    addedSecretPaths: byPath.secretPaths.filter((path) =>
      changes.some((one) => one.path === path && one.change === 'added'),
    ),
    notes: [...byPath.notes, ...unused, ...byPath.warnings, ...((await repository.notes?.()) ?? [])],
  };
}

/** Where a file took the place of a submodule, the old side is a commit of another repository, which nobody can read here. */
function blobsOf({ oldMode, oldBlob, newMode, newBlob }: ChangedFile): BlobId[] {
  return [...(oldMode === SUBMODULE ? [] : [oldBlob]), ...(newMode === SUBMODULE ? [] : [newBlob])];
}

/** How many files are looked at, and why the others are not. */
function scopeLine({ files, skipped }: Scope): string {
  const counts = new Map<string, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, MAX_REASONS);
  const left =
    counts.size === 0 ? '' : `; left out: ${most.map(([reason, count]) => `${count} (${reason})`).join(', ')}`;
  return `In scope: ${files.length} of ${files.length + skipped.length} changed files${left}.`;
}
