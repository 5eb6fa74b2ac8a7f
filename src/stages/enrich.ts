import type { Iteration, PullRequest } from '../ports/code-host';
import type { OutlineRequest } from '../ports/outliner';
import type { Chunk } from '../steps/chunks/chunk';
import { type Reach, reachesAll, reachOf } from '../steps/chunks/reach';
import type { ChangedFile } from '../steps/diff/changed-file';
import { selectGuidelines } from '../steps/prompt/guidelines';
import type { RelatedCode } from '../steps/related/related-code';
import type { Change } from '../steps/scope/change';
import type { Settings } from '../steps/settings/settings';
import { type ComposedSkeletons, composeSkeletons, skeletonBudget } from '../steps/skeletons/compose';
import { growHunks, growthBudget } from '../steps/skeletons/grow-hunks';
import type { Skeleton } from '../steps/skeletons/skeleton';
import { type WantedOutline, wantedOutlines } from '../steps/skeletons/wanted';
import { sumOf } from '../sum-of';
import type { World } from '../world';
import { type Analysis, analyse } from './analyse';
import { type Related, readRelated } from './read-related';

/** What is known besides the diff. */
export interface Context extends Analysis {
  /** The files in scope as they are shown: with the code around their changes. */
  files: readonly ChangedFile[];
  skeletons: readonly Skeleton[];
  /** Parts that the money cannot reach: their files are neither outlined nor shown with more code. */
  beyond: readonly Chunk[];
  guidelines: string;
  guidelineFiles: readonly string[];
  /** Absent where `context` does not ask for it. */
  related?: readonly RelatedCode[];
}

/**
 * Asks outliner and scanner side by side; what is missing becomes a note, never a failure, unless it is required. Where not all
 * of the diff is payable, alerts come first, since they tell which files are worth the money.
 */
export async function enrich(
  settings: Settings,
  world: World,
  change: Change,
  pullRequest: Pick<PullRequest, 'iteration' | 'webUrl'>,
  payable: number,
): Promise<Context> {
  const { files } = change.scope;
  const analysing = analyse(settings, world, change, pullRequest);
  const reaching = reachesAll(files, payable)
    ? Promise.resolve({ within: files, beyond: [] })
    : analysing.then(({ alerts }) => reachOf(files, alerts, payable));
  const [outlined, analysed, guided] = await Promise.all([
    reaching.then((reach) => outlineChange(settings, world, change, pullRequest.iteration, reach)),
    analysing,
    readGuidelines(settings, world, change, pullRequest.iteration),
  ]);
  return {
    ...guided,
    ...analysed,
    ...{ files: outlined.files, skeletons: outlined.skeletons, beyond: outlined.beyond },
    ...(outlined.related === undefined ? {} : { related: outlined.related }),
    notes: [...skeletonNotes(outlined), ...outlined.notes, ...analysed.notes, ...guided.notes],
  };
}

type Outlined = ComposedSkeletons & Related & Pick<Context, 'files' | 'beyond'>;

async function outlineChange(
  settings: Settings,
  world: World,
  change: Change,
  iteration: Iteration,
  { within, beyond }: Reach,
): Promise<Outlined> {
  const { outliner, signal } = world;
  const { contents } = change;
  const { files } = change.scope;
  if (outliner === null) {
    const related = await readRelated(settings, world, change, iteration, within, new Map());
    return { files, beyond, skeletons: [], missing: [], ...related };
  }
  const requests = wantedOutlines(within).flatMap((wanted) => outlineRequest(wanted, contents));
  const outlined = await outliner.outline(requests, signal);
  const byPath = new Map(outlined.map((file, index) => [requests[index]?.path ?? '', file]));
  const size = diffCharacters(within);
  const made = [...byPath].flatMap(([path, { after }]) => (after.kind === 'outline' ? [[path, after] as const] : []));
  const grown = growHunks(within, new Map(made), contents, growthBudget(size));
  const shown = new Map(grown.map((file) => [file.path, file]));
  const related = await readRelated(settings, world, change, iteration, within, byPath);
  return {
    ...related,
    files: files.map((file) => shown.get(file.path) ?? file),
    beyond,
    ...composeSkeletons(grown, byPath, skeletonBudget(size), contents),
  };
}

function diffCharacters(files: readonly ChangedFile[]): number {
  return sumOf(
    files.flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines)),
    ({ text }) => text.length,
  );
}

/** None for a file whose new side could not be read; without its base side only what was removed stays unnamed. */
function outlineRequest({ path, blob, base }: WantedOutline, contents: Change['contents']): OutlineRequest[] {
  const content = contents.get(blob);
  if (content === undefined) return [];
  const baseContent = base && contents.get(base.blob);
  if (!base || baseContent === undefined) return [{ path, content }];
  return [{ path, content, base: { path: base.path, content: baseContent, changes: base.changes } }];
}

/** Added and deleted files have none by nature; only what failed is worth a note. */
function skeletonNotes({ missing }: ComposedSkeletons): string[] {
  const failed = missing.filter(({ reason }) => /time|memory|large|crash|stopped/i.test(reason));
  return failed.map(({ path, reason }) => `No skeleton of ${path}: ${reason}.`);
}

/** The customer's guidance as it stands at the target branch; the pull request's own version of it is never read. */
async function readGuidelines(
  { guidelines }: Settings,
  { repository }: World,
  { scope, hideIn }: Change,
  { target }: Iteration,
): Promise<Pick<Context, 'guidelines' | 'guidelineFiles' | 'notes'>> {
  if (guidelines.length === 0) return { guidelines: '', guidelineFiles: [], notes: [] };
  const contents = await repository.read(guidelines.map((path) => `${target}:${path}`));
  const files = guidelines.flatMap((path) => {
    const content = contents.get(`${target}:${path}`);
    return content ? [{ path, text: hideIn(Buffer.from(content).toString('utf8')) }] : [];
  });
  const missing = guidelines.filter((path) => !contents.has(`${target}:${path}`));
  const selected = selectGuidelines(
    files,
    scope.files.map(({ path }) => path),
  );
  return {
    guidelines: selected.text,
    guidelineFiles: selected.files,
    notes: [
      ...selected.notes,
      ...missing.map((path) => `Guidelines file ${path} does not exist at the target branch.`),
    ],
  };
}
