import { inFull, isSecondPassError, SecondPassError } from '../errors';
import type { PullRequest } from '../ports/code-host';
import type { CommitRange } from '../ports/repository';
import type { ScanFile, ScanReport } from '../ports/scanner';
import type { Alert } from '../steps/alerts/alert';
import { fatesNote } from '../steps/alerts/alert-fates';
import { silence } from '../steps/alerts/alert-gaps';
import { alertsOfRun } from '../steps/alerts/alerts-of-run';
import { builtInAlerts } from '../steps/alerts/built-in';
import { changedPrograms } from '../steps/alerts/changed-programs';
import { isEnforced } from '../steps/alerts/enforced-rules';
import { unseenDirectives } from '../steps/alerts/led-elsewhere';
import { type LocatedReading, locateResults, pathsInDoubt } from '../steps/alerts/locate-results';
import { numberAlerts } from '../steps/alerts/number-alerts';
import { ownWarnings } from '../steps/alerts/own-warnings';
import type { SarifReading } from '../steps/alerts/sarif-result';
import { alertsWithoutSecrets } from '../steps/alerts/without-secrets';
import type { ChangedFile } from '../steps/diff/changed-file';
import { LINK } from '../steps/diff/file-mode';
import { readDifference } from '../steps/diff/read-difference';
import type { Change, LeadingFiles } from '../steps/scope/change';
import type { Gap } from '../steps/scope/gap';
import { SECRET_NAME } from '../steps/scope/scope-by-path';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';
import { checkLocks } from './check-locks';
import { type Reports, reportsOf } from './hear-reports';
import { lookThrough } from './look-through';

const NO_BLOB = /^0+$/;

/** What static analysis says of a change, our own and that of earlier steps. */
export interface Analysis {
  /** Those on changed lines are numbered. */
  alerts: readonly Alert[];
  /** Changed files that are not reviewed and that an enforced rule speaks of, with their lines. */
  aside: readonly ChangedFile[];
  notes: readonly string[];
  gaps: readonly Gap[];
  /** Set when a scanner or a sandbox that is required is not to be had. */
  failure?: SecondPassError;
}

export async function analyse(
  settings: Settings,
  world: World,
  change: Change,
  pullRequest: Pick<PullRequest, 'iteration' | 'webUrl'> & { reports?: Reports },
): Promise<Analysis> {
  const { iteration } = pullRequest;
  const contents = scanFiles(change.scope.files, change.originals);
  const [scanned, given, locks] = await Promise.all([
    scanChange(settings, world, contents),
    reportsOf(settings, world, pullRequest, [...change.paths]),
    checkLocks(world.repository, iteration, change),
  ]);
  const sarif = await locate(settings, world, change, iteration, given.readings);
  const aside = await readAside(settings, world, change, iteration, sarif);
  const { enforcedRules } = settings;
  const run = alertsOfRun({
    ...{ scan: scanned.report, sarif, enforcedRules, changed: change.paths },
    files: change.scope.files,
    aside: aside.files,
    contents: [...contents, ...aside.contents],
  });
  const own = builtInAlerts(
    change.scope.files,
    change.addedSecretPaths,
    change.committed,
    change.changes.filter((one) => one.change === 'added').map(({ path }) => path),
  );
  const silent = [...(scanned.partial ? scanned.notes : []), ...given.notes, ...run.notes];
  const notes = [...(scanned.partial ? [] : scanned.notes), ...silent, ...fatesNote(run.fates)];
  const { alerts, suppressions, directives, settings: steering } = run;
  const warned = {
    ...{ files: change.scope.files, alerts, paths: change.paths },
    ...{ suppressions, directives, settings: steering, programs: changedPrograms(change) },
  };
  return {
    alerts: numberAlerts(
      alertsWithoutSecrets([...run.alerts, ...own, ...locks.alerts, ...ownWarnings(warned)], change),
    ),
    aside: [...aside.files, ...change.heldBack],
    notes: notes.map(change.hideIn),
    gaps: [
      ...run.gaps,
      ...aside.gaps,
      ...locks.gaps,
      ...silence(enforcedRules, silent, scanned.partial || given.partial || run.partial),
    ].map((gap) => ({
      ...gap,
      message: change.hideIn(gap.message),
    })),
    ...(scanned.failure ? { failure: scanned.failure } : {}),
  };
}

async function locate(
  { enforcedRules }: Settings,
  { repository }: World,
  { paths, changes }: Change,
  { source }: CommitRange,
  readings: readonly SarifReading[],
): Promise<LocatedReading[]> {
  const doubtful = pathsInDoubt(readings, paths);
  const existing = doubtful.length === 0 ? undefined : await repository.filesAt?.(source, doubtful);
  // Where nobody can tell, a path is taken for what it says.
  const links = new Set(changes.filter(({ newMode }) => newMode === LINK).map(({ path }) => path));
  const known = { changed: paths, existing: existing ?? new Set(doubtful), asked: new Set(doubtful), links };
  return readings.map((reading) => locateResults(reading, known, (ruleId) => isEnforced(ruleId, enforcedRules)));
}

const NOT_LED: LeadingFiles = { files: [], isCut: false };

/** Lines of files that nobody reviews, read only where an enforced rule speaks of them; none of it is ever sent. */
async function readAside(
  { enforcedRules }: Settings,
  { repository }: World,
  change: Change,
  range: CommitRange,
  sarif: readonly LocatedReading[],
): Promise<{ files: readonly ChangedFile[]; contents: readonly ScanFile[]; gaps: readonly Gap[] }> {
  const enforced = sarif.flatMap(({ results }) => results.filter(({ ruleId }) => isEnforced(ruleId, enforcedRules)));
  const named = new Set(
    enforced.flatMap(({ path, alsoAt = [], starts = [] }) => [
      path,
      ...[...alsoAt, ...starts].map((place) => place.path),
    ]),
  );
  const reviewed = new Set([...change.scope.files, ...change.aside].map(({ path }) => path));
  const wanted = change.changes.filter(({ path }) => named.has(path) && !reviewed.has(path));
  const read = readDifference(await repository.patch(range, wanted), wanted);
  const isAstray = enforced.some(
    ({ path, alsoAt = [] }) => ![{ path }, ...alsoAt].some((one) => isIn(change.paths, one.path)),
  );
  // Where an enforced rule found something, such a file may have sent it there.
  const led = isAstray ? (change.leading ?? (await lookThrough(repository, range, change, [])).leading) : NOT_LED;
  const leading = led.files;
  const files = [
    ...change.aside.filter(({ path }) => named.has(path)),
    ...read,
    ...leading.filter(({ path }) => !named.has(path)),
  ];
  // Lines of a file that may hold secrets are not shown in a comment either.
  const secret = new Set(change.scope.skipped.filter(({ reason }) => reason === SECRET_NAME).map(({ path }) => path));
  const shown = [...read, ...leading].filter(
    ({ path, newBlob }) =>
      !secret.has(change.hideInPath(path)) && !NO_BLOB.test(newBlob) && !change.originals.has(newBlob),
  );
  const contents = await repository.read(shown.map(({ newBlob }) => newBlob));
  return {
    files,
    contents: scanFiles(files, new Map([...change.originals, ...contents])),
    gaps: led.isCut ? [unseenDirectives()] : [],
  };
}

function isIn(paths: ReadonlySet<string>, path: string | undefined): boolean {
  return path !== undefined && paths.has(path);
}

function scanFiles(files: readonly ChangedFile[], contents: Change['contents']): ScanFile[] {
  return files.flatMap(({ path, oldPath, oldBlob, newBlob }) => {
    const [after, before] = [contents.get(newBlob), contents.get(oldBlob)];
    if (after === undefined) return [];
    return [{ path, after, ...(before === undefined ? {} : { before, oldPath: oldPath ?? path }) }];
  });
}

const NOBODY_LOOKED = 'Semgrep is switched off, and `sarif` names no report: no tool looked for them.';

interface Scanned {
  report: ScanReport | null;
  notes: readonly string[];
  /** Set where it found nothing since it failed, or was not made and no other tool is named. */
  partial: boolean;
  failure?: SecondPassError;
}

/** A scan that fails takes no other alert along. Whether it ends the review as well is said by `semgrep` and `sandbox`. */
async function scanChange(
  { semgrep, sarif, enforcedRules }: Settings,
  { scanner, signal, log }: World,
  contents: readonly ScanFile[],
): Promise<Scanned> {
  if (contents.length === 0) return { report: null, notes: [], partial: false };
  const isAlone = sarif.length === 0 && enforcedRules.length > 0;
  if (scanner === null) return { report: null, notes: isAlone ? [NOBODY_LOOKED] : [], partial: isAlone };
  try {
    const report = await scanner.scan(contents, signal);
    const absent = 'Semgrep is not installed here (`pip install semgrep` adds it): there was no scan of our own.';
    const note = report ? `${report.tool.name} ${report.tool.version}, sandbox: ${report.sandbox}.` : absent;
    return { report, notes: [note], partial: report === null && isAlone };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const failure = isSecondPassError(error) ? error : scannerFault(error);
    const isKnown = failure.kind === 'scanner' || failure.kind === 'sandbox';
    if (!isKnown) throw error;
    const isRequired = isSecondPassError(error) || semgrep === 'required';
    if (isRequired) return { report: null, notes: [], partial: true, failure };
    log.warn(inFull(failure));
    return { report: null, notes: [failure.message], partial: true };
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
