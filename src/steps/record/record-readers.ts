import { type RunRecord, runRecord } from './record';
import { RECORD_READERS, type Stored } from './record-versions';

/** A record of any version; undefined for what is none, and for one that a newer version wrote. */
export function readRecord(text: string): RunRecord | undefined {
  const stored = parsed(text);
  return stored && runRecord.safeParse(RECORD_READERS[Number(stored.recordVersion)]?.(stored)).data;
}

/** NaN where the text is no record. */
export function recordVersionOf(text: string): number {
  return Number(parsed(text)?.recordVersion);
}

function parsed(text: string): Stored | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Stored) : undefined;
  } catch {
    return undefined;
  }
}
