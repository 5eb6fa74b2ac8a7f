import type { FixRecord } from '../../src/steps/record/fix-record';
import type { Shape } from './tolerant';

/** What the page of a run shows of the second task. */
export type ShownFix = Pick<
  FixRecord,
  | 'product'
  | 'startedAt'
  | 'milliseconds'
  | 'run'
  | 'runMode'
  | 'headline'
  | 'situation'
  | 'ending'
  | 'gate'
  | 'branch'
  | 'pushes'
  | 'fixPullRequest'
  | 'approval'
  | 'calls'
  | 'receipt'
  | 'costUsd'
  | 'problems'
  | 'notes'
>;

const text = { type: 'string' };
const number = { type: 'number' };
const texts = { type: 'array', items: text };

const object = (properties: Readonly<Record<string, Shape>>): Shape => {
  return { type: 'object', properties, required: Object.keys(properties) };
};

const list = (properties: Readonly<Record<string, Shape>>): Shape => ({ type: 'array', items: object(properties) });

export const FIX: Shape = {
  type: 'object',
  properties: {
    product: object({ version: text, instructionsVersion: number }),
    ...{ startedAt: text, milliseconds: number, runMode: text, headline: text, situation: text },
    ending: object({ result: text, outcome: text }),
    gate: list({ check: text, state: text, text }),
    branch: text,
    pushes: list({ ref: text, from: text, to: text }),
    fixPullRequest: object({ id: number, url: text }),
    approval: object({ name: text, comment: text }),
    costUsd: { anyOf: [number, { type: 'null' }] },
    ...{ problems: texts, notes: texts },
  },
  required: [
    'product',
    'startedAt',
    'milliseconds',
    'runMode',
    'headline',
    'situation',
    'ending',
    'problems',
    'notes',
    'costUsd',
    'calls',
    'receipt',
  ],
};
