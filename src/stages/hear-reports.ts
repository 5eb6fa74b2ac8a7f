import type { PullRequest } from '../ports/code-host';
import { isEnforced } from '../steps/alerts/enforced-rules';
import { heardOf, NOTHING_HEARD } from '../steps/alerts/heard';
import { readSarifFiles } from '../steps/alerts/read-sarif';
import type { Checkout } from '../steps/alerts/sarif-path';
import type { SarifReading } from '../steps/alerts/sarif-result';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';

/** What reports of other tools say, each read once in a run. */
export interface Reports {
  readings: readonly SarifReading[];
  /** Of each the name of its file, as it was found. */
  names: readonly string[];
  notes: readonly string[];
  partial: boolean;
}

export interface Heard {
  heard: string;
  /** Absent where nothing had to be heard so early. */
  reports?: Reports;
}

type Place = Pick<PullRequest, 'webUrl'>;
type Reader = Pick<World, 'sarifFiles' | 'workingFolder' | 'checkoutFolders'>;

/** What reports of other tools say of enforced rules, before anything else is read: a stored result is good for that alone. */
export async function hearReports(settings: Settings, world: Reader, pullRequest: Place): Promise<Heard> {
  if (settings.sarif.length === 0 || settings.enforcedRules.length === 0) return { heard: NOTHING_HEARD };
  const reports = await readReports(settings, world, pullRequest, []);
  return { heard: heardOf(reports, settings), reports };
}

/** What was heard early, without the files that turn out to be the pull request's own. */
export async function reportsOf(
  settings: Settings,
  world: Reader,
  pullRequest: Place & { reports?: Reports },
  ownPaths: readonly string[],
): Promise<Reports> {
  const { reports } = pullRequest;
  if (reports === undefined) return readReports(settings, world, pullRequest, ownPaths);
  const own = await world.sarifFiles.ownAmong(reports.names, ownPaths);
  if (own.size === 0) return reports;
  const isOthers = (_: unknown, at: number) => !own.has(reports.names[at] ?? '');
  return {
    names: reports.names.filter(isOthers),
    readings: reports.readings.filter(isOthers),
    notes: [
      ...reports.notes,
      ...[...own].map((name) => `SARIF file ${name} was not read: the pull request itself contains it.`),
    ],
    partial: true,
  };
}

async function readReports(
  { sarif, enforcedRules }: Settings,
  world: Reader,
  { webUrl }: Place,
  ownPaths: readonly string[],
): Promise<Reports> {
  const { files, notes, partial } = await world.sarifFiles.read(sarif, ownPaths);
  const checkout = checkoutOf(world, webUrl);
  const isWanted = (id: string) => isEnforced(id, enforcedRules);
  const readings = readSarifFiles(files, { checkout, isEnforced: isWanted });
  return { readings, names: files.map(({ name }) => name), notes, partial };
}

/** The repository's name stands in the address of the pull request, whatever the run itself was built from. */
function checkoutOf({ workingFolder, checkoutFolders = [] }: Reader, webUrl: string): Checkout {
  const name = /\/_git\/([^/]+)\/pullrequest\/\d+$/i.exec(webUrl)?.[1];
  const roots = [...new Set([workingFolder, ...checkoutFolders])];
  return { roots, ...(name === undefined ? {} : { repositoryName: decodeURIComponent(name) }) };
}
