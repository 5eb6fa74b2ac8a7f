import type { ScanFile, ScanReport } from '../../ports/scanner';
import type { ChangedFile } from '../diff/changed-file';
import type { Alert } from './alert';
import { alertsOnChanges } from './alerts-on-changes';
import { newAlerts } from './new-alerts';
import { numberAlerts } from './number-alerts';
import { readSarif } from './read-sarif';
import type { SarifReading, SarifResult, SarifTool } from './sarif-result';
import { type AddedSuppression, addedSuppressions } from './suppression';

export interface AlertSources {
  /** What our own scan found; null when no scanner ran. */
  scan: ScanReport | null;
  /** The SARIF files of earlier steps, read with `readSarif`. */
  sarif: readonly SarifReading[];
  files: readonly ChangedFile[];
  contents: readonly ScanFile[];
  enforcedRules: readonly string[];
}

export interface RunAlerts {
  /** Numbered; those without an id are known before, hidden before, or beside the changed lines. */
  alerts: readonly Alert[];
  /** Results that stand in no changed file. */
  elsewhere: number;
  suppressions: readonly AddedSuppression[];
  tools: readonly SarifTool[];
  notes: readonly string[];
  /** True when the absence of an alert proves nothing. */
  partial: boolean;
}

/** All alerts of a run from all sources, those of our own scan only where they are new. */
export function alertsOfRun(sources: AlertSources): RunAlerts {
  const { scan, files, contents, enforcedRules } = sources;
  const own = scan ? readScan(scan, contents) : null;
  const found = newAlerts(own?.after?.results ?? [], own?.before?.results ?? [], {
    files,
    contents,
    beforeComplete: own?.beforeComplete ?? true,
  });
  const given = sources.sarif.flatMap((reading) => reading.results);
  const alerts = alertsOnChanges([...found, ...given], files, contents, enforcedRules);
  const readings = [...(own?.after ? [own.after] : []), ...sources.sarif];
  return {
    alerts: numberAlerts(alerts),
    elsewhere: given.filter((result) => !isIn(result, files)).length,
    suppressions: addedSuppressions(files),
    tools: [...(scan ? [scan.tool] : []), ...sources.sarif.flatMap((reading) => reading.tools)],
    notes: [...new Set([...(scan?.notes ?? []), ...readings.flatMap((reading) => reading.notes)])],
    partial: (scan?.partial ?? false) || readings.some((reading) => reading.partial),
  };
}

function readScan(scan: ScanReport, contents: readonly ScanFile[]) {
  const read = (text: string, side: string) => readSarif(Buffer.from(text), { name: `${scan.tool.name} (${side})` });
  // A scan without an answer has said itself why it is partial.
  const after = scan.after === undefined ? undefined : read(scan.after, 'source side');
  const before = scan.before === undefined ? undefined : read(scan.before, 'base side');
  // Without a file at the base commit there was nothing to scan there.
  const isBeforeRead = before ? !before.partial : contents.every((file) => file.before === undefined);
  return { after, before, beforeComplete: isBeforeRead && !scan.partial };
}

function isIn(result: SarifResult, files: readonly ChangedFile[]): boolean {
  const paths = [result.path, ...(result.alsoAt ?? []).map((place) => place.path)];
  return files.some((file) => paths.includes(file.path));
}
