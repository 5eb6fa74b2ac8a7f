import type { RunRecord } from '../../src/steps/record/record';
import type { ReviewRecord } from '../../src/steps/record/review-record';

export function isReview(record: RunRecord): record is ReviewRecord {
  return record.runMode !== 'preview' && record.runMode !== 'doctor' && record.runMode !== 'clean';
}
