import schema from '../../docs/record.schema.json';
import type { RunRecord } from '../../src/steps/record/record';
import { RECORD_VERSION } from '../../src/steps/record/record-version';
import { RECORD_READERS } from '../../src/steps/record/record-versions';
import { FIX, type ShownFix } from './fix-shape';
import { isObject, readObject, type Shape } from './tolerant';

export type ReadRecord =
  /** `version` is that of the text; `faults` are places that could not be read, and were left out or filled. */
  | { kind: 'record'; record: RunRecord; version: number; faults: readonly string[] }
  | { kind: 'fix'; record: ShownFix; version: number; faults: readonly string[] }
  | { kind: 'broken'; code: 'RECORD_NO_JSON' | 'RECORD_NO_RECORD' };

const MODES = schema.oneOf as unknown as readonly Shape[];

/** Any text that calls itself a record, of whatever version: what has the described shape is taken, the rest is told. */
export function readRecord(text: string): ReadRecord {
  const value = parsed(text);
  if (value === undefined) return { kind: 'broken', code: 'RECORD_NO_JSON' };
  if (!isObject(value) || typeof value.recordVersion !== 'number') return { kind: 'broken', code: 'RECORD_NO_RECORD' };
  const version = value.recordVersion;
  if (isOfFix(value)) return fixRecord(value, version);
  const stored = lifted(value, version);
  const faults: string[] = [];
  const record = readObject(shapeOf(stored), stored, '', faults) as unknown as RunRecord;
  return { kind: 'record', record: { ...record, recordVersion: RECORD_VERSION }, version, faults };
}

/** The second task's record shares the name and no more: it tells whether the request was accepted. */
function isOfFix({ ending }: Readonly<Record<string, unknown>>): boolean {
  return isObject(ending) && typeof ending.accepted === 'boolean';
}

function fixRecord(value: Readonly<Record<string, unknown>>, version: number): ReadRecord {
  const faults: string[] = [];
  const shared = MODES[0]?.properties ?? {};
  const properties = {
    ...FIX.properties,
    calls: shared.calls ?? {},
    receipt: shared.receipt ?? {},
    run: shared.run ?? {},
  };
  const record = readObject({ ...FIX, properties }, value, '', faults) as unknown as ShownFix;
  return { kind: 'fix', record, version, faults };
}

function lifted(value: Readonly<Record<string, unknown>>, version: number): Readonly<Record<string, unknown>> {
  try {
    return RECORD_READERS[version]?.(value) ?? value;
  } catch {
    return value;
  }
}

function shapeOf({ runMode }: Readonly<Record<string, unknown>>): Shape {
  const names = ({ properties }: Shape) => properties?.runMode?.enum ?? [properties?.runMode?.const];
  return MODES.find((mode) => names(mode).includes(runMode)) ?? (MODES[0] as Shape);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
