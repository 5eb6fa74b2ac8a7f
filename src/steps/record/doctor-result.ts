import type { RunModeResult } from './compose-run-mode-record';
import type { RequestReceipt } from './cost-record';
import type { DoctorRecord } from './run-mode-record';
import { plural } from './status-text';

export type CheckResult = DoctorRecord['checks'][number];

export function doctorResult(checks: readonly CheckResult[], receipt: readonly RequestReceipt[]): RunModeResult {
  return { runMode: 'doctor', headline: headline(checks), checks, receipt };
}

function headline(checks: readonly CheckResult[]): string {
  const tried = checks.filter(({ state }) => state !== 'notTried').length;
  const faults = checks.filter(({ state }) => state === 'fault').length;
  const parts = `${plural(tried, 'part')} of the set-up that ${tried === 1 ? 'was' : 'were'} tried`;
  if (faults === 0) return `All ${parts} ${tried === 1 ? 'works' : 'work'}.`;
  return `${faults} of ${parts} ${faults === 1 ? 'is' : 'are'} at fault.`;
}
