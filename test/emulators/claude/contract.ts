import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ErrorObject } from 'ajv';
import type { Json } from './types';

/** Schemas of contract/anthropic.openapi.json that are checked. */
export type SchemaName =
  | 'MessageCreateRequest'
  | 'CountTokensRequest'
  | 'BatchCreateRequest'
  | 'MessageResponse'
  | 'TokensCount'
  | 'StreamEvent'
  | 'ErrorResponse'
  | 'BatchResource'
  | 'MessageBatchList'
  | 'DeletedBatch'
  | 'BatchResultLine';

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(readJson('anthropic.openapi.json'), 'claude');
const isReviewAnswer = ajv.compile(readJson('review.schema.json'));

/** Why the value is not allowed by that schema, in the words of the API, or nothing. */
export function problemWith(schema: SchemaName, value: Json): string | undefined {
  const validate = ajv.getSchema(`claude#/components/schemas/${schema}`);
  if (!validate) throw new Error(`The contract has no schema ${schema}.`);
  return validate(value) ? undefined : inWords(validate.errors ?? []);
}

/** Why a review answer breaks the answer schema of the product, or nothing. */
export function problemWithReview(value: Json): string | undefined {
  return isReviewAnswer(value) ? undefined : inWords(isReviewAnswer.errors ?? []);
}

/** The error of the branch that was meant: branches of a union whose `type` does not fit are left out. */
function inWords(errors: readonly ErrorObject[]): string {
  const wrongBranches = new Set(errors.filter(isWrongType).map(branchOf));
  const meant = errors.filter((error) => error.keyword !== 'anyOf' && !wrongBranches.has(branchOf(error)));
  const [first] = (meant.length > 0 ? meant : [...errors]).sort((a, b) => depthOf(b) - depthOf(a));
  if (!first) return 'Input should be valid';
  const path = first.instancePath.slice(1).replaceAll('/', '.');
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (first.keyword === 'additionalProperties') {
    return `${at(first.params.additionalProperty)}: Extra inputs are not permitted`;
  }
  if (first.keyword === 'required') return `${at(first.params.missingProperty)}: Field required`;
  return `${path || 'body'}: Input ${first.message ?? 'should be valid'}`;
}

function isWrongType(error: ErrorObject): boolean {
  return error.keyword === 'const' && error.instancePath.endsWith('/type');
}

function branchOf(error: ErrorObject): string {
  const inside = isWrongType(error) ? error.instancePath.slice(0, -'/type'.length) : error.instancePath;
  return `${inside} ${error.schemaPath.replace(/\/(properties\/type\/const|additionalProperties|required)$/, '')}`;
}

function depthOf(error: ErrorObject): number {
  return error.instancePath.split('/').length;
}

function readJson(name: string): object {
  return JSON.parse(readFileSync(join(__dirname, 'contract', name), 'utf8'));
}
