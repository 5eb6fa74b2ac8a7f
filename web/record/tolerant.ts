const MOST_ITEMS = 20_000;
const LONGEST_TEXT = 200_000;
const MOST_FAULTS = 1000;

/** What is used of JSON Schema in docs/record.schema.json. */
export interface Shape {
  type?: string;
  properties?: Readonly<Record<string, Shape>>;
  required?: readonly string[];
  items?: Shape;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Shape[];
}

/** Undefined where the value has another shape. */
function read(shape: Shape, value: unknown, place: string, faults: string[]): unknown {
  if (shape.anyOf) return readAny(shape.anyOf, value, place, faults);
  if (shape.const !== undefined) return typeof value === typeof shape.const ? value : undefined;
  switch (shape.type) {
    case 'object':
      return isObject(value) ? readObject(shape, value, place, faults) : undefined;
    case 'array':
      return Array.isArray(value) ? readList(shape, value, place, faults) : undefined;
    case 'string':
      return typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : undefined;
    case 'null':
      return value === null ? null : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    default:
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  }
}

function readAny(shapes: readonly Shape[], value: unknown, place: string, faults: string[]): unknown {
  for (const shape of shapes) {
    const found = read(shape, value, place, faults);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function readObject(
  shape: Shape,
  value: Readonly<Record<string, unknown>>,
  place: string,
  faults: string[],
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.properties ?? {})) {
    const path = place === '' ? name : `${place}.${name}`;
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    const found = given === undefined ? undefined : read(member, given, path, faults);
    const isMissing = found === undefined && (given !== undefined || shape.required?.includes(name));
    if (isMissing) note(faults, path);
    if (found !== undefined) result[name] = found;
    else if (shape.required?.includes(name)) result[name] = empty(member);
  }
  return result;
}

function readList({ items }: Shape, value: readonly unknown[], place: string, faults: string[]): unknown[] {
  if (value.length > MOST_ITEMS) note(faults, `${place}: ${value.length - MOST_ITEMS} more`);
  return value.slice(0, MOST_ITEMS).flatMap((item, index) => {
    const found = items && read(items, item, `${place}[${index}]`, faults);
    if (found === undefined) note(faults, `${place}[${index}]`);
    return found === undefined ? [] : [found];
  });
}

/** What stands for a member that is not there. */
function empty(shape: Shape): unknown {
  if (shape.anyOf) return null;
  if (shape.type === 'object') return readObject(shape, {}, '', []);
  if (shape.type === 'array') return [];
  if (shape.type === 'boolean') return false;
  return shape.type === 'string' || shape.enum ? '' : 0;
}

function note(faults: string[], place: string): void {
  if (faults.length < MOST_FAULTS) faults.push(place);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
