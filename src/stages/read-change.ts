import type { CommitId, CommitRange, Repository } from '../ports/repository';
import type { ChangedFile, TreeChange } from '../steps/diff/changed-file';
import { decodeFiles } from '../steps/diff/decode-files';
import { PROGRAM, SUBMODULE } from '../steps/diff/file-mode';
import { readDifference } from '../steps/diff/read-difference';
import { readTreeChanges } from '../steps/diff/read-tree-changes';
import { textBlobs } from '../steps/diff/text-blobs';
import { isBinaryName } from '../steps/scope/binary-name';
import type { Change } from '../steps/scope/change';
import { firstOf, limitChanges } from '../steps/scope/limit-changes';
import { renameSuspects, withoutSuspects } from '../steps/scope/rename-suspects';
import { renamedToRun } from '../steps/scope/renamed-to-run';
import { type ContentRules, HIDDEN, type PathScope, type Scope, type SkippedFile } from '../steps/scope/scope';
import { clearedByAttributes, SCOPE_ATTRIBUTES, scopeByAttributes } from '../steps/scope/scope-by-attributes';
import { claimByName } from '../steps/scope/scope-by-content';
import { type Evidence, scopeByEvidence, wantedEvidence } from '../steps/scope/scope-by-evidence';
import { scopeByPath } from '../steps/scope/scope-by-path';
import type { Settings } from '../steps/settings/settings';
import type { Recollection } from '../steps/threads/own-threads';
import { stateOf } from '../steps/triage/known-finding';
import type { World } from '../world';
import { findUnreadStarts } from './find-unread-starts';
import { holdSecretsBack } from './hold-secrets-back';
import { leaveOutByContent } from './leave-out-by-content';
import { readOtherBases } from './read-other-bases';
import { readWhatRuns, type WhatRuns } from './read-what-runs';

/** A log names so many reasons; the tracking comment names every file with its own. */
const MAX_REASONS = 6;

/** Kinds of hidden characters that are named of a file. */
const MAX_HIDDEN = 3;

const NEW_NAME = /^(?:added|renamed|copied)$/;

/** Trees first, then the exclusions, and only then the content of what is kept. */
export async function readChange(
  settings: Settings,
  world: World,
  range: CommitRange & TargetSide,
  past?: Pick<Recollection, 'known' | 'memory'>,
): Promise<Change> {
  const { repository, outliner, log } = world;
  const changes = readTreeChanges(await repository.changes(range));
  const ofBases = await readOtherBases(settings, repository, range, changes);
  const byPath = scopeByPath(changes, settings);
  for (const warning of byPath.warnings) log.warn(warning);
  const { useDefaultExclusions } = settings;
  const rules = { useDefaultExclusions, reincluded: byPath.reincluded, suspected: byPath.suspected };
  const limited = limitChanges(byPath.kept);
  const left = await leaveOut(repository, range, { ...byPath, kept: limited.within }, { ...rules, changes });
  outliner?.expect?.(left.kept.filter(({ change }) => change !== 'deleted').map(({ path }) => path));
  const suspects = renameSuspects(changes, left.kept, left.skipped);
  const wanted = [...left.kept, ...suspects];
  const patched = withoutSuspects(readDifference(await repository.patch(range, wanted), wanted), suspects);
  // What git takes for binary may be text in another encoding, unless its name speaks of pictures and the like and nothing can start it.
  const blobs = textBlobs(patched, ({ path, newMode }) => !isBinaryName(path) || newMode === PROGRAM);
  const decoded = decodeFiles(patched, await repository.read(blobs));
  const shown = renamedToRun(decoded.files, decoded.contents, new Set(left.skipped.map(({ path }) => path)));
  const known = { files: shown, changes, skipped: left.skipped, settings };
  const [run, unread] = await Promise.all([
    readWhatRuns(repository, range, known),
    findUnreadStarts(repository, range, known),
  ]);
  const [files, contents] = [
    [...withUnreadable(shown, run), ...run.files],
    new Map([...decoded.contents, ...run.contents]),
  ];
  const asked = run.files.filter(({ path }) => !run.claimed.has(path));
  const reincluded = new Set([...byPath.reincluded, ...left.cleared, ...asked.map(({ path }) => path)]);
  const { claimed } = run;
  const byContent = await leaveOutByContent(repository, range, files, contents, { ...rules, reincluded, claimed });
  const unused = byPath.unusedPatterns.map((pattern) => `The pattern "${pattern}" matched no changed file.`);
  const secretPaths = new Set(byPath.secretPaths);
  const secretFiles = changes.filter(({ path }) => secretPaths.has(path));
  const isRead = new Set(files.map(({ path }) => path));
  const stillOut = left.skipped
    .filter(({ path }) => !isRead.has(path))
    .map((one) => (claimed.has(one.path) ? { ...one, ...claimByName(claimed.get(one.path)) } : one))
    .map((one) => withHidden(one, run.hidden));
  const scope = { files: byContent.files, skipped: [...stillOut, ...limited.skipped, ...byContent.skipped] };
  const isOut = new Set(byContent.skipped.map(({ path }) => path));
  const aside = files.filter(({ path }) => isOut.has(path));
  const isMoving = past !== undefined && hasEnforced(past);
  const isText = (path: string) => (isMoving || !isBinaryName(path)) && !secretPaths.has(path);
  const excluded = settings.scanExcluded || isMoving ? excludedText(changes, stillOut, isText) : [];
  const newPaths = new Set(changes.filter(({ change }) => NEW_NAME.test(change)).map(({ path }) => path));
  const clean = await holdSecretsBack(world, {
    ...{ repository, range, scope, contents },
    secretFiles,
    aside,
    excluded,
    mayHoldBlocker: isMoving,
    newPaths,
  });
  log.info(scopeLine(clean.scope));
  const said = [...byPath.notes, ...unused, ...byPath.warnings].map(clean.hideIn);
  return {
    ...clean,
    changes,
    aside,
    gaps: [
      ...[...limited.gaps, ...ofBases, ...unread].map((gap) => ({ ...gap, message: clean.hideIn(gap.message) })),
      ...clean.gaps,
    ],
    paths: new Set(changes.map(({ path }) => path)),
    notes: [...said, ...clean.notes, ...((await repository.notes?.()) ?? [])],
  };
}

function withUnreadable(files: readonly ChangedFile[], { unreadable }: WhatRuns): readonly ChangedFile[] {
  return files.map((file) => {
    const why = unreadable.get(file.path);
    return why === undefined ? file : { ...file, unreadable: why };
  });
}

/** Said beside the rule that leaves it out. */
function withHidden(file: SkippedFile, hidden: ReadonlyMap<string, readonly string[]>): SkippedFile {
  const what = hidden.get(file.path);
  return what === undefined
    ? file
    : { ...file, rule: `${file.rule}, ${HIDDEN} ${what.slice(0, MAX_HIDDEN).join(', ')}` };
}

/** What rules left out and what may be text; files of secrets have rules of their own. */
function excludedText(
  changes: readonly TreeChange[],
  skipped: Scope['skipped'],
  isText: (path: string) => boolean,
): TreeChange[] {
  const out = new Set(skipped.map(({ path }) => path));
  return changes.filter(
    ({ path, change, newMode }) => change !== 'deleted' && newMode !== SUBMODULE && out.has(path) && isText(path),
  );
}

/** A secret that blocked may have been moved to where rules leave it out: of its line nothing is known but its placeholder. */
function hasEnforced({ known, memory: { listed = [] } }: Pick<Recollection, 'known' | 'memory'>): boolean {
  return (
    known.some((one) => one.enforced && stateOf(one) !== 'resolved') ||
    listed.some(({ enforced, over }) => enforced && !over)
  );
}

/** What the target's side of the repository says of the paths that are left, before any content is fetched. */
async function leaveOut(
  repository: Repository,
  sides: TargetSide,
  { kept, skipped, suspected }: PathScope,
  { changes, ...rules }: ContentRules & { changes: readonly TreeChange[] },
): Promise<Pick<PathScope, 'kept' | 'skipped'> & { cleared: ReadonlySet<string> }> {
  const byEvidence = await standing(sides, kept, async (commit, files) =>
    scopeByEvidence(files, suspected, await readEvidence(repository, commit, suspected)),
  );
  const out = [...skipped, ...byEvidence.skipped];
  const byDefault = firstOf(
    out.filter(({ reason }) => reason === 'default exclusion'),
    kept,
  );
  const paths = [...byEvidence.kept, ...byDefault].map(({ path }) => path);
  const attributes = await repository.attributes(sides.base, paths, SCOPE_ATTRIBUTES);
  const cleared = clearedByAttributes(attributes);
  const back = new Set(byDefault.map(({ path }) => path).filter((path) => cleared.has(path)));
  const known = new Set(byEvidence.kept.map(({ path }) => path));
  const open = back.size === 0 ? byEvidence.kept : changes.filter(({ path }) => known.has(path) || back.has(path));
  const byAttributes = await standing(sides, open, async (commit, files) => {
    const of = commit === sides.base ? attributes : await attributesOf(repository, commit, files);
    return scopeByAttributes(files, of, rules);
  });
  const stillOut = out.filter(({ path }) => !back.has(path));
  return { kept: byAttributes.kept, skipped: [...stillOut, ...byAttributes.skipped], cleared };
}

type TargetSide = Pick<CommitRange, 'base'> & { target?: CommitId };
type Decided = Pick<PathScope, 'kept' | 'skipped'>;

/** Signs that stand where the branch went off, and at the tip of the target as well: its author chooses the one, and no sign that was taken back counts. */
async function standing(
  { base, target = base }: TargetSide,
  files: readonly TreeChange[],
  decide: (commit: CommitId, files: readonly TreeChange[]) => Promise<Decided>,
): Promise<Decided> {
  const then = await decide(base, files);
  if (target === base || then.skipped.length === 0) return then;
  const wasOut = new Set(then.skipped.map(({ path }) => path));
  const now = await decide(
    target,
    files.filter(({ path }) => wasOut.has(path)),
  );
  const isOut = new Set(now.skipped.map(({ path }) => path));
  return {
    kept: files.filter(({ path }) => !isOut.has(path)),
    skipped: then.skipped.filter(({ path }) => isOut.has(path)),
  };
}

function attributesOf(repository: Repository, commit: CommitId, files: readonly TreeChange[]) {
  return repository.attributes(
    commit,
    files.map(({ path }) => path),
    SCOPE_ATTRIBUTES,
  );
}

async function readEvidence(
  repository: Repository,
  base: CommitId,
  suspected: PathScope['suspected'],
): Promise<Evidence> {
  if (suspected.size === 0) return { manifests: new Set(), ignoreFiles: new Map() };
  const wanted = wantedEvidence(suspected);
  const manifests = (await repository.filesAt?.(base, wanted.manifests)) ?? new Set<string>();
  const texts = await repository.read(wanted.ignoreFiles.map((path) => `${base}:${path}`));
  const textOf = (path: string) => Buffer.from(texts.get(`${base}:${path}`) ?? []).toString('utf8');
  return { manifests, ignoreFiles: new Map(wanted.ignoreFiles.map((path) => [path, textOf(path)])) };
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
