import type { Iteration } from '../ports/code-host';
import type { OutlinedFile } from '../ports/outliner';
import type { ChangedFile } from '../steps/diff/changed-file';
import { findRelated, type NearbyTexts, pathsToOutline } from '../steps/related/find-related';
import { nearbyPaths } from '../steps/related/nearby-paths';
import type { RelatedCode } from '../steps/related/related-code';
import { wantedNames } from '../steps/related/wanted-names';
import type { Change } from '../steps/scope/change';
import { fileWithoutSecrets } from '../steps/secrets/secret-files';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';

/** Larger files are lists and generated code more often than what a call means. */
const MAX_FILE_BYTES = 200_000;

/** What `context: related` adds; `related` is absent where it was not asked for. */
export interface Related {
  related?: readonly RelatedCode[];
  notes: readonly string[];
}

/** Bodies of what added lines call, and callers of what the change signs otherwise, in unchanged files near the change. */
export async function readRelated(
  settings: Settings,
  world: World,
  change: Change,
  { base }: Iteration,
  files: readonly ChangedFile[],
  outlines: ReadonlyMap<string, OutlinedFile>,
): Promise<Related> {
  if (settings.context !== 'related') return { notes: [] };
  const names = wantedNames(files, outlines);
  if (names.called.size + names.altered.size === 0) return { related: [], notes: [] };
  const all = await world.repository.paths?.(base);
  if (!all)
    return { related: [], notes: ['Related code was not looked for: the files of the target could not be listed.'] };
  const inScope = files.map(({ path }) => path);
  const texts = await textsOf(world, change, base, nearbyPaths(all, change.paths, inScope, settings));
  const wanted = pathsToOutline(texts, names);
  const requests = wanted.map((path) => ({ path, content: Buffer.from(texts.get(path) ?? '') }));
  const outlined = (await world.outliner?.outline(requests, world.signal)) ?? [];
  const made = new Map(outlined.map(({ after }, index) => [requests[index]?.path ?? '', after] as const));
  return { related: findRelated(texts, names, made), notes: [] };
}

async function textsOf(
  { repository }: World,
  { hideIn }: Change,
  base: string,
  paths: readonly string[],
): Promise<NearbyTexts> {
  const contents = await repository.read(paths.map((path) => `${base}:${path}`));
  const texts = paths.flatMap((path) => {
    const content = contents.get(`${base}:${path}`);
    if (content === undefined || content.length > MAX_FILE_BYTES || content.includes(0)) return [];
    return [[path, hideIn(fileWithoutSecrets(Buffer.from(content).toString('utf8'), path))] as const];
  });
  return new Map(texts);
}
