import * as z from 'zod';
import { evidence, planCheck } from '../plan/plan';
import { request } from '../request/request';
import { callRecord, requestReceipt } from './cost-record';
import { recordBase } from './record-base';

const RUN_MODES = ['readOnly', 'plan', 'apply', 'autonomous', 'gate', 'sweep', 'doctor', 'clean'] as const;

const SITUATIONS = [
  ...(['quiet', 'notARequest', 'refused', 'accepted', 'planned', 'answered', 'applied', 'nothingToDo'] as const),
  ...(['gaveUp', 'notProven', 'unprovenApply', 'checkFailed', 'failed', 'stopped', 'stoppedWithPlan'] as const),
  ...(['applyRefused', 'otherRunMode', 'setUpAtFault', 'badInput'] as const),
];

const OUTCOMES = [
  ...(['', 'planned', 'applied', 'answered', 'refused', 'notProven', 'gaveUp', 'nothingToDo', 'failed'] as const),
];

/** One call of a tool; a name that is none of ours is `unknown`, since the model wrote it. */
const toolRecord = z.object({
  turn: z.number(),
  tool: z.string(),
  isError: z.boolean(),
  /** Milliseconds since 1970. */
  endedAt: z.number(),
  milliseconds: z.number(),
});

export interface ToolRecord extends z.infer<typeof toolRecord> {}

/** A run of the second task as one JSON document: who asked, what was decided, what left the agent, what was written. */
export const fixRecord = recordBase.omit({ pullRequest: true, situation: true, ending: true }).extend({
  runMode: z.enum(RUN_MODES),
  headline: z.string().describe('What came of it, in one sentence'),
  situation: z.enum(SITUATIONS),
  ending: z.object({
    result: z.enum(['Succeeded', 'SucceededWithIssues', 'Failed']),
    outcome: z.enum(OUTCOMES),
    accepted: z.boolean(),
  }),
  request: request.omit({ text: true }).exactOptional().describe('Who asked, where and when; the words by their hash'),
  gate: z
    .array(z.object({ check: z.string(), state: z.enum(['passed', 'refused', 'quiet']), text: z.string() }))
    .readonly()
    .exactOptional()
    .describe('Every check before the work, in order, up to the first that did not hold'),
  checks: z.array(planCheck).readonly().exactOptional().describe('Of the change, in plan and again in apply'),
  evidence: evidence.exactOptional(),
  planHash: z.string().exactOptional(),
  approval: z
    .object({ by: z.string(), name: z.string(), at: z.number(), comment: z.string() })
    .exactOptional()
    .describe('Who let the plan pass, as the service tells it; at in milliseconds since 1970'),
  pushes: z
    .array(z.object({ ref: z.string(), from: z.string(), to: z.string(), foundAgain: z.boolean() }))
    .readonly()
    .exactOptional(),
  branch: z.string().exactOptional(),
  fixPullRequest: z.object({ id: z.number(), url: z.string(), isNew: z.boolean() }).exactOptional(),
  validation: z
    .object({ run: z.string(), result: z.string(), failures: z.array(z.string()).readonly() })
    .exactOptional()
    .describe('What the pipeline says that was started on the written change'),
  setUp: z
    .array(z.object({ what: z.string(), state: z.enum(['good', 'fault', 'notTried']), text: z.string() }))
    .readonly()
    .exactOptional()
    .describe('Run mode doctor: every part of the set-up, tried without writing anything'),
  tools: z.array(toolRecord).readonly().exactOptional().describe('Calls of tools, in order; names and figures alone'),
  calls: z.array(callRecord).readonly(),
  receipt: z.array(requestReceipt).readonly(),
  costUsd: z.number().nullable(),
});

export interface FixRecord extends z.infer<typeof fixRecord> {}
