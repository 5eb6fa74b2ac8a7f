import { MOST_RECORD_BYTES, type ReadRecord, readRecord } from '../record/read-record';
import { RestFailure } from './failure';
import type { AttachedRecord } from './record-list';
import type { Rest } from './rest';

export { listRecords } from './record-list';

export type LoadedRecord = AttachedRecord & { content: ReadRecord | { kind: 'broken'; code: 'RECORD_TOO_LARGE' } };

export async function loadRecord(rest: Rest, attached: AttachedRecord): Promise<LoadedRecord> {
  try {
    return { ...attached, content: readRecord(await rest.text(attached.path, MOST_RECORD_BYTES, { isLate: true })) };
  } catch (error) {
    if (error instanceof RestFailure && error.kind === 'tooLarge')
      return { ...attached, content: { kind: 'broken', code: 'RECORD_TOO_LARGE' } };
    throw error;
  }
}
