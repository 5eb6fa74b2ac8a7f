import * as z from 'zod';
import { type ReviewRecord, reviewRecord } from './review-record';
import { cleanRecord, doctorRecord, previewRecord, type RunModeRecord } from './run-mode-record';

/** The whole run as one JSON document, by its run mode; docs/record.schema.json is made of this. */
export const runRecord = z.discriminatedUnion('runMode', [reviewRecord, previewRecord, doctorRecord, cleanRecord]);

export type RunRecord = ReviewRecord | RunModeRecord;

export function isReview(record: RunRecord): record is ReviewRecord {
  return record.runMode === 'publish' || record.runMode === 'readOnly';
}
