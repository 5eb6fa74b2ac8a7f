import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { runRecord } from '../src/steps/record/record';
import { RECORD_VERSION } from '../src/steps/record/record-version';

export const SCHEMA_PATH = join(__dirname, '..', 'docs', 'record.schema.json');

/** `docs/record.schema.json`. Members may be added within a version, so it forbids none. */
export function recordSchema(): string {
  const title = `Record of a run of Second Pass, version ${RECORD_VERSION}`;
  const schema = z.toJSONSchema(runRecord, {
    io: 'input',
    override({ jsonSchema }) {
      delete jsonSchema.readOnly;
    },
  });
  return `${JSON.stringify({ title, ...schema }, null, 2)}\n`;
}

if (require.main === module) writeFileSync(SCHEMA_PATH, recordSchema());
