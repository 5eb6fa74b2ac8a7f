import type { Json } from './types';

const UNSUPPORTED = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'patternProperties',
  'propertyNames',
  'if',
  'not',
  'oneOf',
  'prefixItems',
  'contains',
];
const MAX_OPTIONAL = 24;
const MAX_UNIONS = 16;

/** What structured outputs do not accept in a schema, or nothing. */
export function schemaProblem(schema: Json): string | undefined {
  const count = { optional: 0, unions: 0 };
  const problem = look(schema, schema, [], count);
  if (problem) return `output_config.format.schema: ${problem}`;
  const tooMany = count.optional > MAX_OPTIONAL || count.unions > MAX_UNIONS;
  return tooMany ? 'output_config.format.schema: Schema is too complex.' : undefined;
}

function look(
  node: Json,
  root: Json,
  seen: readonly string[],
  count: { optional: number; unions: number },
): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const problem = keywordProblem(node);
  if (problem) return problem;
  if (Array.isArray(node.type) || node.anyOf) count.unions += 1;
  const names = Object.keys(node.properties ?? {});
  count.optional += names.filter((name) => !(node.required ?? []).includes(name)).length;
  if (node.$ref !== undefined) return lookBehind(node.$ref, root, seen, count);
  const children = [...Object.values(node.properties ?? {}), node.items, ...(node.anyOf ?? []), ...(node.allOf ?? [])];
  for (const child of children) {
    const found = look(child, root, seen, count);
    if (found) return found;
  }
  return undefined;
}

function keywordProblem(node: Json): string | undefined {
  const keyword = UNSUPPORTED.find((name) => name in node);
  const type = [node.type].flat().join(', ');
  if (keyword) return `For '${type}' type, property '${keyword}' is not supported`;
  if (node.minItems > 1) return `For 'array' type, 'minItems' values other than 0 or 1 are not supported`;
  if ([node.type].flat().includes('object') && node.additionalProperties !== false) {
    return `For 'object' type, 'additionalProperties' must be explicitly set to false`;
  }
  if (/\(\?|\\[1-9bB]/.test(node.pattern ?? '')) return `'pattern' uses a feature that is not supported`;
  return undefined;
}

function lookBehind(ref: string, root: Json, seen: readonly string[], count: { optional: number; unions: number }) {
  if (ref === '#') return 'Recursive schemas are not supported: #';
  if (!ref.startsWith('#/')) return `External '$ref' is not supported: ${ref}`;
  if (seen.includes(ref)) return `Recursive schemas are not supported: ${ref}`;
  let target = root;
  for (const part of ref.slice(2).split('/')) target = target?.[part];
  return look(target, root, [...seen, ref], count);
}
