import * as z from 'zod';
import { reviewRecord } from './review-record';
import { cleanRecord, doctorRecord, previewRecord } from './run-mode-record';

/** The whole run as one JSON document, by its run mode; docs/record.schema.json is made of this. Who reads no record has no need of it. */
export const runRecord = z.discriminatedUnion('runMode', [reviewRecord, previewRecord, doctorRecord, cleanRecord]);
