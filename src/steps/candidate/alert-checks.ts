import type { ScanFile, ScanReport } from '../../ports/scanner';
import type { Alert } from '../alerts/alert';
import { alertsOfRun, type RunAlerts } from '../alerts/alerts-of-run';
import { shorten } from '../comments/escape';
import type { ChangedFile } from '../diff/changed-file';
import type { Check } from './check';

const MOST_ALERTS = 20;

/** What a scanner newly says of the changed lines; a person sees it before the rest, and it stops nothing. */
export function alertChecks(
  scan: ScanReport,
  files: readonly ChangedFile[],
  contents: readonly ScanFile[],
): { checks: Check[]; notes: string[] } {
  const changed = new Set(files.map(({ path }) => path));
  const run = alertsOfRun({ scan, sarif: [], files, aside: [], changed, contents, enforcedRules: [] });
  const { alerts, notes } = run;
  const fresh = alerts.filter(({ onChangedLine, suppressed }) => onChangedLine && suppressed !== 'before');
  const told = fresh.slice(0, MOST_ALERTS).map((alert): Check => shown(alertText(alert, scan.tool.name)));
  const more = fresh.length - MOST_ALERTS;
  if (more > 0) told.push(shown(`${scan.tool.name} says ${more} more things of the changed lines.`));
  return {
    checks: [...told, ...unseen(run, scan.tool.name)],
    notes: [`${scan.tool.name} ${scan.tool.version} looked at the change, sandbox: ${scan.sandbox}.`, ...notes],
  };
}

/** Where something may have been missed, that nothing was said proves nothing. */
function unseen({ gaps, partial }: Pick<RunAlerts, 'gaps' | 'partial'>, tool: string): Check[] {
  const why = gaps.map(({ message }) => `${tool}: ${shorten(message, 240)}`);
  return (why.length === 0 && partial ? [`${tool} did not look at all of the change; the notes say why.`] : why).map(
    shown,
  );
}

function shown(text: string): Check {
  return { check: 'look', state: 'shown', text };
}

function alertText({ path, range, message, ruleId }: Alert, tool: string): string {
  const line = range ? ` line ${range.startLine}` : '';
  return `${JSON.stringify(path)}${line}, ${tool}: ${shorten(message, 240)} (${ruleId})`;
}
