import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { INPUT_TABLES, POLICY_VERSION, policyShape } from '../src/steps/policy/policy-shape';

export const POLICY_SCHEMA_PATH = join(__dirname, '..', 'docs', 'policy.schema.json');

/** `docs/policy.schema.json`, for editors and for the checks of the repository that holds the policy. */
export function policySchema(): string {
  const title = `Policy of Second Pass, version ${POLICY_VERSION}`;
  return `${JSON.stringify({ title, ...z.toJSONSchema(policyShape(INPUT_TABLES)) }, null, 2)}\n`;
}

if (require.main === module) writeFileSync(POLICY_SCHEMA_PATH, policySchema());
