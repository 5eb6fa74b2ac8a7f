import type { Properties, PropertyValue } from './model';
import { invalidArgument } from './service-error';

const keptTypes = ['System.String', 'System.Int32', 'System.Double', 'System.DateTime', 'System.Byte[]'];
const dateText = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * How the service keeps a property: String, Int32, Double, DateTime and Byte[] keep their type when it is named, a bare
 * JSON number becomes a String, a text that is a date becomes a DateTime of milliseconds, a Guid loses its hyphens.
 */
export function storedProperty(value: unknown): PropertyValue {
  const named = namedValue(value);
  if (!named) return fromBare(value);
  const [type, content] = named;
  if (type === 'System.Guid') return text(String(content).replaceAll('-', ''));
  if (!keptTypes.includes(type)) return text(String(content));
  if (type === 'System.DateTime') return date(String(content));
  if (type === 'System.Int32' || type === 'System.Double') return { $type: type, $value: Number(content) };
  return { $type: type, $value: String(content) };
}

/** Adds every entry of a body's `properties` to a bag; null removes one. */
export function mergeProperties(bag: Properties, given: unknown): void {
  if (given === undefined || given === null) return;
  if (typeof given !== 'object') throw invalidArgument('The property bag cannot be read.', 'properties');
  for (const [key, value] of Object.entries(given)) {
    if (value === null) bag.delete(key);
    else bag.set(key, storedProperty(value));
  }
}

/** Applies a JSON-Patch document: `/Key` with add, replace and remove, or an empty path with an object of entries. */
export function patchProperties(bag: Properties, document: unknown): void {
  if (!Array.isArray(document))
    throw invalidArgument('A JSON Patch document is an array of operations.', 'patchDocument');
  for (const operation of document as { op?: string; path?: string; value?: unknown }[]) {
    const key = (operation.path ?? '').replace(/^\//, '').replaceAll('~1', '/').replaceAll('~0', '~');
    if (operation.op === 'remove') bag.delete(key);
    else if (operation.op !== 'add' && operation.op !== 'replace') throw unsupported(operation.op);
    else if (key === '') mergeProperties(bag, operation.value);
    else bag.set(key, storedProperty(operation.value));
  }
}

export function propertiesOnWire(bag: Properties): Record<string, PropertyValue> {
  return Object.fromEntries(bag);
}

export function text(value: string): PropertyValue {
  return { $type: 'System.String', $value: value };
}

function namedValue(value: unknown): [string, unknown] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const bag = value as Record<string, unknown>;
  const type = bag.$type ?? bag.type;
  if (typeof type !== 'string') throw invalidArgument('Only values of primitive types are accepted.', 'properties');
  return [type, bag.$value ?? bag.value];
}

function fromBare(value: unknown): PropertyValue {
  if (typeof value === 'string' && dateText.test(value)) return date(value);
  if (typeof value === 'boolean') return text(value ? 'True' : 'False');
  return text(String(value));
}

function date(value: string): PropertyValue {
  return { $type: 'System.DateTime', $value: new Date(value).toISOString() };
}

function unsupported(operation: unknown): Error {
  return invalidArgument(`The operation ${operation} is not supported.`, 'patchDocument');
}
