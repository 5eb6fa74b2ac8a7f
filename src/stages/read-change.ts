import type { CommitRange } from '../ports/repository';
import { readPatch } from '../steps/diff/read-patch';
import { readTreeChanges } from '../steps/diff/read-tree-changes';
import { textBlobs } from '../steps/diff/text-blobs';
import type { Change } from '../steps/scope/change';
import type { Scope } from '../steps/scope/scope';
import { SCOPE_ATTRIBUTES, scopeByAttributes } from '../steps/scope/scope-by-attributes';
import { scopeByContent } from '../steps/scope/scope-by-content';
import { scopeByPath } from '../steps/scope/scope-by-path';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';
import { holdSecretsBack } from './hold-secrets-back';

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
  const contents = await repository.read(textBlobs(files));
  const byContent = scopeByContent(files, contents, rules);
  const unused = byPath.unusedPatterns.map((pattern) => `The pattern "${pattern}" matched no changed file.`);
  const secretFiles = changes.filter(({ path }) => byPath.secretPaths.includes(path));
  const skipped = [...byPath.skipped, ...byAttributes.skipped, ...byContent.skipped];
  const scope = { files: byContent.files, skipped };
  const clean = await holdSecretsBack({ repository, range, scope, contents, secretFiles });
  log.info(scopeLine(clean.scope));
  const said = [...byPath.notes, ...unused, ...byPath.warnings, ...clean.notes];
  return {
    ...clean,
    changes,
    aside: files.filter(({ path }) => byContent.skipped.some((skipped) => skipped.path === path)),
    paths: new Set(changes.map(({ path }) => path)),
    notes: [...said, ...((await repository.notes?.()) ?? [])],
  };
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
