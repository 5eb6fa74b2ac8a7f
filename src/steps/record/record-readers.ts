import type { RunRecord } from './record';
import { RECORD_READERS, type Stored } from './record-versions';
import { runRecord } from './run-record';

/** A record of any version; undefined for what is none, and for one that a newer version wrote. */
export function readRecord(text: string): RunRecord | undefined {
  const stored = parsed(text);
  return stored && runRecord.safeParse(RECORD_READERS[versionOf(stored)]?.(stored)).data;
}

/** NaN where the text is no record. */
export function recordVersionOf(text: string): number {
  return versionOf(parsed(text) ?? {});
}

/** A text of digits counts as a number; what is no value of its own is none. */
function versionOf({ recordVersion }: Stored): number {
  return typeof recordVersion === 'object' ? Number.NaN : Number(recordVersion);
}

function parsed(text: string): Stored | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Stored) : undefined;
  } catch {
    return undefined;
  }
}
