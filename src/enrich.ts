import type { Change } from './change';
import type { Iteration } from './ports/code-host';
import type { ScanFile } from './ports/scanner';
import type { Alert } from './steps/alerts/alert';
import { alertsOfRun } from './steps/alerts/alerts-of-run';
import { builtInAlerts } from './steps/alerts/built-in';
import { numberAlerts } from './steps/alerts/number-alerts';
import { readSarif } from './steps/alerts/read-sarif';
import { selectGuidelines } from './steps/prompt/guidelines';
import type { Settings } from './steps/settings/settings';
import { type ComposedSkeletons, composeSkeletons, type OutlinedFile, skeletonBudget } from './steps/skeletons/compose';
import type { Skeleton } from './steps/skeletons/skeleton';
import { wantedOutlines } from './steps/skeletons/wanted';
import type { World } from './world';

/** What is known besides the diff. */
export interface Context {
  skeletons: readonly Skeleton[];
  /** Those on changed lines are numbered and go into the prompt. */
  alerts: readonly Alert[];
  guidelines: string;
  guidelineFiles: readonly string[];
  notes: readonly string[];
}

/** Asks outliner and scanner side by side; what is missing becomes a note, never a failure, unless it is required. */
export async function enrich(settings: Settings, world: World, change: Change, iteration: Iteration): Promise<Context> {
  const [outlined, analysed, guided] = await Promise.all([
    outlineChange(world, change),
    analyseChange(settings, world, change),
    readGuidelines(settings, world, iteration, change),
  ]);
  return {
    skeletons: outlined.skeletons,
    alerts: analysed.alerts,
    ...guided,
    notes: [...skeletonNotes(outlined), ...analysed.notes, ...guided.notes],
  };
}

async function outlineChange({ outliner, signal }: World, { scope, contents }: Change): Promise<ComposedSkeletons> {
  if (outliner === null) return { skeletons: [], missing: [] };
  const wanted = wantedOutlines(scope.files).filter(({ blob }) => contents.has(blob));
  const requests = wanted.map(({ sidePath, blob }) => ({
    path: sidePath,
    content: contents.get(blob) ?? new Uint8Array(),
  }));
  const outlines = await outliner.outline(requests, signal);
  const byPath = new Map<string, Partial<OutlinedFile>>();
  wanted.forEach(({ path, side }, index) => {
    byPath.set(path, { ...byPath.get(path), [side]: outlines[index] });
  });
  const whole = [...byPath].filter((entry): entry is [string, OutlinedFile] => entry[1].after !== undefined);
  const characters = scope.files.flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines));
  const size = characters.reduce((sum, { text }) => sum + text.length, 0);
  return composeSkeletons(scope.files, new Map(whole), skeletonBudget(size));
}

/** Added and deleted files have none by nature; only what failed is worth a note. */
function skeletonNotes({ missing }: ComposedSkeletons): string[] {
  const failed = missing.filter(({ reason }) => /time|memory|large|crash|stopped/i.test(reason));
  return failed.map(({ path, reason }) => `No skeleton of ${path}: ${reason}.`);
}

async function analyseChange(
  { sarif, enforcedRules }: Settings,
  world: World,
  change: Change,
): Promise<{ alerts: readonly Alert[]; notes: readonly string[] }> {
  const contents = scanFiles(change);
  const [scan, given] = await Promise.all([
    world.scanner?.scan(contents, world.signal) ?? null,
    world.sarifFiles.read(sarif, [...change.paths]),
  ]);
  const readings = given.files.map(({ name, content }) => readSarif(content, { name, roots: [world.workingFolder] }));
  const { files } = change.scope;
  const run = alertsOfRun({ scan, sarif: readings, files, contents, enforcedRules });
  const own = builtInAlerts(files, change.addedSecretPaths);
  const elsewhere =
    run.elsewhere === 0 ? [] : [`${run.elsewhere} static-analysis results stand in files that were not changed.`];
  const suppressions = run.suppressions.map(
    ({ path, line }) =>
      `${path}${line === undefined ? '' : ` line ${line}`} asks to hide alerts; they are shown all the same.`,
  );
  return {
    alerts: numberAlerts([...run.alerts, ...own]),
    notes: [...given.notes, ...run.notes, ...elsewhere, ...suppressions],
  };
}

function scanFiles({ scope, contents }: Change): ScanFile[] {
  return scope.files.flatMap(({ path, oldPath, oldBlob, newBlob }) => {
    const [after, before] = [contents.get(newBlob), contents.get(oldBlob)];
    if (after === undefined) return [];
    return [{ path, after, ...(before === undefined ? {} : { before, oldPath: oldPath ?? path }) }];
  });
}

/** The customer's guidance as it stands at the target branch; the pull request's own version of it is never read. */
async function readGuidelines(
  { guidelines }: Settings,
  { repository }: World,
  { target }: Iteration,
  { scope }: Change,
): Promise<Pick<Context, 'guidelines' | 'guidelineFiles' | 'notes'>> {
  if (guidelines.length === 0) return { guidelines: '', guidelineFiles: [], notes: [] };
  const contents = await repository.read(guidelines.map((path) => `${target}:${path}`));
  const found = guidelines.filter((path) => contents.has(`${target}:${path}`));
  const missing = guidelines.filter((path) => !contents.has(`${target}:${path}`));
  const texts = found.map((path) => ({
    path,
    text: Buffer.from(contents.get(`${target}:${path}`) ?? []).toString('utf8'),
  }));
  const { text, files, notes } = selectGuidelines(
    texts,
    scope.files.map(({ path }) => path),
  );
  const absent = missing.map((path) => `Guidelines file ${path} does not exist at the target branch.`);
  return { guidelines: text, guidelineFiles: files, notes: [...absent, ...notes] };
}
