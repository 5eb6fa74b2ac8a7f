import { inFull, isSecondPassError, SecondPassError } from '../errors';
import type { Iteration } from '../ports/code-host';
import type { OutlineRequest } from '../ports/outliner';
import type { ScanFile, ScanReport } from '../ports/scanner';
import type { Alert } from '../steps/alerts/alert';
import { alertsOfRun, type RunAlerts } from '../steps/alerts/alerts-of-run';
import { builtInAlerts } from '../steps/alerts/built-in';
import { numberAlerts } from '../steps/alerts/number-alerts';
import { readSarif } from '../steps/alerts/read-sarif';
import { suppressionNotes } from '../steps/alerts/suppression-notes';
import { selectGuidelines } from '../steps/prompt/guidelines';
import type { Change } from '../steps/scope/change';
import type { Settings } from '../steps/settings/settings';
import { type ComposedSkeletons, composeSkeletons, skeletonBudget } from '../steps/skeletons/compose';
import type { Skeleton } from '../steps/skeletons/skeleton';
import { type WantedOutline, wantedOutlines } from '../steps/skeletons/wanted';
import type { World } from '../world';

/** What is known besides the diff. */
export interface Context {
  skeletons: readonly Skeleton[];
  /** Those on changed lines are numbered and go into the prompt. */
  alerts: readonly Alert[];
  guidelines: string;
  guidelineFiles: readonly string[];
  notes: readonly string[];
  /** Set when a scanner or a sandbox that is required is not to be had: then static analysis of other sources is all there is. */
  failure?: SecondPassError;
}

/** Asks outliner and scanner side by side; what is missing becomes a note, never a failure, unless it is required. */
export async function enrich(settings: Settings, world: World, change: Change, iteration: Iteration): Promise<Context> {
  const [outlined, analysed, guided] = await Promise.all([
    outlineChange(world, change),
    analyseChange(settings, world, change),
    readGuidelines(settings, world, change, iteration),
  ]);
  return {
    ...guided,
    ...analysed,
    skeletons: outlined.skeletons,
    notes: [...skeletonNotes(outlined), ...analysed.notes, ...guided.notes],
  };
}

async function outlineChange({ outliner, signal }: World, { scope, contents }: Change): Promise<ComposedSkeletons> {
  if (outliner === null) return { skeletons: [], missing: [] };
  const requests = wantedOutlines(scope.files).flatMap((wanted) => outlineRequest(wanted, contents));
  const outlined = await outliner.outline(requests, signal);
  const byPath = new Map(outlined.map((file, index) => [requests[index]?.path ?? '', file]));
  const characters = scope.files.flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines));
  const size = characters.reduce((sum, { text }) => sum + text.length, 0);
  return composeSkeletons(scope.files, byPath, skeletonBudget(size));
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

async function analyseChange(
  settings: Settings,
  world: World,
  change: Change,
): Promise<Pick<Context, 'alerts' | 'notes' | 'failure'>> {
  const contents = scanFiles(change);
  const [scanned, given] = await Promise.all([
    scanChange(settings, world, contents),
    world.sarifFiles.read(settings.sarif, [...change.paths]),
  ]);
  const readings = given.files.map(({ name, content }) => readSarif(content, { name, roots: [world.workingFolder] }));
  const { files } = change.scope;
  const { enforcedRules } = settings;
  const run = alertsOfRun({ scan: scanned.report, sarif: readings, files, contents, enforcedRules });
  const own = builtInAlerts(files, change.addedSecretPaths);
  return {
    alerts: numberAlerts([...run.alerts, ...own]),
    notes: [...scanned.notes, ...given.notes, ...run.notes, ...alertNotes(run)],
    ...(scanned.failure ? { failure: scanned.failure } : {}),
  };
}

interface Scanned {
  report: ScanReport | null;
  notes: readonly string[];
  failure?: SecondPassError;
}

/** A scan that fails takes no other alert along. Whether it ends the review as well is said by `semgrep` and `sandbox`. */
async function scanChange(
  { semgrep }: Settings,
  { scanner, signal, log }: World,
  contents: readonly ScanFile[],
): Promise<Scanned> {
  if (scanner === null || contents.length === 0) return { report: null, notes: [] };
  try {
    const report = await scanner.scan(contents, signal);
    const absent = 'Semgrep is not on this agent: there was no scan of our own.';
    const note = report ? `${report.tool.name} ${report.tool.version}, sandbox: ${report.sandbox}.` : absent;
    return { report, notes: [note] };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const failure = isSecondPassError(error) ? error : scannerFault(error);
    const isKnown = failure.kind === 'scanner' || failure.kind === 'sandbox';
    if (!isKnown) throw error;
    const isRequired = isSecondPassError(error) || semgrep === 'required';
    if (isRequired) return { report: null, notes: [], failure };
    log.warn(inFull(failure));
    return { report: null, notes: [failure.message] };
  }
}

/** Whatever went wrong on the agent (a full disk, a folder that may not be written) is the scan's trouble, not the run's. */
function scannerFault(cause: unknown): SecondPassError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SecondPassError({
    kind: 'scanner',
    code: 'scanner-failed',
    message: `The scan failed: ${reason}.`,
    cause,
  });
}

function alertNotes({ elsewhere, suppressions }: RunAlerts): string[] {
  const count = `${elsewhere} static-analysis results stand in files that were not changed.`;
  return [...(elsewhere === 0 ? [] : [count]), ...suppressionNotes(suppressions)];
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
  { scope }: Change,
  { target }: Iteration,
): Promise<Pick<Context, 'guidelines' | 'guidelineFiles' | 'notes'>> {
  if (guidelines.length === 0) return { guidelines: '', guidelineFiles: [], notes: [] };
  const contents = await repository.read(guidelines.map((path) => `${target}:${path}`));
  const files = guidelines.flatMap((path) => {
    const content = contents.get(`${target}:${path}`);
    return content ? [{ path, text: Buffer.from(content).toString('utf8') }] : [];
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
