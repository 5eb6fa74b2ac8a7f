import type { ReviewRecord } from './review-record';
import type { RunModeRecord } from './run-mode-record';

export type RunRecord = ReviewRecord | RunModeRecord;

export function isReview(record: RunRecord): record is ReviewRecord {
  return record.runMode === 'publish' || record.runMode === 'readOnly';
}
