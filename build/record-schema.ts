import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { fixRecord } from '../src/steps/record/fix-record';
import { RECORD_VERSION } from '../src/steps/record/record-version';
import { runRecord } from '../src/steps/record/run-record';

export const SCHEMA_PATH = join(__dirname, '..', 'docs', 'record.schema.json');

export const FIX_SCHEMA_PATH = join(__dirname, '..', 'docs', 'fix.record.schema.json');

/** `docs/fix.record.schema.json`, in the same way. */
export function fixRecordSchema(): string {
  return schemaText(`Record of a run of Second Pass Fix, version ${RECORD_VERSION}`, fixRecord);
}

/** `docs/record.schema.json`. Members may be added within a version, so it forbids none. */
export function recordSchema(): string {
  return schemaText(`Record of a run of Second Pass, version ${RECORD_VERSION}`, runRecord);
}

function schemaText(title: string, shape: z.ZodType): string {
  const schema = z.toJSONSchema(shape, {
    io: 'input',
    override({ jsonSchema }) {
      delete jsonSchema.readOnly;
    },
  });
  return `${JSON.stringify({ title, ...schema }, null, 2)}\n`;
}

if (require.main === module) {
  writeFileSync(SCHEMA_PATH, recordSchema());
  writeFileSync(FIX_SCHEMA_PATH, fixRecordSchema());
}
