import * as z from 'zod';
import { requestReceipt } from './cost-record';
import { fileFate, recordBase } from './record-base';

const headline = z.string().describe('What came of it, in one sentence');

export const previewRecord = recordBase
  .extend({
    runMode: z.literal('preview'),
    headline,
    files: z
      .array(fileFate)
      .readonly()
      .describe('What would be sent is not reviewed; what would be left out is skipped'),
    wouldSend: z
      .object({
        files: z.number(),
        parts: z.number(),
        inputTokens: z.number(),
        usd: z.number().nullable().describe("Null when the model's price is unknown"),
      })
      .nullable()
      .describe('Null when the change was not looked at'),
  })
  .describe('What a review would send; nothing was sent');

export const doctorRecord = recordBase
  .extend({
    runMode: z.literal('doctor'),
    headline,
    checks: z
      .array(
        z.object({
          what: z.string(),
          state: z.enum(['good', 'fault', 'notTried']),
          text: z.string().describe('`what: found`, or the reason'),
          advice: z.array(z.string()).readonly(),
          code: z.string().exactOptional().describe('Of the failure, where it is a known one'),
        }),
      )
      .readonly(),
    receipt: z
      .array(requestReceipt)
      .readonly()
      .exactOptional()
      .describe('What was sent to try the models; absent in records of earlier versions'),
  })
  .describe('Every part of the set-up, tried without writing anything');

export const cleanRecord = recordBase
  .extend({
    runMode: z.literal('clean'),
    headline,
    takenBack: z
      .object({
        removed: z.number(),
        closed: z.number().describe('People answered in them, so they were closed and left'),
      })
      .nullable()
      .describe('Threads; null when the pull request was not looked at'),
  })
  .describe('What the identity of the run had written was taken back');

export interface PreviewRecord extends z.infer<typeof previewRecord> {}
export interface DoctorRecord extends z.infer<typeof doctorRecord> {}
export interface CleanRecord extends z.infer<typeof cleanRecord> {}
/** The record of a run that reviews nothing. */
export type RunModeRecord = PreviewRecord | DoctorRecord | CleanRecord;
