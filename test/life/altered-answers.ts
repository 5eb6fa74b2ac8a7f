import type { HttpClient } from '../../src/adapters/http/http';

/** A place in the answers of a route: names joined by dots, `[]` for every entry of a list. */
export interface Place {
  method: string;
  route: string;
  path: string;
}

/** What stands there instead. */
export type Gap = 'absent' | 'null' | 'empty';
export const GAPS: readonly Gap[] = ['absent', 'null', 'empty'];

/** The service with one field of one of its answers taken away, in each of its entries. */
export function without(place: Place, gap: Gap): (http: HttpClient) => HttpClient {
  return (http) => ({
    ...http,
    async send(request) {
      const answer = await http.send(request);
      if (request.route !== place.route || request.method !== place.method || answer.text === '') return answer;
      const body = JSON.parse(answer.text) as unknown;
      const text = JSON.stringify(changed(body, place.path === '' ? [] : place.path.split('.'), gap)) ?? '';
      return { ...answer, text, bytes: Buffer.from(text) };
    },
  });
}

/** Notes every place of every answer. */
export function noting(places: Map<string, Place>): (http: HttpClient) => HttpClient {
  return (http) => ({
    ...http,
    async send(request) {
      const answer = await http.send(request);
      const { method, route } = request;
      if (answer.status < 300 && /json/.test(answer.headers['content-type'] ?? '') && answer.text !== '') {
        for (const path of pathsOf(JSON.parse(answer.text)))
          places.set(`${method} ${route} ${path}`, { method, route, path });
      }
      return answer;
    },
  });
}

function pathsOf(value: unknown, prefix = ''): string[] {
  const join = (name: string) => (prefix === '' ? name : `${prefix}.${name}`);
  const inner = Array.isArray(value)
    ? value.flatMap((one) => pathsOf(one, join('[]')))
    : isBag(value)
      ? Object.entries(value).flatMap(([name, one]) => pathsOf(one, join(name.replaceAll('.', '\0'))))
      : [];
  return [prefix, ...inner];
}

function changed(value: unknown, [name, ...rest]: readonly string[], gap: Gap): unknown {
  if (name === undefined) return gapOf(value, gap);
  if (name === '[]') {
    if (!Array.isArray(value)) return value;
    const entries = value.map((one) => changed(one, rest, gap));
    return rest.length === 0 && gap === 'absent' ? [] : entries;
  }
  const key = name.replaceAll('\0', '.');
  if (!isBag(value) || !(key in value)) return value;
  const { [key]: own, ...others } = value;
  return rest.length === 0 && gap === 'absent' ? others : { ...value, [key]: changed(own, rest, gap) };
}

function gapOf(value: unknown, gap: Gap): unknown {
  if (gap === 'absent') return undefined;
  if (gap === 'null') return null;
  if (Array.isArray(value)) return [];
  if (isBag(value)) return {};
  return typeof value === 'string' ? '' : typeof value === 'number' ? 0 : false;
}

function isBag(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
