/**
 * Turns Microsoft's definitions into JSON schemas that fit the wire: the places where the two differ (lists in an
 * envelope, property bags, patch documents, enums by name or number) are the ones noted beside the description.
 */
export type Schema = Record<string, unknown>;

/** Where the definitions live, so that every schema shares them. */
export const schemasId = 'azure-devops';

interface Direction {
  convert(schema: Schema): Schema;
  /** As `convert`, with a bare array put into `{count, value}`. */
  convertTop(schema: Schema): Schema;
  definitions(all: Record<string, Schema>): Record<string, Schema>;
}

const bag: Schema = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    required: ['$type', '$value'],
    properties: { $type: { type: 'string' }, $value: { type: ['string', 'number'] } },
  },
};
const acceptedBag: Schema = {
  type: 'object',
  additionalProperties: {
    anyOf: [
      { type: ['string', 'number', 'boolean', 'null'] },
      { type: 'object', required: ['$type', '$value'] },
      { type: 'object', required: ['type', 'value'] },
    ],
  },
};
const anything: Schema = {};
const patchOperation: Schema = {
  type: 'object',
  required: ['op', 'path'],
  properties: {
    op: { enum: ['add', 'remove', 'replace', 'move', 'copy', 'test'] },
    path: { type: 'string' },
    from: { type: ['string', 'null'] },
    value: anything,
  },
  additionalProperties: false,
};

/** Schemas of what clients send, and of what the service answers. */
export const schemasFor = { request: direction(true), answer: direction(false) };

function direction(isRequest: boolean): Direction {
  const special: Record<string, Schema> = {
    PropertiesCollection: isRequest ? acceptedBag : bag,
    JsonPatchDocument: { type: 'array', items: patchOperation, minItems: 1 },
    // Microsoft's example of a tree gives one link for each entry, as a list.
    ReferenceLinks: { type: 'object', additionalProperties: { type: ['object', 'array'] } },
    ChangeCountDictionary: { type: 'object', additionalProperties: { type: 'integer' } },
    JObject: { type: 'object' },
  };
  const convert = (schema: Schema): Schema => convertWith(special, isRequest, schema);
  return {
    convert,
    convertTop: (schema) => inEnvelope(schema, convert(schema)),
    definitions: (all) =>
      Object.fromEntries(Object.keys(all).map((name) => [name, special[name] ?? flatten(all, name, convert)])),
  };
}

function inEnvelope(schema: Schema, converted: Schema): Schema {
  const isBag = schema.$ref === '#/definitions/PropertiesCollection';
  if (schema.type !== 'array' && !isBag) return converted;
  return {
    type: 'object',
    required: ['count', 'value'],
    properties: { count: { type: 'integer' }, value: converted },
    additionalProperties: false,
  };
}

function convertWith(special: Record<string, Schema>, isRequest: boolean, schema: Schema): Schema {
  if (typeof schema.$ref === 'string') return nullable({ $ref: `${schemasId}${schema.$ref}` });
  if (Array.isArray(schema.enum)) return nullable(isRequest ? enumIn(schema.enum) : enumOut(schema.enum));
  if (schema.type === 'array') {
    const items = (schema.items ?? {}) as Schema;
    return nullable({ type: 'array', items: convertWith(special, isRequest, items) });
  }
  if (schema.additionalProperties) {
    const values = convertWith(special, isRequest, schema.additionalProperties as Schema);
    return nullable({ type: 'object', additionalProperties: values });
  }
  if (schema.type === 'object' || schema.type === undefined) return anything;
  const format = schema.format === 'date-time' || schema.format === 'uuid' ? { format: schema.format } : {};
  return nullable({ type: schema.type, ...format });
}

/** One definition with those it inherits from, closed: a member nobody described is a mistake. */
function flatten(all: Record<string, Schema>, name: string, convert: (schema: Schema) => Schema): Schema {
  const own = Object.entries((all[name]?.properties ?? {}) as Record<string, Schema>);
  const parents = ((all[name]?.allOf ?? []) as { $ref?: string }[]).flatMap((parent) =>
    Object.entries(flatten(all, parent.$ref?.split('/').pop() ?? '', convert).properties ?? {}),
  );
  const properties: Record<string, Schema> = Object.fromEntries(parents);
  for (const [key, schema] of own) properties[key] = convert(schema);
  if (name === 'GitChange' || name === 'GitPullRequestChange')
    properties.item = convert({ $ref: '#/definitions/GitItem' });
  return { type: 'object', properties, additionalProperties: false };
}

function nullable(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

/** By name in any case, or by number. */
function enumIn(names: string[]): Schema {
  const anyCase = names.map((name) =>
    name.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`),
  );
  return {
    anyOf: [
      { type: 'integer', minimum: 0 },
      { type: 'string', pattern: `^(${anyCase.join('|')})$` },
    ],
  };
}

/** By camelCase name; flags are joined by commas. */
function enumOut(names: string[]): Schema {
  const one = `(${names.join('|')})`;
  return { type: 'string', pattern: names.includes('sourceRename') ? `^${one}(, ${one})*$` : `^${one}$` };
}
