import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { type Schema, schemasFor, schemasId } from './azure-devops-schemas';

/** One operation of Microsoft's description, as far as we read it. */
export interface Operation {
  operationId: string;
  template: string;
  parameters: { name?: string; in?: string; type?: string; required?: boolean; schema?: Schema; $ref?: string }[];
  responses: Record<string, { schema?: Schema }>;
  /** Product and version to the api-version under which the operation appears there. */
  availability?: Record<string, string>;
  locationId?: string;
}

export interface Description {
  definitions: Record<string, Schema>;
  operations: { method: string; pattern: RegExp; operation: Operation }[];
  observed: {
    optionsResourceLocations: { value: { id: string; area: string; [key: string]: unknown }[] };
    resourceAreas: { sampleEntries: { id: string; name: string }[]; onPremises: unknown };
    connectionData: { body: Record<string, unknown> };
  };
}

/** Microsoft's description, read once. The emulator and the client are judged by it, never the other way round. */
export const description: Description = readDescription();

/**
 * The operation a request means. `path` is what follows the collection's url, without the query: `Fabrikam/_apis/git/...`.
 * Letters' case does not matter and the project may be missing, as on the wire.
 */
export function findOperation(method: string, path: string): Operation | undefined {
  return description.operations.find((entry) => entry.method === method && entry.pattern.test(path))?.operation;
}

/** What is wrong with a request's query and body by the description; an empty list when nothing is. */
export function checkRequest(operation: Operation, query: URLSearchParams, body: unknown): string[] {
  const problems = [...query.keys()].flatMap((name) => checkQuery(operation, name, query.get(name) as string));
  const bodySchema = operation.parameters.find((parameter) => parameter.in === 'body')?.schema;
  if (!bodySchema) return body === undefined ? problems : [...problems, `${operation.operationId} takes no body`];
  return [...problems, ...checkValue(`${operation.operationId} request`, schemasFor.request.convert(bodySchema), body)];
}

/** What is wrong with an answer's body by the description. Statuses and headers are not described. */
export function checkAnswer(operation: Operation, body: unknown): string[] {
  const schema = operation.responses['200']?.schema;
  if (!schema) return [];
  return checkValue(`${operation.operationId} answer`, schemasFor.answer.convertTop(schema), body);
}

const validators = new Map<string, ValidateFunction>();
const judges = { request: judgeOf('request'), answer: judgeOf('answer') };

function checkValue(name: string, schema: Schema, value: unknown): string[] {
  let validate = validators.get(name);
  if (!validate) {
    validate = judges[name.endsWith(' request') ? 'request' : 'answer'].compile(schema);
    validators.set(name, validate);
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    (error) => `${name}${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  );
}

function judgeOf(direction: 'request' | 'answer'): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv.addSchema({ $id: schemasId, definitions: schemasFor[direction].definitions(description.definitions) });
}

/** Query names every operation understands although the description does not list them for each. */
const alwaysKnown =
  /^(api-version|excludeurls|enumsasnumbers|msdprojection|versiondescriptor(\.\w+|\[\w+\])?|version|versiontype)$/i;

function checkQuery(operation: Operation, name: string, value: string): string[] {
  const known = operation.parameters.find(
    (one) => one.in === 'query' && one.name?.toLowerCase() === name.toLowerCase(),
  );
  if (!known) return alwaysKnown.test(name) ? [] : [`${operation.operationId} has no query parameter ${name}`];
  if (known.type === 'integer' && !/^-?\d+$/.test(value)) return [`${name} is not a whole number: ${value}`];
  if (known.type === 'boolean' && !/^(true|false)$/i.test(value))
    return [`${name} is neither true nor false: ${value}`];
  return [];
}

function readDescription(): Description {
  const raw = JSON.parse(readFileSync(join(__dirname, 'azure-devops-git.openapi.json'), 'utf8'));
  const operations: Description['operations'] = [];
  for (const [template, methods] of Object.entries<Record<string, never>>(raw.paths)) {
    for (const [method, operation] of Object.entries<Record<string, never>>(methods)) {
      operations.push({
        method: method.toUpperCase(),
        pattern: patternOf(template),
        operation: { ...readOperation(template, operation), ...alsoItems(operation, raw) },
      });
    }
  }
  return { definitions: raw.definitions, operations, observed: raw['x-observed'] };
}

function readOperation(template: string, operation: Record<string, never>): Operation {
  return {
    operationId: operation.operationId as unknown as string,
    template,
    parameters: (operation.parameters ?? []) as Operation['parameters'],
    responses: operation.responses as unknown as Operation['responses'],
    availability: operation['x-cut-availability'] as unknown as Record<string, string>,
    locationId: operation['x-cut-location-id'] as unknown as string,
  };
}

/** `GET items` answers one item or a list on the same route: its parameters are those of both descriptions. */
function alsoItems(operation: Record<string, unknown>, raw: Record<string, never>): Partial<Operation> {
  if (operation.operationId !== 'Items_List') return {};
  const one = Object.values<Record<string, Record<string, never>>>(raw['x-ms-paths'] as never)[0]?.get;
  const list = operation.parameters as Operation['parameters'];
  return { parameters: [...list, ...((one?.parameters ?? []) as Operation['parameters'])], responses: {} };
}

function patternOf(template: string): RegExp {
  const inside = template.replace(/^\/\{organization\}\//, '').replace(/^\{project\}\//, '(?:[^/]+/)?');
  return new RegExp(`^${inside.replace(/\{\w+\}/g, '[^/]+')}/?$`, 'i');
}
