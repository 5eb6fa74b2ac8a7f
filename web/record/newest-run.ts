import { isObject, readObject, type Shape } from './tolerant';

/** What the tab of a pull request needs of a record, of whatever version. */
export interface NewestRecord {
  /** Absent in records of versions that did not tell. */
  postedAs?: { id: string; name: string };
  /** As it held in that run; absent in records of versions that did not tell. */
  dismissal?: 'anyone' | 'notAuthor' | 'nobody';
  cost: { pullRequestCapUsd?: number };
}

const SHAPE: Shape = {
  type: 'object',
  properties: {
    postedAs: {
      type: 'object',
      properties: { id: { type: 'string' }, name: { type: 'string' } },
      required: ['id', 'name'],
    },
    dismissal: { type: 'string', enum: ['anyone', 'notAuthor', 'nobody'] },
    cost: { type: 'object', properties: { pullRequestCapUsd: { type: 'number' } } },
  },
  required: ['cost'],
};

/** Undefined for what is no record of a review. */
export function readNewestRecord(text: string): NewestRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value) || typeof value.recordVersion !== 'number' || !isObject(value.cost)) return undefined;
    return readObject(SHAPE, value, '', []) as unknown as NewestRecord;
  } catch {
    return undefined;
  }
}
