import type { TakeBack } from '../threads/take-back';
import type { RunModeResult } from './compose-run-mode-record';
import { plural } from './status-text';

/** What was taken back; `failures` counts the writes that could not be carried out. */
export function cleanResult({ removed, closed }: TakeBack, failures: number): RunModeResult {
  return { runMode: 'clean', headline: headline(removed, closed, failures), takenBack: { removed, closed } };
}

function headline(removed: number, closed: number, failures: number): string {
  if (failures > 0) return `Not everything could be taken back: ${plural(failures, 'write')} failed.`;
  if (removed + closed === 0) return 'There is nothing to take back.';
  return `Taken back: ${plural(removed, 'thread')} removed, ${closed} with answers of people closed and left.`;
}
