import type { ScanFile, ScanReport } from '../../ports/scanner';
import type { ChangedFile } from '../diff/changed-file';
import type { Gap } from '../scope/gap';
import type { Alert } from './alert';
import { type AlertFates, alertFates } from './alert-fates';
import {
  absentFiles,
  guessNotes,
  lostLines,
  lostPaths,
  overruledNotes,
  strangers,
  twinNotes,
  unreadByTools,
  withoutPlace,
} from './alert-gaps';
import { alertsOnChanges } from './alerts-on-changes';
import { flowStarts } from './flow-starts';
import { honoured } from './honoured';
import { ledElsewhere } from './led-elsewhere';
import { type LineDirective, lineDirectives } from './line-directives';
import { lineTextsOf } from './line-texts';
import type { LocatedReading } from './locate-results';
import { madeCopies, madeNotes } from './made-files';
import { newAlerts } from './new-alerts';
import { numberAlerts } from './number-alerts';
import { readSarif } from './read-sarif';
import type { SarifTool } from './sarif-result';
import { type SteeringSettings, steeringSettings } from './steering-settings';
import { type AddedSuppression, addedSuppressions } from './suppression';
import { switchedOffRules } from './switched-off';

export interface AlertSources {
  /** What our own scan found; null when no scanner ran. */
  scan: ScanReport | null;
  /** The SARIF files of earlier steps. */
  sarif: readonly LocatedReading[];
  files: readonly ChangedFile[];
  /** Changed files that are not reviewed, but looked at where an enforced rule speaks of them. */
  aside: readonly ChangedFile[];
  /** Every changed path. */
  changed: ReadonlySet<string>;
  /** Of files in scope and aside. */
  contents: readonly ScanFile[];
  enforcedRules: readonly string[];
}

export interface RunAlerts {
  /** Numbered; those without an id are known before, hidden before, or beside the changed lines. */
  alerts: readonly Alert[];
  fates: AlertFates;
  suppressions: readonly AddedSuppression[];
  directives: readonly LineDirective[];
  settings: readonly SteeringSettings[];
  tools: readonly SarifTool[];
  notes: readonly string[];
  /** Why an alert may be missing that would have counted; each makes the review a partial one. */
  gaps: readonly Gap[];
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
  const given = sources.sarif.flatMap(({ results }) => results);
  const sides = lineTextsOf(contents);
  const texts = sides.after;
  const read = [...files, ...sources.aside];
  // What nobody reviews can send a result elsewhere too, and there it is looked at for enforced rules alone.
  const directives = lineDirectives(read);
  const led = ledElsewhere(given, { directives, files: read, texts, enforcedRules });
  const begun = flowStarts([...found, ...given], { files: read, texts, enforcedRules });
  const all = alertsOnChanges([...found, ...given, ...led.results, ...begun], read, contents, enforcedRules);
  const isAside = new Set(sources.aside.map(({ path }) => path));
  // What is not reviewed is looked at for enforced rules alone.
  const alerts = all.filter((alert) => !isAside.has(alert.path) || (alert.enforced && alert.onChangedLine));
  const tools = [...(scan ? [scan.tool] : []), ...sources.sarif.flatMap((reading) => reading.tools)];
  const readings = [...(own?.after ? [own.after] : []), ...sources.sarif];
  return {
    alerts: numberAlerts(alerts),
    fates: alertFates({ ...sources, texts }),
    suppressions: honoured(addedSuppressions(files), tools),
    directives: directives.filter(({ path }) => files.some((file) => file.path === path)),
    settings: steeringSettings(files, sides),
    tools,
    notes: [
      ...new Set([
        ...(scan?.notes ?? []),
        ...readings.flatMap((reading) => reading.notes),
        ...guessNotes(sources.sarif),
        ...twinNotes(sources.sarif),
        ...madeNotes(given, enforcedRules),
        ...overruledNotes([...found, ...given], enforcedRules),
      ]),
    ],
    gaps: [
      ...lostPaths([
        ...sources.sarif.flatMap(({ lost }) => lost),
        ...(own?.after ? strangers(own.after, contents) : []),
      ]),
      ...lostLines(given, enforcedRules, texts),
      ...withoutPlace([...given, ...(own?.after?.results ?? [])], enforcedRules),
      ...absentFiles(given, enforcedRules),
      ...madeCopies(given, enforcedRules, sources.changed),
      ...switchedOffRules(sources.sarif, enforcedRules),
      ...unreadByTools({ own: own?.after, sarif: sources.sarif }, enforcedRules, sources.changed),
      ...led.gaps,
    ],
    partial: (scan?.partial ?? false) || readings.some((reading) => reading.partial),
  };
}

function readScan(scan: ScanReport, contents: readonly ScanFile[]) {
  const checkout = { roots: [], isExact: true };
  const read = (text: string, side: string) =>
    readSarif(Buffer.from(text), { name: `${scan.tool.name} (${side})`, checkout });
  // A scan without an answer has said itself why it is partial.
  const after = scan.after === undefined ? undefined : read(scan.after, 'source side');
  const before = scan.before === undefined ? undefined : read(scan.before, 'base side');
  // Without a file at the base commit there was nothing to scan there.
  const isBeforeRead = before ? !before.partial : contents.every((file) => file.before === undefined);
  return { after, before, beforeComplete: isBeforeRead && !scan.partial };
}
